// The clock as it stands at a moment: pure, from the server's record and the server's time.
// Nobody writes the end into the record; every page derives it.

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * @typedef {{scope: "room" | "helpathon", label: string, status: "running" | "paused" | "done",
 *   duration_ms: number, ends_at: number | null, remaining_ms: number | null}} ClockRecord
 * @typedef {{status: ClockRecord["status"], remaining_ms: number}} Standing
 * @typedef {"five" | "one" | "zero"} Cue
 */

/** From a cue's moment on nobody wants to hear it late: a tab that slept through it stays quiet. */
export const CUE_STALE_MS = 10_000;
/** So soon after the clock was set everybody knows what it says. */
const CUE_FRESH_MS = 10_000;
/** @type {Record<Cue, number>} */
const CUES = { five: 5 * MINUTE_MS, one: MINUTE_MS, zero: 0 };

/**
 * @param {ClockRecord} record
 * @param {number} serverNow_ms
 * @returns {Standing}
 */
export function standing({ status, ends_at, remaining_ms }, serverNow_ms) {
  if (status !== "running" || ends_at === null) return { status, remaining_ms: remaining_ms ?? 0 };
  const left_ms = ends_at - serverNow_ms;
  return left_ms > 0 ? { status, remaining_ms: left_ms } : { status: "done", remaining_ms: 0 };
}

/**
 * Whole seconds, rounded up: 5:00 is what a clock of five minutes begins with, 0:00 is its end.
 * @param {number} remaining_ms
 */
export function clockText(remaining_ms) {
  const seconds = Math.max(Math.ceil(remaining_ms / SECOND_MS), 0);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/**
 * How long its text stays as it is; null where it stands still.
 * @param {Standing} standing
 */
export function nextChange_ms({ status, remaining_ms }) {
  return status === "running" ? remaining_ms % SECOND_MS || SECOND_MS : null;
}

/**
 * The latest cue whose moment lies after `before_ms` and not after `now_ms` (server times). A clock
 * that was just started or adjusted says nothing of what it was set to; its end it always says.
 * @param {ClockRecord} record
 * @param {number} before_ms
 * @param {number} now_ms
 * @param {number} [adjusted_ms] when it was last made longer or shorter
 * @returns {Cue | null}
 */
export function cueBetween({ status, duration_ms, ends_at }, before_ms, now_ms, adjusted_ms = -Infinity) {
  if (status !== "running" || ends_at === null) return null;
  const set_ms = Math.max(ends_at - duration_ms, adjusted_ms);
  const passed = /** @type {Cue[]} */ (["zero", "one", "five"]).find((cue) => {
    const moment_ms = ends_at - CUES[cue];
    const isNews = cue === "zero" || moment_ms - set_ms >= CUE_FRESH_MS;
    return isNews && moment_ms > before_ms && moment_ms <= now_ms && now_ms - moment_ms < CUE_STALE_MS;
  });
  return passed ?? null;
}

/**
 * Whether somebody ended it: a clock that ran out is not written as done.
 * @param {ClockRecord | null} before
 * @param {ClockRecord | null} after
 * @param {number} now_ms
 */
export function wasEnded(before, after, now_ms) {
  return before !== null && after?.status === "done" && standing(before, now_ms).status !== "done";
}
