// A part of the page that could not come: the network is away, or the server has another version by
// now. What was written is safe in both cases.

import { t } from "../i18n/index.js";
import { notify } from "./notices.js";

export function tellAbsent() {
  const actions = [{ label: t("action.reload"), run: () => location.reload() }];
  notify(t("lazy.failed"), { kind: "warn", topic: "lazy", actions });
}
