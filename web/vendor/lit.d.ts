// Types for lit.js: the same names as build/lit.entry.js, taken from the npm packages.
export { html, svg, nothing, render } from "./build/node_modules/lit-html/development/lit-html.js";
export { classMap } from "./build/node_modules/lit/development/directives/class-map.js";
export { guard } from "./build/node_modules/lit/development/directives/guard.js";
export { ifDefined } from "./build/node_modules/lit/development/directives/if-defined.js";
export { keyed } from "./build/node_modules/lit/development/directives/keyed.js";
export { live } from "./build/node_modules/lit/development/directives/live.js";
export { createRef, ref } from "./build/node_modules/lit/development/directives/ref.js";
export type { Ref } from "./build/node_modules/lit/development/directives/ref.js";
export { repeat } from "./build/node_modules/lit/development/directives/repeat.js";
export type { TemplateResult } from "./build/node_modules/lit-html/development/lit-html.js";
