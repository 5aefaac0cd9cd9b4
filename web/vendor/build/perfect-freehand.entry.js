// The outline of a stroke. Loaded with the pen, and with the first stroke that somebody drew.
export { getStroke } from "perfect-freehand";
