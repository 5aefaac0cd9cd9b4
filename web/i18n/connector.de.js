// German texts of connecting lines. The same keys as connector.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "connector.label": "Pfeil von {from} nach {to}",
  "connector.label.both": "Pfeil zwischen {from} und {to}",
  "connector.label.none": "Linie von {from} nach {to}",
  "connector.label.text": "{label}: {text}",
  "connector.name": "„{text}“",
  "connector.free": "einer freien Stelle",
  "connector.field": "Beschriftung der Verbindung",
  "connector.head": "Pfeilspitze",
  "connector.head.end": "Am Ende",
  "connector.head.both": "An beiden Enden",
  "connector.head.none": "Keine",
  "connector.line": "Linie",
  "connector.line.straight": "Gerade",
  "connector.line.curved": "Gebogen",
  "connector.solid": "Durchgezogen",
  "connector.dashed": "Gestrichelt",
  "connector.turn": "Richtung umdrehen",
  "connector.from": "Anfang neu verbinden …",
  "connector.to": "Ende neu verbinden …",
  "connector.ask": "Klicke auf das neue Ziel, oder geh mit Tab oder den Pfeiltasten hin und drücke Enter.",
  "connector.begun": "Von {name}. Klicke auf das Ziel, oder geh mit Tab oder den Pfeiltasten hin und drücke Enter.",
  "connector.other": "Wähle ein anderes Ziel.",
  "connector.made": "Verbunden: {from} mit {to}.",
};
