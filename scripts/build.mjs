// Bundles the programs, the library solo-hq/memory and the page of `hq memory graph` into dist/.
// One file each plus shared chunks: a bundle starts several
// times faster than a tree of modules, and `hq init --into` can copy it without node_modules.
import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { askedLater, LATER_FILES } from "./asked-later.mjs";
import { buildGraphPage } from "./graph-page.mjs";
import { joinChunks } from "./join-chunks.mjs";
import { withoutFacades } from "./without-facades.mjs";
import { withoutPolyfills } from "./without-polyfills.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
// Another folder may be named, so that a test can build without touching the one in use.
const out = path.resolve(process.argv[2] ?? path.join(root, "dist"));
const next = `${out}.new`;
const TABLES = "words.json";
/** What a founder and the clients start all day, and what these ask for when they need it: each reads few files. */
const MOST_USED = [
  "cli/hq.ts",
  "cli/commands/standup.ts",
  "cli/commands/doctor.ts",
  "doctor/examine.ts",
  "mcp-memory/serve.ts",
  "company/constitution/parse.ts",
  "company/pack/read.ts",
  "company/evals/scenario.ts",
  "setup/manifest.ts",
  "setup/parse-other-countries.ts",
];

const FORM = {
  format: "esm",
  platform: "node",
  target: "node22.18",
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: false,
  legalComments: "none",
  logLevel: "warning",
};
// Bundled CommonJS packages ask for Node's own modules with require().
// write-file-atomic also asks for its __filename (for the name of its temporary file).
const BANNER =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url); const __filename = import.meta.filename;';

const result = await build({
  ...FORM,
  absWorkingDir: root,
  entryPoints: {
    hq: "cli/hq.ts",
    "hq-memory": "cli/hq-memory.ts",
    "hq-company": "mcp-company/main.ts",
    "hq-run-watch": "engine/runtime/parent-watch.ts",
    memory: "mcp-memory/reference-api.ts",
    ...LATER_FILES,
  },
  outdir: next,
  bundle: true,
  splitting: true,
  metafile: true,
  loader: { ".sql": "text" },
  // What is kept of a page that was read is good for the programs that read it so.
  define: { SOLO_HQ_BUILD: JSON.stringify(await rulesHash()) },
  // Its main file is UMD, whose parts are asked for by a require() that no bundler sees.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  plugins: [
    askedLater(),
    withoutPolyfills(),
    withoutLocales(),
    withoutUnused(),
    withTablesMade(),
    withoutFacades(),
  ],
  banner: { js: BANNER },
});
await joinChunks({
  folder: next,
  metafile: result.metafile,
  starts: MOST_USED,
  options: FORM,
  banner: BANNER,
});

const page = await buildGraphPage();
await writeFile(path.join(next, "graph-page.html"), page.html);
const read = { ...result.metafile.inputs, ...page.metafile.inputs };
await writeFile(path.join(next, TABLES), await tablesMade());
await writeFile(path.join(next, "LICENSES.txt"), await licences(read));
await copyFile(path.join(root, "mcp-memory", "memory.d.ts"), path.join(next, "memory.d.ts"));
// Built beside and then renamed, so that a server started during a build never reads half of one.
await rm(out, { recursive: true, force: true });
await rename(next, out);

/** zod brings its messages in fifty languages, a third of a megabyte that each start would read; ours are its English ones. */
function withoutLocales() {
  return {
    name: "without-locales",
    setup(bundle) {
      bundle.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
        contents: 'export { default as en } from "./en.js";',
      }));
    },
  };
}

/**
 * Two things that libraries ask for when they are loaded and that we never use, each some milliseconds of a start:
 * js-yaml a parser of JavaScript, where one is installed, for functions in YAML; commander what starts commands that
 * are programs of their own.
 */
function withoutUnused() {
  // What each file asks for, and what stands there instead.
  const unused = {
    "js-yaml/type/js/function.js": ["_require('esprima')", "undefined"],
    "commander/lib/command.js": [
      "import childProcess from 'node:child_process';",
      "const childProcess = {};",
    ],
  };
  return {
    name: "without-unused",
    setup(bundle) {
      const filter = /(js-yaml[\\/]type[\\/]js[\\/]function|commander[\\/]lib[\\/]command)\.js$/;
      bundle.onLoad({ filter }, async ({ path: file }) => {
        const name = Object.keys(unused).find((end) => file.replaceAll("\\", "/").endsWith(end));
        const text = await readFile(file, "utf8");
        const [asked, instead] = unused[name];
        if (!text.includes(asked)) throw new Error(`${name} no longer has ${asked}`);
        return { contents: text.replace(asked, instead) };
      });
    },
  };
}

/**
 * The tables of recall stand reckoned in a file beside the programs, which is read when first asked for: most of
 * the reckoning is stemming, and most commands never ask.
 */
function withTablesMade() {
  return {
    name: "with-tables-made",
    setup(bundle) {
      bundle.onLoad({ filter: /recall[\\/]table-text\.ts$/ }, () => ({
        contents: `import { readFileSync } from "node:fs";
          const file = new URL("./${TABLES}", import.meta.url);
          export const tableText = () => JSON.parse(readFileSync(file, "utf8"));`,
      }));
    },
  };
}

async function tablesMade() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["mcp-memory/recall/table-text.ts"],
    ...{ bundle: true, write: false, format: "esm", platform: "node", logLevel: "warning" },
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  const { tableText } = await import(`data:text/javascript;base64,${source}`);
  return JSON.stringify(tableText());
}

/** Changes with everything that decides how a constitution is read. */
async function rulesHash() {
  const names = await readdir(path.join(root, "company"), { recursive: true });
  const files = names
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join("company", name));
  const hash = createHash("sha256");
  for (const file of [...files.sort(), "office/wanted-jobs.ts", "package.json"]) {
    hash.update(file).update(await readFile(path.join(root, file)));
  }
  return hash.digest("hex");
}

/** The licence texts of every package in the bundle: their terms ask that they travel with it. */
async function licences(inputs) {
  const folders = new Set();
  for (const input of Object.keys(inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
  const texts = [];
  for (const folder of [...folders].sort()) {
    const manifest = JSON.parse(await readFile(path.join(root, folder, "package.json"), "utf8"));
    const text = await firstLicence(path.join(root, folder));
    texts.push(`${manifest.name} ${manifest.version} (${manifest.license})\n\n${text}`);
  }
  return `${texts.join(`\n\n${"-".repeat(72)}\n\n`)}\n`;
}

async function firstLicence(folder) {
  for (const name of ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "license.md", "LICENCE"]) {
    try {
      return (await readFile(path.join(folder, name), "utf8")).trim();
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  return "(the package ships no licence file)";
}
