// Types for perfect-freehand.js: the same names as build/perfect-freehand.entry.js, taken from the npm package.
export { getStroke } from "./build/node_modules/perfect-freehand/dist/types/index.js";
