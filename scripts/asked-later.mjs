/**
 * Packages that many programs can ask for and few runs do: each becomes a file of its own in dist/, which is read when
 * one of its functions is first called. The Markdown parser alone takes 15 ms of a start, and a company whose pages
 * are plain never calls it.
 */
const LATER = {
  markdown: {
    "mdast-util-from-markdown": ["fromMarkdown"],
    "mdast-util-gfm-table": ["gfmTableFromMarkdown"],
    "micromark-extension-gfm-table": ["gfmTable"],
  },
  "front-matter": { "gray-matter": ["default"] },
  stems: {
    "@orama/stemmers/english": ["stemmer"],
    "@orama/stemmers/portuguese": ["stemmer"],
    "@orama/stemmers/spanish": ["stemmer"],
    "@orama/stemmers/german": ["stemmer"],
  },
};

const FILES = new Map(
  Object.entries(LATER).flatMap(([file, packages]) =>
    Object.keys(packages).map((name) => [name, file]),
  ),
);

/** The files, as entry points of the build. */
export const LATER_FILES = Object.fromEntries(
  Object.keys(LATER).map((file) => [`later-${file}`, `later:${file}`]),
);

/** In place of such a package our sources get functions that load it; the package's own sources get it itself. */
export function askedLater() {
  return {
    name: "asked-later",
    setup(bundle) {
      const root = bundle.initialOptions.absWorkingDir;
      bundle.onResolve({ filter: /^later:/ }, ({ path: name }) => ({
        path: name.slice("later:".length),
        namespace: "later",
      }));
      bundle.onLoad({ filter: /.*/, namespace: "later" }, ({ path: file }) => ({
        contents: all(LATER[file]),
        resolveDir: root,
      }));
      const filter = new RegExp(`^(?:${[...FILES.keys()].join("|")})$`);
      bundle.onResolve({ filter }, ({ path: name, namespace, importer }) => {
        const isOurs = namespace === "file" && !/[\\/]node_modules[\\/]/.test(importer);
        return isOurs ? { path: name, namespace: "asked-later", sideEffects: false } : undefined;
      });
      bundle.onLoad({ filter: /.*/, namespace: "asked-later" }, ({ path: name }) => ({
        contents: standIn(name),
      }));
    },
  };
}

/** Every function under the name of its package and its own. */
function all(packages) {
  const lines = Object.entries(packages).flatMap(([name, functions]) =>
    functions.map((each) => `export { ${each} as ${nameIn(name, each)} } from "${name}";`),
  );
  return lines.join("\n");
}

function standIn(name) {
  const file = FILES.get(name);
  const functions = LATER[file][name].map((each) => {
    const head = each === "default" ? "export default function" : `export function ${each}`;
    return `${head} (...given) { return ask("./later-${file}.js").${nameIn(name, each)}(...given); }`;
  });
  return [
    'import { createRequire } from "node:module";',
    "const ask = createRequire(import.meta.url);",
    ...functions,
  ].join("\n");
}

function nameIn(name, each) {
  return `${name.replaceAll(/\W/g, "_")}_${each}`;
}
