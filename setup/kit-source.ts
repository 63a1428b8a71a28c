/** Reads the kit from the disk: its pristine files, and the program that is copied beside them. */

import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { type LookWish, lookAt, lookAtAll } from "../files/look.ts";
import { KIT_FOLDER, MANIFEST_FILE } from "../files/root.ts";
import { readText, systemReason } from "../files/text.ts";
import type { KitFiles } from "./departments.ts";
import { BASE_FOLDER, type Manifest, parseManifest } from "./manifest.ts";
import { OTHER_COUNTRIES_FILE } from "./other-countries.ts";
import { parseOtherCountries } from "./parse-other-countries.ts";
import { PROGRAM_LIMIT_BYTES } from "./program-limit.ts";

/**
 * What a company gets and an upgrade renews. The memory is not among it: the kit's own is an empty
 * file, and a company's belongs to that company, so that nothing here ever merges or replaces it.
 */
const KIT_FILES = [
  ".github/copilot-instructions.md",
  "AGENTS.md",
  ".mcp.json",
  ".vscode/mcp.json",
  ".vscode/settings.json",
  "BOARD.md",
];
const KIT_FOLDERS = [
  ".github/agents",
  ".github/skills",
  ".github/prompts",
  ".github/instructions",
  ".github/hooks",
  ".github/evals",
  "Marketing",
  "Founder",
];

/** The kit is made of these; a picture beside them is none of it. */
const TEXT_NAME = /(\.(md|json|jsonl|js|mjs|cjs|txt|ya?ml|csv|sh|py)|\/\.gitkeep)$/i;
/** Names under which a clone holds nothing but its own files. */
const KITS_OWN =
  /^\.github\/.*(\.(agent|prompt|instructions)\.md|\/SKILL\.md|hooks\/guard(\.json|(\/[\w-]+)?\.mjs)|evals\/[\w-]+\.json)$/;
const CONSTITUTION = ".github/copilot-instructions.md";

/** More than any kit holds; a folder with more is not a kit. */
const FILES_LIMIT = 2_000;

/**
 * The kit's own texts by path. `root` is a clone of the project (its own files, or the pristine
 * copies when a company was made of it), a company with an installed kit, or that `.hq-kit` itself.
 * @throws HqError `wrong-state` when there is no kit.
 */
export async function readPristineKit(root: string): Promise<KitFiles> {
  const isFolder = path.basename(root) === KIT_FOLDER;
  const record = await readText(
    isFolder ? path.join(root, path.basename(MANIFEST_FILE)) : path.join(root, MANIFEST_FILE),
  );
  const installed = record === null ? {} : parseManifest(record).files;
  const files = await readKitFiles(root, isFolder ? "base" : BASE_FOLDER, (file) =>
    Object.hasOwn(installed, file),
  );
  if (record === null && !isFolder) {
    // Never initialised, or cut off on the way: what has a pristine copy may be filled in already.
    const own = await readKitFiles(root, null, isKitsOwn);
    for (const [file, text] of own) if (!files.has(file)) files.set(file, text);
  }
  const others = await readText(
    isFolder
      ? path.join(root, path.basename(OTHER_COUNTRIES_FILE))
      : path.join(root, OTHER_COUNTRIES_FILE),
  );
  for (const [file, text] of parseOtherCountries(others)) {
    if (!files.has(file)) files.set(file, text);
  }
  if (files.has(".github/copilot-instructions.md")) return new Map([...files].sort(byPath));
  throw new HqError(
    "wrong-state",
    `Cannot find the kit: ${root} holds no .github/copilot-instructions.md and no ${BASE_FOLDER}, expected a clone of Solo HQ.`,
    { hint: "Run hq from a whole clone of the project." },
  );
}

/** What one command needs of a company with a recorded kit. */
export interface CompanyKit {
  /** Kit files, and what was read below `.hq-kit/`. */
  mine: Map<string, string>;
  /** Pristine copies under the paths that they are copies of. */
  base: Map<string, string>;
  /** Where something else than a text stands that the kit did not install: left as it is. */
  others: Set<string>;
}

/**
 * The company's files at these paths, and what is below these folders of `.hq-kit/`. Everything else in
 * the company's folders is not looked at.
 * @throws HqError `unreadable-file` for a file that the kit installed and that is no text any more.
 */
export async function readCompanyKit(
  root: string,
  manifest: Manifest | null,
  wanted: { paths: Iterable<string>; state: readonly string[] },
): Promise<CompanyKit> {
  const isInstalled = (file: string): boolean => Object.hasOwn(manifest?.files ?? {}, file);
  const own = await lookAtAll(root, wanted.paths, {
    isNeeded: (file) => isInstalled(file) || file === CONSTITUTION,
    hint: (file) =>
      `It came with the kit. Restore it from git (git checkout -- ${file}), or put the kit's own text there again, which is ${BASE_FOLDER}/${file}.`,
  });
  const listed = await Promise.all(
    wanted.state.map((folder) => filesBelow(root, folder, { hidden: true })),
  );
  const prefix = `${BASE_FOLDER}/`;
  const state = await lookAtAll(root, new Set(listed.flat()), {
    isNeeded: (file) => file.startsWith(prefix) && isInstalled(file.slice(prefix.length)),
    hint: (file) => `It is the kit's own copy. Restore it from git: git checkout -- ${file}`,
    limitBytes: PROGRAM_LIMIT_BYTES,
  });
  return {
    mine: new Map([...own.texts, ...state.texts]),
    base: below(state.texts, prefix),
    others: new Set([...own.others, ...state.others]),
  };
}

/** The files that can name a department in a field of their own, and the board. */
export async function departmentPaths(root: string): Promise<string[]> {
  const files = [
    ...(await filesBelow(root, ".github/agents")),
    ...(await filesBelow(root, ".github/prompts")),
  ];
  return [CONSTITUTION, "BOARD.md", ...files.filter((file) => /\.(agent|prompt)\.md$/.test(file))];
}

function below(files: KitFiles, prefix: string): Map<string, string> {
  return new Map(
    [...files]
      .filter(([file]) => file.startsWith(prefix))
      .map(([file, text]) => [file.slice(prefix.length), text]),
  );
}

/** The kit's files in a clone, or its pristine copies in `base`; what is beside them is left out. */
async function readKitFiles(
  root: string,
  base: string | null,
  isNeeded: LookWish["isNeeded"],
): Promise<Map<string, string>> {
  const prefix = base === null ? "" : `${base}/`;
  const paths = KIT_FILES.map((file) => prefix + file);
  for (const folder of KIT_FOLDERS) paths.push(...(await filesBelow(root, prefix + folder)));
  const texts = paths.filter((file) => TEXT_NAME.test(file));
  if (texts.length > FILES_LIMIT) {
    throw new HqError(
      "wrong-state",
      `Cannot read the kit in ${root}: it has more than ${FILES_LIMIT} files, expected a clone of Solo HQ.`,
    );
  }
  const found = await lookAtAll(root, texts, {
    isNeeded: (file) => isNeeded(file.slice(prefix.length)),
    hint: (file) => `It is part of the kit. Restore it from git: git checkout -- ${file}`,
  });
  return below(found.texts, prefix);
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
      // A folder of the founder's that nobody may look into is none of ours.
      if (!KIT_FOLDERS.some((own) => folder.endsWith(own))) return [];
      throw new HqError(
        "unreadable-file",
        `Cannot read ${path.join(root, folder)}: ${systemReason(error)}, expected a folder of the kit. Nothing was changed.`,
        { cause: error, hint: "Give yourself the permission to read it, then run it again." },
      );
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

function isKitsOwn(file: string): boolean {
  return KIT_FILES.includes(file) || KITS_OWN.test(file);
}

function isKitName(name: string): boolean {
  return !name.startsWith(".") || name === ".gitkeep";
}

/**
 * The program as it stands under `.hq-kit/` of a company: launchers, bundles, country packs, licence, and a
 * package.json that says how Node must read them.
 * @throws HqError `wrong-state` when the package is not built.
 */
export async function readProgram(packageRoot: string, version: string): Promise<KitFiles> {
  const files = new Map<string, string>();
  for (const folder of ["bin", "dist", "packs"]) {
    for (const file of await filesBelow(packageRoot, folder)) {
      const found = await lookAt(path.join(packageRoot, file), PROGRAM_LIMIT_BYTES);
      if (found.kind === "text") files.set(`${KIT_FOLDER}/${file}`, found.text);
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

/**
 * Whether the folder is a clone of the project: a company there runs the code that it holds. A product
 * with an installed kit may have a `bin/launch.js` of its own.
 */
export async function isClone(root: string): Promise<boolean> {
  if (path.basename(root) === KIT_FOLDER || (await isFile(root, `${KIT_FOLDER}/bin/launch.js`))) {
    return false;
  }
  return isFile(root, "bin/launch.js");
}

async function isFile(root: string, file: string): Promise<boolean> {
  const found = await lstat(path.join(root, file)).catch(() => null);
  return found?.isFile() === true;
}

function byPath([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
