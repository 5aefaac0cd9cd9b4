// Bundles Excalidraw with esbuild for the page that is measured: node bundle.mjs <folder>
import { build } from "esbuild";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [folder] = process.argv.slice(2);
await build({
  absWorkingDir: dirname(fileURLToPath(import.meta.url)),
  entryPoints: ["excalidraw.entry.js"],
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true,
  define: { "process.env.NODE_ENV": '"production"', "process.env.IS_PREACT": '"false"' },
  conditions: ["production"],
  loader: { ".woff2": "file", ".ttf": "file" },
  outdir: folder,
  logLevel: "error",
});
await writeFile(join(folder, "index.html"), `<!doctype html><meta charset="utf-8"><title>Excalidraw</title>
<link rel="stylesheet" href="excalidraw.entry.css"><style>html, body, #root { height: 100%; margin: 0; }</style>
<div id="root"></div><script type="module" src="excalidraw.entry.js"></script>`);
