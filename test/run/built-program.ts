/** Programs as they are shipped: bundled, which starts several times faster than a tree of modules. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { withoutPolyfills } from "../../scripts/without-polyfills.mjs";

const PROJECT = path.join(import.meta.dirname, "..", "..");

/** Where they are kept for all the files of a run; emptied when a watched source changes. */
export const programsFolder = () => path.join(tmpdir(), "programs");

/** The script of a program, given by the path of its source; built once in a run. */
export async function builtProgram(source: string): Promise<string> {
  const name = path.basename(source, ".ts");
  const place = path.join(
    programsFolder(),
    path.relative(PROJECT, source).replaceAll(path.sep, "+"),
  );
  const script = path.join(place, `${name}.js`);
  if (existsSync(script)) return script;
  mkdirSync(programsFolder(), { recursive: true });
  const beside = mkdtempSync(path.join(programsFolder(), "building-"));
  await build({
    entryPoints: [source],
    outdir: beside,
    bundle: true,
    // As in scripts/build.mjs.
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    format: "esm",
    platform: "node",
    loader: { ".sql": "text" },
    logLevel: "error",
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
    plugins: [withoutPolyfills()],
    banner: {
      js: 'import { createRequire as __r } from "node:module"; const require = __r(import.meta.url); const __filename = import.meta.filename;',
    },
  });
  // By its launcher a program knows where its package is.
  cpSync(path.join(PROJECT, "bin"), path.join(beside, "bin"), { recursive: true });
  try {
    renameSync(beside, place);
  } catch (error) {
    // Another worker was faster.
    if (!existsSync(script)) throw error;
    rmSync(beside, { recursive: true });
  }
  return script;
}
