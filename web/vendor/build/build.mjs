// Builds web/vendor/*.js and web/fonts/ from the locked npm packages beside this file.
//   npm ci --ignore-scripts && node build.mjs           writes them
//   node build.mjs --check                              rebuilds into a temporary folder and compares
import { build } from "esbuild";
import subsetFont from "subset-font";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const WEB = join(HERE, "..", "..");
const PACKAGES = join(HERE, "node_modules");
const FONT = "@fontsource-variable/atkinson-hyperlegible-next";

const bundles = ["yjs", "lit", "perfect-freehand"];
// Italic and the thin and fat weights are left out: no page uses them, and the file is half as
// large. latin-ext loads only for names that use it. The ranges are those of styles/base.css.
const WEIGHTS = { wght: { min: 400, max: 700 } };
// What a browser applies by itself, and figures of one width for the clock.
const FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"];
const fonts = [
  { name: "latin", file: "atkinson-hyperlegible-next-latin" },
  { name: "latin-ext", file: "atkinson-hyperlegible-next-latin-ext" },
];

if (process.argv.includes("--check")) await check();
else await produce(WEB);

/** @param {string} web the folder that gets vendor/ and fonts/ */
async function produce(web) {
  await mkdir(join(web, "vendor"), { recursive: true });
  await mkdir(join(web, "fonts"), { recursive: true });
  /** @type {Map<string, Record<string, any>>} */
  const used = new Map();
  for (const name of bundles) {
    const packages = await bundle(name, join(web, "vendor", `${name}.js`));
    for (const each of packages) used.set(each.name, each);
  }
  await writeFile(join(web, "vendor", "LICENSES.txt"), await licences([...used.values()]));
  const ranges = JSON.parse(await readFile(join(PACKAGES, FONT, "unicode.json"), "utf8"));
  for (const { name, file } of fonts) {
    const whole = await readFile(join(PACKAGES, FONT, "files", `${file}-wght-normal.woff2`));
    const options = { targetFormat: "woff2", variationAxes: WEIGHTS, keepFeatures: FEATURES };
    await writeFile(join(web, "fonts", `${file}.woff2`), await subsetFont(whole, letters(ranges[name]), options));
  }
  await writeFile(join(web, "fonts", "OFL.txt"), await readFile(join(PACKAGES, FONT, "LICENSE")));
}

/** @param {string} ranges as CSS writes them: U+0000-00FF,U+0131 */
function letters(ranges) {
  return ranges.split(",").flatMap((range) => {
    const [first, last = first] = range.trim().slice(2).split("-").map((hex) => parseInt(hex, 16));
    return Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n));
  }).join("");
}

/**
 * @param {string} name
 * @param {string} outfile
 */
async function bundle(name, outfile) {
  const options = /** @type {const} */ ({
    absWorkingDir: HERE,
    entryPoints: [`${name}.entry.js`],
    bundle: true,
    alias: { "lib0/logging": "./plain-logging.js" },
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    write: false,
    outfile: `${name}.js`,
  });
  const { metafile, outputFiles } = await build(options);
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const names = new Set(
    inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).flatMap(([path]) => owner(path)),
  );
  const packages = await Promise.all([...names].sort().map(manifest));
  const list = packages.map((each) => `${each.name} ${each.version} (${each.license})`);
  const banner = `// ${list.join(", ")}\n// Licences: LICENSES.txt. Built by build/build.mjs.\n`;
  await writeFile(outfile, banner + outputFiles[0].text);
  return packages;
}

/** @param {string} path @returns {string[]} the npm package a bundled file came from */
function owner(path) {
  const match = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
  return match ? [match[1]] : [];
}

/** @param {string} name */
async function manifest(name) {
  return JSON.parse(await readFile(join(PACKAGES, name, "package.json"), "utf8"));
}

/** @param {Record<string, any>[]} packages */
async function licences(packages) {
  const texts = [];
  for (const { name, version, license } of packages.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const files = await readdir(join(PACKAGES, name));
    const file = files.find((each) => /^licen[cs]e/i.test(each));
    const text = file ? await readFile(join(PACKAGES, name, file), "utf8") : "";
    texts.push(`${name} ${version}: ${license}\n\n${text.trim()}`.trim());
  }
  return texts.join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

async function check() {
  const folder = await mkdtemp(join(tmpdir(), "helpathon-vendor-"));
  try {
    await produce(folder);
    const differing = [];
    for (const path of await files(folder)) {
      const name = relative(folder, path);
      const committed = await readFile(join(WEB, name)).catch(() => null);
      if (!committed?.equals(await readFile(path))) differing.push(`web/${name}`);
    }
    if (differing.length > 0) {
      console.error(`differs from its rebuild: ${differing.join(", ")}`);
      process.exitCode = 1;
    } else {
      console.log("web/vendor and web/fonts are what the locked packages build");
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {string} folder @returns {Promise<string[]>} */
async function files(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath ?? each.path, each.name));
}
