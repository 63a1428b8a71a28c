/** Reads the kit from the disk: its pristine files, and the program that is copied beside them. */
import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../../company/error.ts";
import { decodeUtf8, readText } from "../../files/text.ts";
import type { KitFiles } from "./departments.ts";
import { BASE_FOLDER, KIT_FOLDER, MANIFEST_FILE } from "./manifest.ts";

/**
 * What a company gets and an upgrade renews. The memory is not among it: the kit's own is an empty
 * file, and a company's belongs to that company, so that nothing here ever merges or replaces it.
 */
const KIT_FILES = [
  ".github/copilot-instructions.md",
  "AGENTS.md",
  ".mcp.json",
  ".vscode/mcp.json",
  "BOARD.md",
];
const KIT_FOLDERS = [
  ".github/agents",
  ".github/skills",
  ".github/prompts",
  ".github/instructions",
  ".github/hooks",
  "Marketing",
  "Founder",
];

/** More than any kit holds; a folder with more is not a kit. */
const FILES_LIMIT = 2_000;

/**
 * The kit's own texts by path. `root` is a clone of the project (its own files, or the pristine
 * copies when a company was made of it), a company with an installed kit, or that `.hq-kit` itself.
 * @throws HqError `wrong-state` when there is no kit.
 */
export async function readPristineKit(root: string): Promise<KitFiles> {
  const files = new Map<string, string>();
  const base = path.basename(root) === KIT_FOLDER ? "base" : BASE_FOLDER;
  await readKitFiles(path.join(root, base), files);
  const finished = (await readText(path.join(root, MANIFEST_FILE))) !== null;
  if (!finished && path.basename(root) !== KIT_FOLDER) {
    // Never initialised, or cut off on the way: what has a pristine copy may be filled in already.
    const own = new Map<string, string>();
    await readKitFiles(root, own);
    for (const [file, text] of own) if (!files.has(file)) files.set(file, text);
  }
  if (files.has(".github/copilot-instructions.md")) return new Map([...files].sort(byPath));
  throw new HqError(
    "wrong-state",
    `Cannot find the kit: ${root} holds no .github/copilot-instructions.md and no ${BASE_FOLDER}, expected a clone of Solo HQ.`,
    { hint: "Run hq from a whole clone of the project." },
  );
}

/** Everything below the company's `.hq-kit/`: manifest, pristine copies, program, kept copies. */
export async function readState(root: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const file of await filesBelow(root, KIT_FOLDER, { hidden: true })) {
    files.set(file, await readProgramFile(path.join(root, file)));
  }
  return files;
}

/** Every kit file below a root, the founder's own agents, skills and prompts included. */
export async function readOwnKit(root: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  await readKitFiles(root, files);
  return files;
}

async function readKitFiles(root: string, into: Map<string, string>): Promise<void> {
  const paths = [...KIT_FILES];
  for (const folder of KIT_FOLDERS) paths.push(...(await filesBelow(root, folder)));
  if (paths.length > FILES_LIMIT) {
    throw new HqError(
      "wrong-state",
      `Cannot read the kit in ${root}: it has more than ${FILES_LIMIT} files, expected a clone of Solo HQ.`,
    );
  }
  for (const file of paths) {
    const text = await readText(path.join(root, file));
    if (text !== null) into.set(file, text);
  }
}

/** Plain files only, as paths from the root; links and hidden files (.DS_Store) are left out. */
async function filesBelow(
  root: string,
  folder: string,
  wanted: { hidden: boolean } = { hidden: false },
): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
      throw error;
    },
  );
  const files: string[] = [];
  for (const entry of entries) {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await filesBelow(root, file, wanted)));
    else if (entry.isFile() && (wanted.hidden || isKitName(entry.name))) files.push(file);
  }
  return files.sort();
}

function isKitName(name: string): boolean {
  return !name.startsWith(".") || name === ".gitkeep";
}

/**
 * The program as it stands under `.hq-kit/` of a company: launchers, bundles, licence, and a
 * package.json that says how Node must read them.
 * @throws HqError `wrong-state` when the package is not built.
 */
export async function readProgram(packageRoot: string, version: string): Promise<KitFiles> {
  const files = new Map<string, string>();
  for (const folder of ["bin", "dist"]) {
    for (const file of await filesBelow(packageRoot, folder)) {
      files.set(`${KIT_FOLDER}/${file}`, await readProgramFile(path.join(packageRoot, file)));
    }
  }
  for (const program of ["hq", "hq-memory", "hq-company"]) {
    if (files.has(`${KIT_FOLDER}/dist/${program}.js`)) continue;
    throw new HqError(
      "wrong-state",
      `Cannot install the program: ${path.join(packageRoot, "dist", `${program}.js`)} is missing, expected a built package. Nothing was changed.`,
      { hint: `Run "npm ci" in ${packageRoot}.` },
    );
  }
  const licence = await readText(path.join(packageRoot, "LICENSE"));
  if (licence !== null) files.set(`${KIT_FOLDER}/LICENSE`, licence);
  const manifest = { name: "solo-hq", version, private: true, type: "module", license: "MIT" };
  files.set(`${KIT_FOLDER}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  return files;
}

/** The version of the package at this root, from its package.json. */
export async function versionOf(packageRoot: string): Promise<string> {
  const text = await readText(path.join(packageRoot, "package.json"));
  const version: unknown =
    text === null ? null : (JSON.parse(text) as { version?: unknown }).version;
  if (typeof version === "string") return version;
  throw new Error(`no version in ${path.join(packageRoot, "package.json")}`);
}

/** Whether the folder is a clone of the project: a company there runs the code that it holds. */
export async function isClone(root: string): Promise<boolean> {
  if (path.basename(root) === KIT_FOLDER) return false;
  const found = await lstat(path.join(root, "bin", "launch.js")).catch(() => null);
  return found?.isFile() === true;
}

async function readProgramFile(file: string): Promise<string> {
  const text = decodeUtf8(await readFile(file));
  if (text === null) throw new Error(`${file} is not text`);
  return text;
}

function byPath([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
