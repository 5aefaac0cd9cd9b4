// An area: a titled, softly tinted part of the paper. What lies in it belongs to it. A team lays its
// own; those of the facilitators are records of the server, drawn the same way (`laid`). One takes it
// by its head or its border only: on its inside one works as on the paper.

/** Says that it is one of the facilitators': nothing in a document is this value. */
export const LAID = Symbol("laid");
/** Board pixels that its title and its prompt take, and the border by which one takes it. */
export const HEAD = 84;
const BORDER = 10;

/** @type {import("./kind.js").Kind} */
export const area = Object.freeze({
  name: "area",
  size: Object.freeze(/** @type {const} */ ([960, 680])),
  sizes: Object.freeze(/** @type {const} */ ([240, 12_000])),
  texts: Object.freeze(["text", "prompt"]),
  read: ({ laid }) => (laid === LAID ? OF_ALL : OF_TEAM),
  color: "grey",
  colored: true,
  resizing: "free",
  editing: "own",
  owns: true,
  hits: (_object, { x, y, width, height }, [left, top], slack) => {
    const [dx, dy] = [left - x, top - y];
    const reach = Math.max(BORDER, slack);
    if (dx < -slack || dy < -slack || dx > width + slack || dy > height + slack) return false;
    return dy < HEAD || dx < reach || dx > width - reach || dy > height - reach;
  },
  topics: Object.freeze(["areas"]),
  styles: Object.freeze(["areas"]),
  load: () => import("./area-drawing.js"),
});

const OF_TEAM = Object.freeze({ laid: false });
const OF_ALL = Object.freeze({ laid: true });
