// Reads [{name, source, served}] and says which are not the same program: a real parser prints both
// without comments and white space, and what it prints must be the same.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(new URL("../../web/vendor/build/build.mjs", import.meta.url));
const { transformSync } = require("esbuild");

/** @param {string} name @param {string} code */
const printed = (name, code) =>
  transformSync(code, {
    loader: name.endsWith(".css") ? "css" : "js",
    minifyWhitespace: true,
    legalComments: "none",
    charset: "utf8",
    target: "es2022",
  }).code;

const differing = JSON.parse(await text(process.stdin)).flatMap(({ name, source, served }) => {
  const [expected, got] = [printed(name, source), printed(name, served)];
  return expected === got ? [] : [{ name, expected, got }];
});
console.log(JSON.stringify(differing));
