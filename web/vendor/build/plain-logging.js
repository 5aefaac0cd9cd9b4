// In the place of lib0/logging, which colours what Yjs tells developers and brings 10 kB for that.
const say = (...parts) => console.log(...parts.filter((part) => typeof part !== "symbol"));
const style = Symbol("a style that nobody sees");
export { say as print };
export const warn = (...parts) => console.warn(...parts);
export { style as ORANGE, style as BOLD, style as UNBOLD, style as RED };
