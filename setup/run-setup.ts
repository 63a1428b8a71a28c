/** `hq setup` on the disk: reads the company, asks or takes the options, shows what follows, writes it as one change. */
import { realpath } from "node:fs/promises";
import path from "node:path";
import { BOARD_FILE } from "../company/board/task.ts";
import { parseConstitution } from "../company/constitution/parse.ts";
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { deletedTexts } from "../files/deleted-texts.ts";
import { withLock } from "../files/lock.ts";
import { readCompanyPacks } from "../files/packs.ts";
import { CONSTITUTION_FILE, KIT_FOLDER, MANIFEST_FILE, requireRoot } from "../files/root.ts";
import { readText } from "../files/text.ts";
import type { AnswerSources, RawAnswers } from "./answers.ts";
import { countriesOfSkills, skillFolder } from "./country-skills.ts";
import type { KitFiles } from "./departments.ts";
import { applyTogether, finishTogether } from "./journal.ts";
import { KEPT_ANSWERS_FILE } from "./kept-answers.ts";
import { KEPT_ROWS_FILE } from "./kept-copies.ts";
import { isClone, readCompanyKit, readPristineKit } from "./kit-source.ts";
import { BASE_FOLDER, parseManifest } from "./manifest.ts";
import { OTHER_COUNTRIES_FILE } from "./other-countries.ts";
import { parseOtherCountries } from "./parse-other-countries.ts";
import { REMOVED_FOLDER } from "./plan-department.ts";
import { isSetUp, planSetup, type SetupPlan } from "./plan-setup.ts";
import { PROGRAM_LIMIT_BYTES } from "./program-limit.ts";
import { relocated } from "./relocate.ts";
import { productRevision } from "./seed-memory.ts";
import type { SetupWish } from "./setup-fields.ts";
import { type SetupCompany, setupNotes } from "./setup-notes.ts";
import {
  changedBy,
  givesAnything,
  presentAnswers,
  type SetupAnswers,
  wishOf,
  withOptions,
} from "./setup-wish.ts";
import type { Surroundings } from "./surroundings.ts";

const SKILLS_FOLDER = ".github/skills";

export interface SetupOptions extends SetupAnswers {
  root?: string | undefined;
  yes?: boolean | undefined;
  dryRun?: boolean | undefined;
}

export interface SetupTools {
  io: Surroundings;
  packageRoot: string;
  systemTimeZone: string;
  /**
   * Asks in the terminal what should be otherwise; `raw` are the answers so far, `isNamed` whether something was given
   * as an option already. Null when the founder left.
   */
  ask(sources: AnswerSources, raw: RawAnswers, isNamed: boolean): Promise<RawAnswers | null>;
  /** Shows the plan and asks whether to write it. */
  confirm(shown: ShownSetup): Promise<"yes" | "no" | "change" | "cancelled">;
}

export interface ShownSetup {
  plan: SetupPlan;
  /** What the founder should know, one sentence each. */
  notes: string[];
}

export type SetupOutcome =
  | ({ kind: "nothing" | "planned" | "written"; root: string } & ShownSetup)
  | { kind: "cancelled" | "declined"; root: string };

/** @throws HqError `wrong-state` before `hq init`, `usage` for a value that cannot be used, as `applyTogether` */
export async function runSetup(options: SetupOptions, tools: SetupTools): Promise<SetupOutcome> {
  const root = requireRoot(options.root, tools.io.cwd);
  await finishTogether(root, tools.io);
  const company = await readSetup(root, tools.packageRoot);
  const isNamed = givesAnything(options);
  const sources = presentAnswers(company.constitution, company.input.packs, tools.systemTimeZone);
  const isAsked = tools.io.interactive && options.yes !== true && options.dryRun !== true;
  let raw: RawAnswers | null = isAsked
    ? await tools.ask(sources, withOptions(sources.raw, options), isNamed)
    : null;
  for (;;) {
    if (isAsked && raw === null) return { kind: "cancelled", root };
    const wish = raw === null ? wishOf(options, company.constitution) : changedBy(raw, sources.raw);
    const plan = planSetup({
      ...company.input,
      wish: { ...wish, allDuties: options.duties === true },
    });
    const shown = { plan, notes: setupNotes(company, plan, raw ?? options) };
    if (isSetUp(plan)) return { kind: "nothing", root, ...shown };
    // Without a terminal and without a word of what to change, it only says what would follow.
    const isLooking = !isAsked && !isNamed && options.yes !== true;
    if (options.dryRun === true || isLooking) return { kind: "planned", root, ...shown };
    const answer = isAsked ? await tools.confirm(shown) : "yes";
    if (answer === "change" && raw !== null) raw = await tools.ask(sources, raw, false);
    else if (answer !== "yes") return { kind: answer === "no" ? "declined" : "cancelled", root };
    else {
      await write(root, plan, { tools, wish: { ...wish, allDuties: options.duties === true } });
      return { kind: "written", root, ...shown };
    }
  }
}

/** Under the lock of the constitution, and only what was shown. */
async function write(
  root: string,
  plan: SetupPlan,
  { tools, wish }: { tools: SetupTools; wish: SetupWish },
): Promise<void> {
  await withLock(path.join(root, ".hq", "constitution.lock"), async () => {
    const { input } = await readSetup(root, tools.packageRoot);
    const again = planSetup({ ...input, wish });
    if (JSON.stringify(again.changes) !== JSON.stringify(plan.changes)) {
      throw new HqError(
        "wrong-state",
        "Cannot write the set-up: the company's files have changed since it was shown. Nothing was changed.",
        { hint: "Run hq setup again." },
      );
    }
    const today = dateIn(tools.io.now(), plan.constitution.company.timeZone);
    const entities = plan.products.map((product) => productRevision(product, today));
    await applyTogether(root, { changes: plan.changes, entities }, tools.io);
  });
}

async function readSetup(root: string, packageRoot: string): Promise<SetupCompany> {
  const record = await readText(path.join(root, MANIFEST_FILE));
  const manifest = record === null ? null : parseManifest(record);
  const page = (await readText(path.join(root, CONSTITUTION_FILE))) ?? "";
  const { constitution } = parseConstitution(page, CONSTITUTION_FILE);
  if (constitution.company.country === null) throw notYet(root);
  const fromPackage = await kitOfPackage(root, packageRoot);
  const aside = await readText(path.join(root, OTHER_COUNTRIES_FILE), PROGRAM_LIMIT_BYTES);
  const others = parseOtherCountries(aside);
  const company = await readCompanyKit(root, manifest, {
    paths: new Set([
      ...[CONSTITUTION_FILE, MANIFEST_FILE, OTHER_COUNTRIES_FILE],
      ...[KEPT_ANSWERS_FILE, KEPT_ROWS_FILE],
      ...[...fromPackage.keys(), ...others.keys(), ...Object.keys(manifest?.files ?? {})],
    ]),
    state: [BASE_FOLDER, REMOVED_FOLDER],
  });
  const gone = aside === null ? await pagesInGit(root) : NO_KIT;
  const kit = new Map([...gone, ...fromPackage, ...others, ...company.base]);
  const { packs } = await readCompanyPacks(root);
  return {
    constitution,
    input: { kit, present: company.mine, others: company.others, manifest, packs },
    board: (await readText(path.join(root, BOARD_FILE)).catch(() => null)) ?? "",
  };
}

/** The pages of the program that runs: those that the company itself does not have come from there. */
async function kitOfPackage(root: string, packageRoot: string): Promise<KitFiles> {
  const kit = await readPristineKit(packageRoot).catch((error: unknown) => {
    // A program alone, as in a bundle: the company's own copies are all there is.
    if (error instanceof HqError && error.code === "wrong-state") return NO_KIT;
    throw error;
  });
  const isOwn = (await realOf(packageRoot)) === (await realOf(path.join(root, KIT_FOLDER)));
  if (isOwn || (await isClone(root))) return kit;
  return new Map([...kit].map(([file, text]) => [file, relocated(file, text)]));
}

const NO_KIT: KitFiles = new Map();

/** A clone that was set up before the other countries' pages were kept: git still has what was removed then. */
async function pagesInGit(root: string): Promise<KitFiles> {
  if (!(await isClone(root))) return NO_KIT;
  const gone = await deletedTexts(root, SKILLS_FOLDER);
  const countries = countriesOfSkills(gone);
  return new Map([...gone].filter(([file]) => countries.has(skillFolder(file) ?? "")));
}

async function realOf(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}

function notYet(root: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot change the set-up of ${root}: no company was set up there, expected a country in the table Company.`,
    { hint: "Set it up first with: hq init" },
  );
}
