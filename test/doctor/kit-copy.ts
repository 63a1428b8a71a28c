/** A copy of the kit in a temporary folder, to plant faults into. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { MADE_MARK } from "../../company/pack/law-page.ts";

export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/** What a company gets, and the launchers that its servers are started with. */
const PARTS = [
  ".github",
  ".vscode/mcp.json",
  ".mcp.json",
  ".gitignore",
  "AGENTS.md",
  "BOARD.md",
  "Founder",
  "Marketing",
  "bin",
];
/** Empty in the kit; in a clone where a company was set up it is that company's. */
const EMPTY_MEMORY = "memory.jsonl";

export interface KitCopy {
  root: string;
  read(file: string): string;
  /** Writes a file; missing folders are made. */
  write(file: string, content: string | Uint8Array): void;
  remove(file: string): void;
  /** Replaces the first match; throws when there is none, so that a fault is really planted. */
  swap(file: string, found: string | RegExp, put: string): void;
  /** The 1-based line on which the text stands. */
  lineOf(file: string, text: string): number;
  discard(): void;
}

/** The kit with the sample company's own files in it. */
export function copySampleCompany(): KitCopy {
  const kit = copyKit();
  cpSync(path.join(REPOSITORY, "examples", "mare"), kit.root, { recursive: true });
  return kit;
}

/** As after somebody checked every fact that would expire soon: only a planted one is near its end. */
function renewFacts(skills: string): void {
  for (const name of readdirSync(skills, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".md")) continue;
    const file = path.join(skills, name);
    const text = readFileSync(file, "utf8");
    // A page that a pack makes has its days from there.
    if (text.includes(MADE_MARK)) continue;
    // Verified and Check by, one behind the other.
    const renewed = text.replaceAll(
      /\| (\d{4}-\d{2}-\d{2}) \| \d{4}-\d{2}-\d{2} (?=\||$)/gm,
      "| $1 | 2027-12-31 ",
    );
    writeFileSync(file, renewed);
  }
}

/** The folder's name has a space and letters beyond ASCII, as a founder's may. */
export function copyKit(): KitCopy {
  const parent = mkdtempSync(path.join(tmpdir(), "hq-doctor-"));
  const root = path.join(parent, "Minha Empresa é");
  for (const part of PARTS) {
    const from = path.join(REPOSITORY, part);
    if (existsSync(from)) cpSync(from, path.join(root, part), { recursive: true });
  }
  // In a clone where a company was set up, the kit as it came stands here.
  const pristine = path.join(REPOSITORY, ".hq-kit", "base");
  if (existsSync(pristine)) cpSync(pristine, root, { recursive: true });
  writeFileSync(path.join(root, EMPTY_MEMORY), "");
  renewFacts(path.join(root, ".github", "skills"));
  const at = (file: string) => path.join(root, file);
  const read = (file: string) => readFileSync(at(file), "utf8");
  const write = (file: string, content: string | Uint8Array) => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), content);
  };
  return {
    root,
    read,
    write,
    remove: (file) => rmSync(at(file), { recursive: true }),
    swap: (file, found, put) => {
      const text = read(file);
      const changed = text.replace(found, () => put);
      if (changed === text) throw new Error(`${file} has no ${String(found)}`);
      write(file, changed);
    },
    lineOf: (file, text) => {
      const index = read(file)
        .split("\n")
        .findIndex((line) => line.includes(text));
      if (index === -1) throw new Error(`${file} has no line with ${text}`);
      return index + 1;
    },
    discard: () => rmSync(parent, { recursive: true, force: true }),
  };
}
