/**
 * esbuild gives the sources that the same commands need a chunk of their own, and with a hundred commands most chunks
 * are tiny: a plan read 67 files, and Node takes 0.2 ms for each. Here the small chunks that the same of the most used
 * programs need become one file, which makes it 19. Other commands read a little more than they need, in fewer files.
 */
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

/**
 * Joins them in `folder`, where a build with this metafile was written. `starts` are sources that are entry points or
 * are imported when they are first asked for; `options` those of the build that are about form.
 */
export async function joinChunks({ folder, metafile, starts, options, banner }) {
  const outputs = outputsByName(metafile);
  await dropIdleBanners(folder, outputs, banner);
  const groups = groupsOf(outputs, starts);
  const moved = new Map();
  for (const chunks of groups) {
    const text = await bundled({ folder, outputs, moved, options, chunks });
    const name = `joined-${hashOf(text)}.js`;
    await writeFile(path.join(folder, name), text);
    for (const [at, chunk] of chunks.entries()) moved.set(chunk, { file: name, at });
  }
  for (const name of outputs.keys()) {
    const file = path.join(folder, name);
    if (moved.has(name)) await rm(file);
    else await writeFile(file, await bundled({ folder, outputs, moved, options, file }));
  }
}

function outputsByName({ outputs }) {
  const scripts = Object.entries(outputs).filter(([file]) => file.endsWith(".js"));
  return new Map(scripts.map(([file, output]) => [path.basename(file), output]));
}

/** Most need nothing of what it defines, and to make a `require` takes 0.05 ms. */
async function dropIdleBanners(folder, outputs, banner) {
  for (const name of outputs.keys()) {
    const file = path.join(folder, name);
    const text = await readFile(file, "utf8");
    const own = text.replace(banner, "");
    if (!/\brequire\b|\b__filename\b/.test(own)) await writeFile(file, own);
  }
}

/** A larger chunk stays a file of its own: to join it gains little, and costs who needs only its neighbours. */
const LARGE_BYTES = 30_000;

/** Lists of chunks that the same starts need, those first that others import. */
function groupsOf(outputs, starts) {
  const needed = starts.map((start) => staticImports(outputs, start));
  const needing = (name) => needed.flatMap((names, at) => (names.has(name) ? [at] : []));
  const isLarge = (name) => outputs.get(name).bytes > LARGE_BYTES;
  // How many large chunks of its own starts lie below it: joined over one of them, chunks would import each other.
  const levels = new Map();
  const levelOf = (name) => {
    const known = levels.get(name);
    if (known !== undefined) return known;
    const own = needing(name).join();
    const below = importsOf(outputs, name).filter((file) => needing(file).join() === own);
    const level = Math.max(0, ...below.map((file) => levelOf(file) + (isLarge(file) ? 1 : 0)));
    levels.set(name, level);
    return level;
  };
  const small = smallLeaves(outputs, (name) => needing(name).length > 0);
  const groups = new Map([["", { by: Number.POSITIVE_INFINITY, level: 0, chunks: [...small] }]]);
  for (const [name, { entryPoint }] of outputs) {
    const by = needing(name);
    if (entryPoint !== undefined || by.length === 0 || isLarge(name) || small.has(name)) continue;
    const key = `${by} ${levelOf(name)}`;
    const group = groups.get(key) ?? { by: by.length, level: levelOf(name), chunks: [] };
    group.chunks.push(name);
    groups.set(key, group);
  }
  // Whatever needs a chunk needs what that one imports.
  const inOrder = [...groups.values()].sort((a, b) => b.by - a.by || a.level - b.level);
  return inOrder.map(({ chunks }) => chunks);
}

/** Little enough to be read by every program. */
const SMALL_BYTES = 6_000;
/** Of its own modules those that Node has loaded anyway; others take milliseconds. */
const LOADED = /^builtin:node:(?:fs|path|url) /;

/** Small chunks that import nothing but one another: dates, errors, names of files. */
function smallLeaves(outputs, isNeeded) {
  const small = new Set();
  for (let before = -1; before !== small.size; ) {
    before = small.size;
    for (const [name, { bytes, entryPoint, inputs }] of outputs) {
      if (entryPoint !== undefined || bytes > SMALL_BYTES || !isNeeded(name)) continue;
      const own = Object.keys(inputs).filter((input) => input.startsWith("builtin:"));
      if (own.some((input) => !LOADED.test(input))) continue;
      if (importsOf(outputs, name).every((file) => small.has(file))) small.add(name);
    }
  }
  return small;
}

function importsOf(outputs, name) {
  return outputs
    .get(name)
    .imports.filter(({ kind }) => kind === "import-statement")
    .map(({ path: file }) => path.basename(file))
    .filter((file) => outputs.has(file));
}

function staticImports(outputs, start) {
  const first = [...outputs].find(([, { entryPoint }]) => entryPoint === start)?.[0];
  if (first === undefined) throw new Error(`No file was built for ${start}.`);
  const found = new Set([first]);
  for (const name of found) {
    for (const file of importsOf(outputs, name)) found.add(file);
  }
  return found;
}

/** The text of a group of chunks, or of a file, in which what was moved is imported from where it is now. */
async function bundled({ folder, outputs, moved, options, chunks = [], file }) {
  const all = chunks.flatMap((chunk, at) => {
    const names = outputs.get(chunk).exports.map((name) => `${name} as ${nameIn(name, at)}`);
    return `export { ${names.join(", ")} } from "./${chunk}";`;
  });
  const { outputFiles } = await build({
    ...options,
    ...(file === undefined
      ? { stdin: { contents: all.join("\n"), resolveDir: folder, loader: "js" } }
      : { entryPoints: [file] }),
    bundle: true,
    write: false,
    // What the first build had to say was said.
    logLevel: "error",
    plugins: [whereMoved({ outputs, moved, joined: new Set(chunks) })],
  });
  return outputFiles[0].text;
}

function whereMoved({ outputs, moved, joined }) {
  return {
    name: "where-moved",
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\/[^/]+\.js$/ }, ({ path: file, kind, namespace }) => {
        const name = path.basename(file);
        if (kind !== "import-statement") return { path: file, external: true };
        if (joined.has(name)) return undefined;
        if (namespace === "moved" || !moved.has(name)) return { path: file, external: true };
        return { path: name, namespace: "moved" };
      });
      bundle.onLoad({ filter: /.*/, namespace: "moved" }, ({ path: name }) => {
        const { file, at } = moved.get(name);
        const names = outputs.get(name).exports.map((each) => `${nameIn(each, at)} as ${each}`);
        return { contents: `export { ${names.join(", ")} } from "./${file}";` };
      });
    },
  };
}

/** Two chunks may call different things by one name. */
function nameIn(name, at) {
  return `${name}_${at}`;
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
}
