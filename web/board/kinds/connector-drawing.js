// How a line between two objects is drawn. Its own rectangle follows from where they are.

import { t } from "../../i18n/index.js";
import { svg } from "../../vendor/lit.js";
import { wordsOf } from "../objects.js";
import { LinePreview } from "../line-preview.js";
import { canBeConnected } from "../tools/connecting.js";
import { HEADS, LINES, connecting, endOf, wayOf } from "./connector.js";
import { along, centreOf } from "./course.js";
import { kindOf } from "./index.js";

/** @typedef {import("../objects.js").BoardObject} BoardObject */
/** @typedef {import("../camera.js").Point} Point */
/** @typedef {import("../camera.js").Rect} Rect */
/** @typedef {import("./kind.js").Drawing} Drawing */
/** @typedef {import("./kind.js").Look} Look */
/** @typedef {"from" | "to"} EndName */

const SVG = "http://www.w3.org/2000/svg";
/** Board pixels. */
const HEAD = 15;
const HEAD_HALF = 6.5;
/** The line stops in the middle of its head. */
const UNDER_HEAD = 8;
const LABEL = { width: 184, lineHeight: 22 };
/** Letters of a name that is read out. */
const NAME_LONGEST = 60;

/** @type {Drawing} */
export const drawing = {
  create,
  update,
  label,
  field: (object, rect, rectOf) => {
    const { middle: [x, y] } = wayOf(object, rectOf);
    const half = Math.max(1, object.text.split("\n").length, Math.ceil(object.text.length / 18)) * LABEL.lineHeight / 2 + 4;
    const left = x - rect.x - LABEL.width / 2;
    const top = y - rect.y - half;
    return {
      inset: [top, rect.width - left - LABEL.width, rect.height - top - 2 * half, left], label: t("connector.field"), write: () => {},
    };
  },
  choices,
  choosesSeveral: true,
  grips: (object, look) => {
    const { start, end } = way(object, look);
    return [{ name: "from", at: start }, { name: "to", at: end }];
  },
  grip: (object, name, { board, view }) => reroute(object, /** @type {EndName} */ (name), board, view),
  paint,
};

function create() {
  const element = document.createElement("div");
  element.className = "connector";
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("aria-hidden", "true");
  for (const name of ["connector-line", "connector-head"]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    picture.append(path);
  }
  const text = document.createElement("div");
  text.className = "connector-text";
  element.append(picture, text);
  return element;
}

/** @param {HTMLElement} element @param {Readonly<BoardObject>} object @param {Look} look */
function update(element, object, look) {
  const [picture, text] = /** @type {[SVGElement, HTMLElement]} */ ([...element.children]);
  const [line, heads] = /** @type {[SVGElement, SVGElement]} */ ([...picture.children]);
  const rect = look.rectOf(object.id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const course = way(object, look);
  const local = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([x - rect.x, y - rect.y]);
  const { head, dashed } = connecting(object);
  element.dataset["noteColor"] = object.color;
  element.classList.toggle("dashed", dashed);
  const drawn = pathsOf(course, head);
  line.setAttribute("d", pathAlong(drawn.line.map(local)));
  heads.setAttribute("d", drawn.heads.map((corners) => `M${corners.map(local).map(join).join("L")}z`).join(""));
  const [x, y] = local(course.middle);
  text.style.setProperty("transform", `translate(${x}px, ${y}px) translate(-50%, -50%)`);
  if (text.textContent !== object.text) text.textContent = object.text;
  text.hidden = object.text.trim() === "";
}

/** @param {Readonly<BoardObject>} object @param {Pick<Look, "get" | "rectOf">} look */
function way(object, look) {
  return wayOf(object, look.rectOf, (id) => {
    const host = look.get(id);
    const rect = look.rectOf(id);
    return host && rect ? kindOf(host).outline?.(host, rect) : undefined;
  });
}

/**
 * @param {import("./course.js").Course} course
 * @param {typeof HEADS[number]} head
 * @returns {{line: readonly Point[], heads: Point[][]}} line: two points, or four of a curve
 */
function pathsOf({ start, end, bend }, head) {
  const [before, after] = bend ?? [end, start];
  const [atStart, atEnd] = [head === "both", head !== "none"];
  const from = atStart ? along(start, before, UNDER_HEAD) : start;
  const to = atEnd ? along(end, after, UNDER_HEAD) : end;
  return {
    line: bend ? [from, ...bend, to] : [from, to],
    heads: [...(atStart ? [headAt(start, before)] : []), ...(atEnd ? [headAt(end, after)] : [])],
  };
}

/** @param {Point} tip @param {Point} from where it comes from @returns {Point[]} */
function headAt(tip, from) {
  const [bx, by] = along(tip, from, HEAD);
  const [nx, ny] = [((by - tip[1]) / HEAD) * HEAD_HALF, ((tip[0] - bx) / HEAD) * HEAD_HALF];
  return [tip, [bx + nx, by + ny], [bx - nx, by - ny]];
}

/** @param {readonly Point[]} points */
function pathAlong(points) {
  const [first, ...rest] = points.map(join);
  return rest.length === 3 ? `M${first}C${rest.join(" ")}` : `M${first}L${rest.join("L")}`;
}

/** @param {Point} point */
function join([x, y]) {
  return `${round(x)} ${round(y)}`;
}

/** @param {number} figure */
function round(figure) {
  return Math.round(figure * 10) / 10;
}

/** @type {Drawing["label"]} */
function label(object, look) {
  const { from, to, head } = connecting(object);
  const ends = { from: nameOf(from, look), to: nameOf(to, look) };
  const named = t({ end: "connector.label", both: "connector.label.both", none: "connector.label.none" }[head], ends);
  const text = object.text.trim();
  const whole = text ? t("connector.label.text", { label: named, text }) : named;
  return object.locked ? t("note.label.locked", { label: whole }) : whole;
}

/** @param {string | null} id @param {Look} look */
function nameOf(id, look) {
  const host = id === null ? undefined : look.get(id);
  if (!host) return t("connector.free");
  const words = wordsOf(host).replace(/\s+/g, " ").trim();
  return t("connector.name", { text: (words.length > NAME_LONGEST ? `${words.slice(0, NAME_LONGEST)}…` : words) || t("note.empty") });
}

/** @type {NonNullable<Drawing["choices"]>} */
function choices(object, context) {
  const { objects, board, toolbox, view, selection, actions } = context;
  const ids = objects.map(({ id }) => id);
  const { head, line, dashed } = connecting(object);
  const change = (/** @type {Record<string, unknown>} */ fields) => () => board.change(ids, fields);
  const anew = (/** @type {EndName} */ name) => async () => {
    const { rerouteTool } = await import("../tools/connect-tool.js");
    toolbox.take("connector", rerouteTool(object.id, name, { board, view, selection, actions, putAway: () => void toolbox.putAway() }));
  };
  return [
    {
      label: t("connector.head"), icon: HEAD_ICONS[head], bar: true,
      items: HEADS.map((each) => ({ label: t(`connector.head.${each}`), icon: HEAD_ICONS[each], pressed: each === head, run: change({ head: each }) })),
    },
    {
      label: t("connector.line"), icon: dashed ? DASHED_ICON : LINE_ICONS[line], bar: true,
      items: [
        ...LINES.map((each) => ({ label: t(`connector.line.${each}`), icon: LINE_ICONS[each], pressed: each === line, run: change({ line: each }) })),
        "line",
        { label: t("connector.solid"), icon: LINE_ICONS.straight, pressed: !dashed, run: change({ dashed: false }) },
        { label: t("connector.dashed"), icon: DASHED_ICON, pressed: dashed, run: change({ dashed: true }) },
      ],
    },
    ...(objects.length > 1 ? [] : [
      { label: t("connector.turn"), run: () => turn(object, board) },
      { label: t("connector.from"), run: anew("from") },
      { label: t("connector.to"), run: anew("to") },
    ]),
  ];
}

/** @param {Readonly<BoardObject>} object @param {import("../document.js").BoardDocument} board */
function turn({ id, data }, board) {
  board.change([id], { from: data["to"], to: data["from"], fromAt: data["toAt"], toAt: data["fromAt"] });
}

/**
 * One end follows the pointer, to another object or a free place.
 * @param {Readonly<BoardObject>} object
 * @param {EndName} name
 * @param {import("../document.js").BoardDocument} board
 * @param {import("../view.js").BoardView} view
 * @returns {import("../tools/tool.js").Stroke}
 */
function reroute(object, name, board, view) {
  const other = name === "from" ? "to" : "from";
  const rectOf = (/** @type {string} */ id) => view.rect(id);
  const stays = endOf(object, other, rectOf);
  const preview = new LinePreview(view);
  const hostAt = (/** @type {Point} */ point) =>
    view.at(point, (each) => canBeConnected(each) && each.id !== connecting(object)[other]);
  return {
    move: (point) => {
      const host = hostAt(point);
      preview.show(stays, host ? { rect: /** @type {Rect} */ (view.rect(host.id)) } : { point });
    },
    end: (point) => {
      preview.end();
      const host = hostAt(point);
      const { pos } = board.get(object.id) ?? object;
      const [x, y] = host ? centreOf({ rect: /** @type {Rect} */ (view.rect(host.id)) }) : point;
      board.change([object.id], { [name]: host?.id ?? null, [`${name}At`]: [Math.round(x - pos[0]), Math.round(y - pos[1])] });
    },
    cancel: () => preview.end(),
  };
}

/** @param {string} d */
const icon = (d) => svg`<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.7"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d=${d} /></svg>`;
const HEAD_ICONS = { end: icon("M3 10h13M12 6l4 4-4 4"), both: icon("M4 10h12M12 6l4 4-4 4M8 6l-4 4 4 4"), none: icon("M3 10h14") };
const LINE_ICONS = { straight: icon("M4 16L16 4"), curved: icon("M4 16C4 6 16 14 16 4") };
const DASHED_ICON = icon("M3 10h2.5M8.7 10h2.5M14.5 10h2.5");

/** @type {NonNullable<Drawing["paint"]>} */
function paint(context, object, _rect, paints, look) {
  const { points } = way(object, look);
  context.strokeStyle = paints(object.color).ink;
  context.lineWidth = 5;
  context.beginPath();
  points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}
