// English texts of pictures on the board. The same keys as images.de.js.

/** @type {import("./index.js").Texts} */
export default {
  "image.label": "Picture: {text}, by {author}",
  "image.label.nobody": "Picture: {text}",
  "image.label.coming": "{label}, still loading",
  "image.blank": "no description",
  "image.describe": "Describe the picture",
  "image.hint": "What does it show?",
  "image.ask": "What does the picture show? A sentence helps everybody who can’t see it.",
  "image.added": { one: "Picture added.", other: "{n} pictures added." },
  "image.bounded": "You can add {n} pictures at once. Add the rest right after that.",
  "image.coming": "Picture is loading",
  "image.coming.from": "Picture is loading, by {author}",
  "image.missing": "The picture isn’t there right now",
  "image.sent": "{n} % uploaded",
  "image.waits": "Will be uploaded as soon as possible",
  "image.problem.image-format": "This isn’t a picture that works here. Use a photo, JPEG, PNG or WebP.",
  "image.problem.image-damaged": "This picture can’t be opened. Maybe the file is damaged.",
  "image.problem.image-too-large": "This picture is too large. It can have 25 megapixels at most.",
  "image.problem.images-full": "There is no more room for pictures here. Tell your facilitator.",
  "image.problem.forbidden": "You may not add pictures here.",
  "image.problem.other": "The picture could not be added.",
};
