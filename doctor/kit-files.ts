/** Lists and reads the files of the kit, each bounded; what cannot be read becomes a finding. */

import { type Dirent, existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import type { Finding } from "../company/finding.ts";
import type { KitFile } from "../company/kit/context.ts";
import { errorAt, warningAt } from "../company/kit/findings.ts";
import type { Installed } from "../company/kit/ownership.ts";
import { KIT_FOLDER, MANIFEST_FILE } from "../files/root.ts";
import { readText, systemReason } from "../files/text.ts";

/** Folders that are read in full; everything else of a repository is the founder's own. */
const FOLDERS = [
  ".github/agents",
  ".github/skills",
  ".github/prompts",
  ".github/instructions",
  ".github/hooks",
  ".github/evals",
  "Marketing",
  "Founder",
];

const SINGLE_FILES = [
  ".github/copilot-instructions.md",
  ".github/copilot/settings.json",
  ".github/mcp.json",
  ".mcp.json",
  ".vscode/mcp.json",
  "AGENTS.md",
  "BOARD.md",
];

/** Without these a client starts no servers, or other rules than ours hold. */
const NEEDED = SINGLE_FILES.filter((file) => file !== "AGENTS.md" && file !== ".github/mcp.json");

/** Pictures and documents may stand beside the text; only these are read. */
const TEXT_NAME = /\.(md|json|jsonl|js|mjs|cjs|txt|ya?ml|csv|sh|py)$/i;

/** A company's texts are some hundred files; more is a folder that was copied in by mistake. */
const LIMIT_FILES = 2_000;

export interface KitFiles {
  installed: Installed;
  /** By path from the root, in reading order. Files that could not be read are not in it. */
  texts: Map<string, KitFile>;
  /** Every path found, readable or not. */
  paths: string[];
  /** Of a product that the company stands beside: what its clients look for and is no UTF-8 text. */
  unread: string[];
  findings: Finding[];
}

/** The text files of the kit at `root`. What the kit did not install and is no text is left out. */
export async function readKitFiles(root: string): Promise<KitFiles> {
  const findings: Finding[] = [];
  const installed = {
    isBeside: existsSync(path.join(root, KIT_FOLDER, "bin", "launch.js")),
    files: await installedPaths(root),
  };
  const listing = { root, findings, installed: installed.files };
  const listed = await Promise.all(FOLDERS.map((folder) => listFolder(listing, folder)));
  const singles = SINGLE_FILES.filter((file) => existsSync(path.join(root, file)));
  const paths = [...singles, ...listed.flat()];
  const named = paths.filter((file) => TEXT_NAME.test(file));
  if (named.length > LIMIT_FILES) {
    findings.push(
      warningAt(".", 0, {
        what: `${named.length} texts in the folders of the kit`,
        expected: `at most ${LIMIT_FILES}; the rest was not read`,
        fix: "Move what does not belong there out of Marketing/, Founder/ and .github/.",
      }),
    );
  }
  const texts = new Map<string, KitFile>();
  const unread: string[] = [];
  const read = await Promise.all(
    named.slice(0, LIMIT_FILES).map((file) => readKitFile(root, file)),
  );
  for (const result of read) {
    if ("text" in result) texts.set(result.path, result);
    else {
      const told = reported(result, installed);
      findings.push(...told);
      if (told.length === 0 && isOtherEncoding(result)) unread.push(result.file);
    }
  }
  return { installed, texts, paths, unread, findings };
}

/** The paths in the record of the install; null before `hq init`, when every file is the kit's own. */
async function installedPaths(root: string): Promise<Set<string> | null> {
  try {
    const text = await readText(path.join(root, MANIFEST_FILE));
    if (text === null) return null;
    // Brings zod along, which a company that was not set up here does without.
    const { parseManifest } = await import("../setup/manifest.ts");
    return new Set(Object.keys(parseManifest(text).files));
  } catch (error) {
    if (error instanceof HqError) return null; // What is wrong with the record itself, hq upgrade says.
    throw error;
  }
}

/** As readText says it. */
const NOT_UTF8 = "bytes that are not UTF-8 text";
/** Names that the clients and our own rules read, whoever wrote the file. */
const READ_BY_NAME =
  /^(AGENTS\.md|\.github\/(agents\/.*\.agent\.md|skills\/[^/]+\/SKILL\.md|prompts\/.*\.prompt\.md|instructions\/.*\.instructions\.md|hooks\/[^/]+\.json)|Marketing\/(voice\.md|drafts\/week-[^/]+\.md))$/;

/**
 * A file that cannot be read is a fault of the company when the kit installed it; when the founder wrote
 * a text for the clients that they cannot read, he is told in a clone. All else is his own affair.
 */
function reported(finding: Finding, { isBeside, files }: Installed): Finding[] {
  const { file } = finding;
  if (files === null || files.has(file) || NEEDED.includes(file)) return [finding];
  if (isBeside || !isOtherEncoding(finding)) return [];
  return [{ ...finding, severity: "warning", fix: "Save it as UTF-8 text." }];
}

function isOtherEncoding({ file, what }: Finding): boolean {
  return what === NOT_UTF8 && READ_BY_NAME.test(file);
}

/** Names that are not read but looked at: at the top of the company, and what hq keeps for itself. */
export async function readOtherNames(root: string): Promise<string[]> {
  const [top, own] = await Promise.all([
    readdir(root).catch(() => []),
    readdir(path.join(root, KIT_FOLDER), { recursive: true }).catch(() => []),
  ]);
  return [...top, ...own.map((name) => `${KIT_FOLDER}/${name.split(path.sep).join("/")}`)];
}

/** One file, or the finding that says why it cannot be read. */
export async function readKitFile(
  root: string,
  file: string,
  limitBytes?: number,
): Promise<KitFile | Finding> {
  try {
    const text = await readText(path.join(root, file), limitBytes);
    if (text !== null) return { path: file, text };
    return unreadable(file, "a name that leads to nothing");
  } catch (error) {
    if (!(error instanceof HqError)) throw error;
    return unreadable(file, foundIn(error.message));
  }
}

/** The part between the colon and ", expected" of our error sentence. */
function foundIn(message: string): string {
  return /: (.*), expected /s.exec(message)?.[1] ?? message;
}

function unreadable(file: string, what: string): Finding {
  return errorAt(file, 0, {
    what,
    expected: "a readable UTF-8 text file of at most 2 MB",
    fix: "Restore it from git, or mend it by hand.",
  });
}

/** The files below a folder, sorted; none when there is no such folder: the checks say what is missing. */
async function listFolder(
  listing: { root: string; findings: Finding[]; installed: ReadonlySet<string> | null },
  folder: string,
): Promise<string[]> {
  const { root, findings, installed } = listing;
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === "ENOENT" || error.code === "ENOTDIR";
      const isOurs = installed === null || [...installed].some((file) => isBelow(file, folder));
      if (!isMissing && isOurs) findings.push(unreadable(folder, systemReason(error)));
      return [];
    },
  );
  const files: string[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== "node_modules") {
      files.push(...(await listFolder(listing, name)));
    }
    if (await isListed(entry, name, listing)) files.push(name);
  }
  return files;
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

/**
 * What is no file counts only where the kit installed one. A link to a folder is not followed: it may
 * lead round in a circle.
 */
async function isListed(
  entry: Dirent,
  name: string,
  { root, installed }: { root: string; installed: ReadonlySet<string> | null },
): Promise<boolean> {
  if (entry.isFile()) return true;
  if (entry.isDirectory()) return installed?.has(name) === true;
  const isOurs = installed === null || installed.has(name);
  if (!entry.isSymbolicLink()) return isOurs;
  const target = await stat(path.join(root, name)).catch(() => null);
  return target === null ? isOurs : target.isFile();
}
