// Others draw: what is needed to show it comes with the first stroke that is told of.

/**
 * @param {{connection: import("../../sync/connection.js").Connection, view: import("../view.js").BoardView,
 *   board: import("../document.js").BoardDocument}} parts
 */
export function watchInk(parts) {
  const { presence } = parts.connection;
  let coming = false;
  const unlisten = presence.on("change", () => {
    if (coming || ![...presence.others.values()].some((state) => state["ink"])) return;
    coming = true;
    import("./others-ink.js").then(
      ({ OthersInk }) => {
        unlisten();
        new OthersInk(parts);
      },
      // The network is away: with the next stroke.
      () => { coming = false; },
    );
  });
}
