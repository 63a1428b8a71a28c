/** `hq init` on the disk: finds the place, reads it, asks or takes the options, writes the plan. */
import { lstat, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { BOARD_FILE } from "../company/board/task.ts";
import { parseConstitution } from "../company/constitution/parse.ts";
import { HqError } from "../company/error.ts";
import { type FoundFiles, lookAtAll } from "../files/look.ts";
import { installMergeDriver, launcherFor } from "../files/merge-driver.ts";
import { PACKS_FOLDER, readPacksIn } from "../files/packs.ts";
import {
  CONSTITUTION_FILE,
  findRoot,
  MANIFEST_FILE,
  MEMORY_FILE,
  requireRoot,
} from "../files/root.ts";
import { readText } from "../files/text.ts";
import type { Entity } from "../mcp-memory/graph.ts";
import { openMemoryStore } from "../mcp-memory/open.ts";
import { type AnswerSources, type Answers, completeAnswers, type RawAnswers } from "./answers.ts";
import { applyChanges, refuseOutside } from "./apply.ts";
import { departmentsOf } from "./departments.ts";
import {
  isClone,
  PROGRAM_LIMIT_BYTES,
  readPristineKit,
  readProgram,
  versionOf,
} from "./kit-source.ts";
import { parseManifest } from "./manifest.ts";
import { ATTRIBUTES_FILE } from "./merge-attributes.ts";
import { type InitPlan, pathsOfPlan, planInit } from "./plan-init.ts";
import type { Surroundings } from "./surroundings.ts";

export interface InitOptions extends RawAnswers {
  into?: string | undefined;
  root?: string | undefined;
  yes?: boolean | undefined;
  dryRun?: boolean | undefined;
}

export interface InitTools {
  io: Surroundings;
  packageRoot: string;
  systemTimeZone: string;
  /** Asks in the terminal; null when the founder left. */
  ask(sources: AnswerSources): Promise<RawAnswers | null>;
  /** Shows the plan and asks whether to write it. */
  confirm(plan: InitPlan): Promise<"yes" | "no" | "cancelled">;
}

export type InitOutcome =
  | { kind: "already"; root: string; version: string }
  | {
      kind: "planned" | "written";
      root: string;
      into: boolean;
      version: string;
      answers: Answers;
      plan: InitPlan;
      /** Whether git now merges the memory with our program; left out by a dry run. */
      mergeDriver?: boolean;
    }
  | { kind: "cancelled" | "declined"; root: string };

/** @throws HqError when the place, a value or an existing file cannot be used, or the disk says no. */
export async function runInit(options: InitOptions, tools: InitTools): Promise<InitOutcome> {
  const { root, kind } = await placeOf(options, tools);
  const manifest = await readText(path.join(root, MANIFEST_FILE));
  if (manifest !== null) return { kind: "already", root, version: parseManifest(manifest).version };
  const version = await versionOf(tools.packageRoot);
  const pristine = await readPristineKit(kind === "clone" ? root : tools.packageRoot);
  const page = await readText(path.join(root, CONSTITUTION_FILE));
  const answers = await answersOf(options, tools, { page, pristine });
  if (answers === null) return { kind: "cancelled", root };
  const program =
    kind === "clone" ? new Map<string, string>() : await readProgram(tools.packageRoot, version);
  const { texts: present, others } = await readPresent(
    { root, kind },
    pathsOfPlan(pristine, program),
  );
  const { packs } = await readPacksIn(kind === "clone" ? root : tools.packageRoot, PACKS_FOLDER);
  const plan = planInit({
    kind,
    packs,
    answers,
    now: tools.io.now(),
    version,
    pristine,
    program,
    present,
    hasMemory: await isThere(path.join(root, MEMORY_FILE)),
    others,
  });
  const outcome = { root, into: kind === "into", version, answers, plan };
  if (options.dryRun === true) return { kind: "planned", ...outcome };
  if (mayAsk(options, tools)) {
    const wish = await tools.confirm(plan);
    if (wish !== "yes") return { kind: wish === "no" ? "declined" : "cancelled", root };
  }
  await write(root, plan, tools);
  return { kind: "written", ...outcome, mergeDriver: await installDriver(root, tools) };
}

async function write(root: string, plan: InitPlan, { io }: InitTools): Promise<void> {
  await refuseOutside(root, [MEMORY_FILE, "memory.origins.jsonl", ".memory"]);
  await applyChanges(root, plan.changes);
  await remember(root, plan.entities, io);
  await applyChanges(root, plan.last);
}

/** Whatever stands there, a link to nowhere too: an empty file is made only where there is nothing. */
async function isThere(file: string): Promise<boolean> {
  const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
  return found !== null;
}

/** git takes no merge driver from a repository, so it is set up on each machine. */
async function installDriver(root: string, { packageRoot }: InitTools): Promise<boolean> {
  return (await installMergeDriver(root, launcherFor(root, packageRoot))).kind === "installed";
}

/** Entities that memory holds already are left as they are. */
async function remember(
  root: string,
  entities: readonly Entity[],
  io: Surroundings,
): Promise<void> {
  const store = await openMemoryStore({
    filePath: path.join(root, MEMORY_FILE),
    now: io.now,
    agent: "founder",
  });
  try {
    await store.createEntities([...entities]);
  } finally {
    await store.close();
  }
}

async function answersOf(
  options: InitOptions,
  tools: InitTools,
  files: { page: string | null; pristine: ReadonlyMap<string, string> },
): Promise<Answers | null> {
  const { page } = files;
  const sources: AnswerSources = {
    raw: options,
    constitution: page === null ? null : parseConstitution(page, CONSTITUTION_FILE).constitution,
    known: departmentsOf(files.pristine.get(CONSTITUTION_FILE) ?? ""),
    systemTimeZone: tools.systemTimeZone,
  };
  if (!mayAsk(options, tools)) return completeAnswers(sources);
  const asked = await tools.ask(sources);
  return asked === null ? null : completeAnswers({ ...sources, raw: asked });
}

function mayAsk(options: InitOptions, { io }: InitTools): boolean {
  return io.interactive && options.yes !== true && options.dryRun !== true;
}

interface Place {
  root: string;
  kind: "clone" | "into";
}

async function placeOf(options: InitOptions, { io, packageRoot }: InitTools): Promise<Place> {
  if (options.into === undefined) {
    const root =
      options.root === undefined
        ? (findRoot(io.cwd) ?? companyOf(packageRoot))
        : requireRoot(options.root, io.cwd);
    return { root, kind: (await isClone(root)) ? "clone" : "into" };
  }
  if (options.root !== undefined) {
    throw new HqError("usage", "Cannot use --root together with --into: expected one of them.");
  }
  const root = path.resolve(io.cwd, options.into);
  const found = await stat(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (found !== null && !found.isDirectory()) {
    throw new HqError("usage", `Cannot install into ${root}: it is a file, expected a folder.`);
  }
  if (found !== null && (await realpath(root)) === (await realpath(packageRoot))) {
    throw new HqError(
      "usage",
      `Cannot install into ${root}: it is this clone itself, expected another folder.`,
      {
        hint: "To set up a company in this clone, run: hq init",
      },
    );
  }
  return { root, kind: "into" };
}

/** An installed kit stands in its company's folder. */
function companyOf(packageRoot: string): string {
  return path.basename(packageRoot) === ".hq-kit" ? path.dirname(packageRoot) : packageRoot;
}

/** In a clone every kit file must be a text; elsewhere only what the company cannot do without. */
async function readPresent({ root, kind }: Place, paths: readonly string[]): Promise<FoundFiles> {
  const isBoth = [CONSTITUTION_FILE, BOARD_FILE];
  return lookAtAll(root, paths, {
    isNeeded: (file) => isBoth.includes(file) || (kind === "clone" && file !== ATTRIBUTES_FILE),
    hint: (file) =>
      kind === "clone"
        ? `It is part of the kit. Restore it from git: git checkout -- ${file}`
        : "Save it as UTF-8 text, or move it away, then run the command again.",
    limitBytes: PROGRAM_LIMIT_BYTES,
  });
}
