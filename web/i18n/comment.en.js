// English texts of comments. The same keys as comment.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "comment.title": "Comments",
  "comment.about": "Comments on “{text}”",
  "comment.none": "No comments yet. Write the first one.",
  "comment.none.guest": "No comments yet.",
  "comment.somebody": "Somebody",
  "comment.field": "Write a comment",
  "comment.send": "Send",
  "comment.done": "Done",
  "comment.settle": "Done",
  "comment.settle.this": "Mark as done: {text}",
  "comment.reopen": "Reopen",
  "comment.reopen.this": "Reopen: {text}",
  "comment.delete": "Delete",
  "comment.delete.this": "Delete comment: {text}",
  "comment.open": { one: "One open comment", other: "{n} open comments" },
  "comment.settled": { one: "One comment, done", other: "{n} comments, all done" },
  "comment.ask": "Click what you want to comment on. Escape cancels.",
  "comment.ask.touch": "Tap what you want to comment on.",
  "comment.where": "First choose what you want to comment on.",
};
