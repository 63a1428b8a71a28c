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
import {
  type AnswerSources,
  type Answers,
  answerNotes,
  completeAnswers,
  type RawAnswers,
} from "./answers.ts";
import { applyChanges, refuseOutside } from "./apply.ts";
import { departmentsOf } from "./departments.ts";
import { isClone, readPristineKit, readProgram, versionOf } from "./kit-source.ts";
import { parseManifest } from "./manifest.ts";
import { ATTRIBUTES_FILE } from "./merge-attributes.ts";
import { type InitInput, type InitPlan, pathsOfPlan, planInit } from "./plan-init.ts";
import { PROGRAM_LIMIT_BYTES } from "./program-limit.ts";
import { remember } from "./remember.ts";
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
  /** Asks for one of the answers again; null when the founder left. */
  askAgain(sources: AnswerSources, raw: RawAnswers): Promise<RawAnswers | null>;
  /** Shows the plan and asks whether to write it. */
  confirm(plan: InitPlan, answers: Answers): Promise<"yes" | "no" | "change" | "cancelled">;
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
      /** What was made of the answers that the founder should know. */
      notes: string[];
      /** Whether git now merges the memory with our program; left out by a dry run. */
      mergeDriver?: boolean;
    }
  | { kind: "cancelled" | "declined"; root: string };

/** @throws HqError when the place, a value or an existing file cannot be used, or the disk says no. */
export async function runInit(options: InitOptions, tools: InitTools): Promise<InitOutcome> {
  const place = await placeOf(options, tools);
  const { root } = place;
  const manifest = await readText(path.join(root, MANIFEST_FILE));
  if (manifest !== null) return { kind: "already", root, version: parseManifest(manifest).version };
  const kit = await readKit(place, tools);
  const sources = await sourcesOf(options, tools, { root, kit });
  const isAsked = mayAsk(options, tools);
  let raw = isAsked ? await tools.ask(sources) : options;
  for (;;) {
    if (raw === null) return { kind: "cancelled", root };
    const answers = completeAnswers({ ...sources, raw });
    const plan = planInit({ ...kit, kind: place.kind, answers, now: tools.io.now() });
    const notes = answerNotes(raw, answers);
    const outcome = {
      root,
      into: place.kind === "into",
      version: kit.version,
      answers,
      plan,
      notes,
    };
    if (options.dryRun === true) return { kind: "planned", ...outcome };
    const wish = isAsked ? await tools.confirm(plan, answers) : "yes";
    if (wish === "change") raw = await tools.askAgain(sources, raw);
    else if (wish !== "yes") return { kind: wish === "no" ? "declined" : "cancelled", root };
    else {
      await write(root, plan, tools);
      return { kind: "written", ...outcome, mergeDriver: await installDriver(root, tools) };
    }
  }
}

type Kit = Omit<InitInput, "kind" | "answers" | "now">;

/** What the plan is made of, beside the answers. */
async function readKit({ root, kind }: Place, { packageRoot }: InitTools): Promise<Kit> {
  const version = await versionOf(packageRoot);
  const from = kind === "clone" ? root : packageRoot;
  const pristine = await readPristineKit(from);
  const program =
    kind === "clone" ? new Map<string, string>() : await readProgram(packageRoot, version);
  const { packs } = await readPacksIn(from, PACKS_FOLDER);
  const found = await readPresent({ root, kind }, pathsOfPlan(pristine, program));
  return {
    ...{ version, pristine, program, packs, present: found.texts, others: found.others },
    hasMemory: await isThere(path.join(root, MEMORY_FILE)),
  };
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

async function sourcesOf(
  options: InitOptions,
  tools: InitTools,
  { root, kit }: { root: string; kit: Kit },
): Promise<AnswerSources> {
  const page = await readText(path.join(root, CONSTITUTION_FILE));
  return {
    raw: options,
    constitution: page === null ? null : parseConstitution(page, CONSTITUTION_FILE).constitution,
    known: departmentsOf(kit.pristine.get(CONSTITUTION_FILE) ?? ""),
    packs: kit.packs ?? [],
    systemTimeZone: tools.systemTimeZone,
  };
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
