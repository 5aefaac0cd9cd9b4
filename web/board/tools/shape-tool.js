// Drawing a shape: choose which one, then pull it open or click. By keyboard the chosen one comes to
// where one looks, beside what lies there.

import { t } from "../../i18n/index.js";
import { announce } from "../../shell/notices.js";
import { kindOf } from "../kinds/index.js";
import { formIcon } from "../kinds/shape-drawing.js";
import { FORMS } from "../kinds/shape.js";
import { drawOut } from "./drawing-out.js";
import { ToolPanel } from "./panel.js";

/** @typedef {import("./tool.js").ToolContext} ToolContext */
/** @typedef {import("./drawing-out.js").Place} Place */

/** What was drawn last. */
let form = /** @type {typeof FORMS[number]} */ ("rectangle");
let look = "filled";

/** @param {ToolContext} context @returns {import("./tool.js").Tool} */
export function start(context) {
  const { actions, area, at, board, camera, putAway, selection, view } = context;
  const panel = new ToolPanel(area, at, t("tools.shape"), () => {
    putAway();
    view.container.focus({ preventScroll: true });
  });
  const fields = () => ({ kind: "shape", form, look, color: actions.color });
  const make = (/** @type {Place} */ place) => {
    const [id] = board.create([{ kind: "shape", ...place, color: actions.color, data: { form, look } }]);
    putAway();
    if (id === undefined) return;
    selection.set([id]);
    view.focus(id);
    announce(t("shape.made", { form: t(`shape.${form}`) }));
  };
  const place = () => {
    const [pos, { size }] = [actions.roomFor("shape"), kindOf({ kind: "shape" })];
    make({ pos, size });
    camera.reveal({ x: pos[0], y: pos[1], width: size[0], height: size[1] });
  };
  const show = () => panel.show([
    FORMS.map((each) => ({
      label: t(`shape.${each}`), icon: formIcon(each), pressed: each === form,
      run: (byKey) => {
        form = each;
        if (byKey) place();
        else show();
      },
    })),
    [{
      label: t("shape.outlined"), icon: formIcon(form, look === "filled"), pressed: look === "outlined",
      run: () => {
        look = look === "filled" ? "outlined" : "filled";
        show();
      },
    }],
  ]);
  show();
  panel.focus();
  return {
    begin: ({ point }) => drawOut(point, fields(), context, make),
    place,
    end: () => panel.end(),
  };
}
