// Excalidraw with nothing around it, and what the measurements need of it.
import { Excalidraw, convertToExcalidrawElements, restoreElements } from "@excalidraw/excalidraw";
import "@excalidraw/excalidraw/index.css";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

let api;
const root = createRoot(document.getElementById("root"));
root.render(createElement(Excalidraw, { excalidrawAPI: (given) => { api = given; } }));

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

globalThis.scene = {
  ready: () => Boolean(api),
  /** The elements as a file holds them: what follows is drawing alone. */
  prepare: (skeletons) => { scene.elements = restoreElements(convertToExcalidrawElements(skeletons, { regenerateIds: false })); },
  /** ms from the elements to the first frame that is drawn */
  show: async (zoomToFit) => {
    const from = performance.now();
    api.updateScene({ elements: scene.elements });
    if (zoomToFit) api.scrollToContent(scene.elements, { fitToContent: true, animate: false });
    await frame();
    await new Promise((resolve) => setTimeout(resolve));
    await frame();
    return performance.now() - from;
  },
  full: () => api.updateScene({ appState: { zoom: { value: 1 }, scrollX: 0, scrollY: 0 } }),
  selectAll: () => api.updateScene({
    appState: { selectedElementIds: Object.fromEntries(scene.elements.map(({ id }) => [id, true])) },
  }),
  /** Its app does this with what comes from others: 20 times a second, all positions in one go. */
  crowd: (movers, cursors, hz) => {
    let step = 0;
    scene.crowdTimer = setInterval(() => {
      step += 0.1;
      const moved = new Map();
      scene.elements.filter(({ type }) => type === "rectangle").slice(0, movers).forEach(({ id }, n) => {
        moved.set(id, [900 + 700 * Math.cos(step + n), 500 + 350 * Math.sin(step)]);
      });
      const elements = api.getSceneElementsIncludingDeleted().map((element) => {
        const to = moved.get(element.id) ?? moved.get(element.containerId);
        return to ? { ...element, x: to[0], y: to[1], version: element.version + 1, versionNonce: (Math.random() * 1e9) | 0 } : element;
      });
      const collaborators = new Map(Array.from({ length: cursors }, (_, n) => [`p${n}`, {
        username: `Gast ${n}`, pointer: { x: 900 + 700 * Math.cos(step + n), y: 500 + 350 * Math.sin(step), tool: "pointer" },
      }]));
      api.updateScene({ elements, collaborators });
    }, 1000 / hz);
  },
  quiet: () => clearInterval(scene.crowdTimer),
};
