// German texts of pictures on the board. The same keys as images.en.js.

/** @type {import("./index.js").Texts} */
export default {
  "image.label": "Bild: {text}, von {author}",
  "image.label.nobody": "Bild: {text}",
  "image.label.coming": "{label}, wird noch geladen",
  "image.blank": "ohne Beschreibung",
  "image.describe": "Bild beschreiben",
  "image.hint": "Was ist zu sehen?",
  "image.ask": "Was ist auf dem Bild zu sehen? Ein Satz hilft allen, die es nicht sehen.",
  "image.added": { one: "Bild hinzugefügt.", other: "{n} Bilder hinzugefügt." },
  "image.bounded": "Auf einmal gehen {n} Bilder. Den Rest kannst du gleich danach hinzufügen.",
  "image.coming": "Bild wird geladen",
  "image.coming.from": "Bild wird geladen, von {author}",
  "image.missing": "Das Bild ist gerade nicht da",
  "image.sent": "{n} % hochgeladen",
  "image.waits": "Wird hochgeladen, sobald es geht",
  "image.problem.image-format": "Das ist kein Bild, das hier geht. Nimm ein Foto, JPEG, PNG oder WebP.",
  "image.problem.image-damaged": "Dieses Bild lässt sich nicht öffnen. Vielleicht ist die Datei beschädigt.",
  "image.problem.image-too-large": "Dieses Bild ist zu groß. Es darf höchstens 25 Megapixel haben.",
  "image.problem.images-full": "Für weitere Bilder ist hier kein Platz mehr. Sag der Moderation Bescheid.",
  "image.problem.forbidden": "Du darfst hier keine Bilder hinzufügen.",
  "image.problem.other": "Das Bild konnte nicht hinzugefügt werden.",
};
