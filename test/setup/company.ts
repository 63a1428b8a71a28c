/** What the tests of the install share: the project's own kit, and a company as a map of files. */
import { cpSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Io } from "../../cli/context.ts";
import type { Change } from "../../setup/change.ts";
import type { KitFiles } from "../../setup/departments.ts";
import { readPristineKit } from "../../setup/kit-source.ts";
import { type InitOptions, type InitTools, runInit } from "../../setup/run-init.ts";

export const PROJECT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

let kit: Promise<KitFiles> | undefined;

/** The kit as it stands in this repository. */
export function realKit(): Promise<KitFiles> {
  kit ??= readPristineKit(PROJECT);
  return kit;
}

/** The files after the changes, without a disk. */
export function applied(files: KitFiles, changes: readonly Change[]): Map<string, string> {
  const after = new Map(files);
  for (const change of changes) {
    if (change.kind === "remove") after.delete(change.path);
    else if (change.kind !== "keep") after.set(change.path, change.text);
  }
  return after;
}

/** The answers of a company in Portugal with every department. */
export const ANSWERS = {
  company: "Maré Software",
  founder: "Ana Exemplo",
  country: "Portugal",
  product: ["Farol|live|Node, SQLite|https://farol.example||"],
} as const;

const folders: string[] = [];

/** An empty folder with a space and letters beyond ASCII in its name; `removeFolders` takes it away. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "hq init ção "));
  folders.push(folder);
  return folder;
}

export async function removeFolders(): Promise<void> {
  installed.clear();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}

export interface PackageParts {
  version?: string;
  /** Kit files that differ from this repository's; null takes one out. */
  kit?: Record<string, string | null>;
  /** With the country packs of this repository. */
  packs?: boolean;
}

/** A clone of the project in a temporary folder, with programs that only say their name. */
export async function clonedPackage(parts: PackageParts = {}): Promise<string> {
  const root = await tempFolder();
  const kit = new Map<string, string | null>(await realKit());
  for (const [file, text] of Object.entries(parts.kit ?? {})) kit.set(file, text);
  for (const [file, text] of kit) if (text !== null) await put(root, file, text);
  for (const name of ["hq", "hq-memory", "hq-company"]) {
    await put(root, `dist/${name}.js`, `console.log(${JSON.stringify(name)});\n`);
  }
  cpSync(path.join(PROJECT, "bin"), path.join(root, "bin"), { recursive: true });
  if (parts.packs === true) {
    cpSync(path.join(PROJECT, "packs"), path.join(root, "packs"), { recursive: true });
  }
  await put(root, "LICENSE", "MIT\n");
  await put(root, "memory.jsonl", "");
  await put(
    root,
    "package.json",
    JSON.stringify({ name: "solo-hq", version: parts.version ?? "0.1.0" }),
  );
  return root;
}

export async function put(root: string, file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

/** Every file below a folder, as text by path; the memory's database is left out. */
export async function filesIn(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = new Map<string, string>();
  for (const entry of entries) {
    const file = path
      .relative(root, path.join(entry.parentPath, entry.name))
      .split(path.sep)
      .join("/");
    if (!entry.isFile() || file.startsWith(".memory/") || file.startsWith(".git/")) continue;
    files.set(file, await readFile(path.join(root, file), "utf8"));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** An Io that collects what is printed; Friday 20 November 2026, 09:30 in Lisbon. */
export function testIo(
  cwd: string,
  now = "2026-11-20T09:30:00Z",
): Io & { out: string[]; err: string[]; exitCode: number } {
  const io = {
    out: [] as string[],
    err: [] as string[],
    exitCode: 0,
    stdout: (text: string) => void io.out.push(text),
    stderr: (text: string) => void io.err.push(text),
    interactive: false,
    live: false,
    columns: 80,
    color: false,
    env: {},
    cwd,
    program: "hq",
    now: () => new Date(now),
    setExitCode: (code: 0 | 1 | 2) => {
      io.exitCode = code;
    },
  };
  return io;
}

/** Tools for `runInit` that fail the test when anything is asked. */
export function initTools(packageRoot: string, cwd = packageRoot): InitTools {
  return {
    io: testIo(cwd),
    packageRoot,
    systemTimeZone: "UTC",
    ask: () => Promise.reject(new Error("asked without a terminal")),
    askAgain: () => Promise.reject(new Error("asked without a terminal")),
    confirm: () => Promise.reject(new Error("asked without a terminal")),
  };
}

const installed = new Map<string, string>();

/** A company with the kit installed, in a folder of its own; the same options are installed once. */
export async function installedCompany(
  packageRoot: string,
  options: Partial<InitOptions> = {},
): Promise<string> {
  const key = JSON.stringify([packageRoot, options]);
  const model = installed.get(key) ?? (await install(packageRoot, options));
  installed.set(key, model);
  const root = await tempFolder();
  cpSync(model, root, { recursive: true });
  return root;
}

async function install(packageRoot: string, options: Partial<InitOptions>): Promise<string> {
  const root = await tempFolder();
  const given = { ...ANSWERS, product: [...ANSWERS.product], ...options, into: root };
  await runInit(given, initTools(packageRoot));
  return root;
}
