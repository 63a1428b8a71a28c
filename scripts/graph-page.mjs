// Makes the page of `hq memory graph`: one file with its style and its script (sigma and graphology
// inside), which waits only for the data. Run by scripts/build.mjs, and by the tests.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const folder = path.join(root, "cli", "memory", "graph-page");

/** The page with `"{{data}}"` and `"{{words}}"` left in it, and what esbuild read for it. */
export async function buildGraphPage() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: { page: path.join(folder, "page.js"), style: path.join(folder, "page.css") },
    outdir: "unused",
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    plugins: [withTablesPacked()],
  });
  const textOf = (name) => result.outputFiles.find(({ path: file }) => file.endsWith(name)).text;
  const script = textOf("page.js").trim();
  const style = textOf("style.css").trim();
  // Inside an element these would end it or begin a comment; the bundle has none today.
  if (/<\/script|<!--/i.test(script) || /<\//.test(style)) {
    throw new Error("the bundle of the page holds text that would end its element");
  }
  const page = await readFile(path.join(folder, "page.html"), "utf8");
  const parts = { policy: policyFor(script, style), style, script };
  return {
    html: page.replaceAll(
      /\/\* \{\{(style|script)\}\} \*\/|\{\{(policy)\}\}/g,
      (_, inElement, inAttribute) => parts[inElement ?? inAttribute],
    ),
    metafile: result.metafile,
  };
}

/** Only this script and this style run, and nothing is loaded or sent anywhere. */
function policyFor(script, style) {
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
}

/** The tables of recall come with the data, packed in an element of the page; its script unpacks them for the first question. */
function withTablesPacked() {
  return {
    name: "with-tables-packed",
    setup(bundle) {
      bundle.onResolve({ filter: /\/table-text\.ts$/ }, () => ({
        path: path.join(folder, "word-tables.js"),
      }));
    },
  };
}
