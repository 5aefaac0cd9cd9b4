// English texts of connecting lines. The same keys as connector.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "connector.label": "Arrow from {from} to {to}",
  "connector.label.both": "Arrow between {from} and {to}",
  "connector.label.none": "Line from {from} to {to}",
  "connector.label.text": "{label}: {text}",
  "connector.name": "“{text}”",
  "connector.free": "a free place",
  "connector.field": "Label of the connection",
  "connector.head": "Arrow head",
  "connector.head.end": "At the end",
  "connector.head.both": "At both ends",
  "connector.head.none": "None",
  "connector.line": "Line",
  "connector.line.straight": "Straight",
  "connector.line.curved": "Curved",
  "connector.solid": "Solid",
  "connector.dashed": "Dashed",
  "connector.turn": "Reverse direction",
  "connector.from": "Reconnect start …",
  "connector.to": "Reconnect end …",
  "connector.ask": "Click the new target, or go there with Tab or the arrow keys and press Enter.",
  "connector.begun": "From {name}. Click the target, or go there with Tab or the arrow keys and press Enter.",
  "connector.other": "Choose another target.",
  "connector.made": "Connected: {from} with {to}.",
};
