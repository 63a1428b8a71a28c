/**
 * `hq init` as a pure function: the kit, the answers and what stands in the company's folder go
 * in; the list of changes and the first memory come out. Nothing is read or written here.
 */

import { addTask } from "../company/board/edit.ts";
import { parseBoard } from "../company/board/parse.ts";
import { parseConstitution } from "../company/constitution/parse.ts";
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { findingSentence } from "../company/finding.ts";
import type { Pack } from "../company/pack/pack.ts";
import { PACKS_FOLDER } from "../files/packs.ts";
import { KIT_FOLDER, MANIFEST_FILE } from "../files/root.ts";
import type { Entity } from "../mcp-memory/graph.ts";
import type { Answers } from "./answers.ts";
import { appendPage, appendSections } from "./append-sections.ts";
import { type Change, toText } from "./change.ts";
import { constitutionFor } from "./company-kit.ts";
import { constitutionTables } from "./constitution-rows.ts";
import { packFor, packObligations, withAnswers, withPackRows } from "./country-pack.ts";
import {
  type CountryObligation,
  countryObligations,
  withoutForeignSkills,
} from "./country-skills.ts";
import { departmentsOf, type KitFiles, withoutDepartments } from "./departments.ts";
import { fillConstitution } from "./fill-constitution.ts";
import { type FirstTask, firstWeekTasks } from "./first-week.ts";
import { IGNORE_FILE, ignoreChanges } from "./ignore-lines.ts";
import { jsonChange } from "./json-change.ts";
import { BASE_FOLDER, manifestOf, printManifest } from "./manifest.ts";
import { ATTRIBUTES_FILE, attributesChanges } from "./merge-attributes.ts";
import { OTHER_COUNTRIES_FILE, printOtherCountries } from "./other-countries.ts";
import { relocated } from "./relocate.ts";
import { seedEntities } from "./seed-memory.ts";
import { boardTitle, withNotes } from "./task-on-board.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
const BOARD = "BOARD.md";
const MEMORY_FILE = "memory.jsonl";

export interface InitInput {
  /** `clone`: the company lives in its own clone. `into`: the kit is put into another repository. */
  kind: "clone" | "into";
  answers: Answers;
  now: Date;
  version: string;
  /** The kit's own texts. */
  pristine: KitFiles;
  /** The country packs; without one for the country its skills give the duties. */
  packs?: readonly Pack[];
  /** The program for `.hq-kit/`; empty for a clone, which has it already. */
  program: KitFiles;
  /** What the company's folder holds now, for every path that the plan may touch. */
  present: ReadonlyMap<string, string>;
  /** Whether a memory is there. It is never read here: it may be large, and only its store reads it. */
  hasMemory: boolean;
  /** Those of these paths where something stands that is no text: left as it is. */
  others: ReadonlySet<string>;
}

export interface InitPlan {
  kind: InitInput["kind"];
  /** In the order in which they are applied. */
  changes: Change[];
  /** Written after the files and before `last`. */
  entities: Entity[];
  /** The manifest: its presence says that everything before it is there. */
  last: Change[];
  tasks: PlacedTask[];
  obligations: CountryObligation[];
  /** The country's pack, which dates them; null without one. */
  pack: Pack | null;
}

interface PlacedTask extends FirstTask {
  id: string;
}

interface Context extends InitInput {
  /** The kit for this country, with paths to the program as they are in this company. */
  kit: KitFiles;
  /** That of all countries. */
  whole: KitFiles;
  /** Answers to the questions of the country's pack. */
  situation: ReadonlyMap<string, string>;
  absent: string[];
  today: string;
  obligations: CountryObligation[];
  pack: Pack | null;
}

/**
 * @throws HqError `invalid-file` when an existing page would leave a constitution that cannot be
 *   read, with what is wrong in it.
 */
export function planInit(input: InitInput): InitPlan {
  const context = contextOf(input);
  const changes: Change[] = [];
  // Pristine copies first: as long as they are not complete, no file of the company has changed.
  const base = [...context.kit].map(([path, text]): [string, string] => [
    `${BASE_FOLDER}/${path}`,
    text,
  ]);
  const others = printOtherCountries(context.whole, input.answers.country);
  const own: [string, string][] = [
    ...base,
    [OTHER_COUNTRIES_FILE, others],
    ...stateFiles(),
    ...input.program,
  ];
  for (const [path, text] of own) changes.push(...put(context, path, text));
  const board = boardText(context);
  for (const [path, text] of context.kit) {
    if (path === CONSTITUTION) changes.push(...constitutionChange(context));
    else if (path === BOARD) changes.push(...boardChange(context, board.text));
    else changes.push(...kitFileChange(context, path, text));
  }
  changes.push(...foreignSkillRemovals(context));
  const { present } = input;
  if (input.kind === "into") changes.push(...ignoreChanges(present, input.others));
  changes.push(...attributesChanges(present, input.others));
  if (!input.hasMemory) changes.push({ kind: "create", path: MEMORY_FILE, text: "" });
  // What stands in the place of a kit file did not come with it.
  const installed = new Map([...context.kit].filter(([path]) => !input.others.has(path)));
  return {
    kind: input.kind,
    changes,
    entities: seedEntities({ ...context, today: sinceOf(context), firstTasks: board.tasks }),
    last: put(context, MANIFEST_FILE, printManifest(manifestOf(input.version, installed))),
    tasks: board.tasks,
    obligations: context.obligations,
    pack: context.pack,
  };
}

/** Every path of the company that the plan looks at, so that the caller can read them first. */
export function pathsOfPlan(pristine: KitFiles, program: KitFiles): string[] {
  const kit = [...pristine.keys()];
  const base = kit.map((path) => `${BASE_FOLDER}/${path}`);
  const state = stateFiles().map(([path]) => path);
  const others = [MANIFEST_FILE, IGNORE_FILE, ATTRIBUTES_FILE, OTHER_COUNTRIES_FILE];
  return [...kit, ...base, ...state, ...program.keys(), ...others];
}

function contextOf(input: InitInput): Context {
  const { answers, pristine } = input;
  const whole = new Map(
    [...pristine].map(([path, text]) => [
      path,
      input.kind === "into" ? relocated(path, text) : text,
    ]),
  );
  const kit = withoutForeignSkills(whole, answers.country);
  const situation = new Map(Object.entries(answers.situation));
  const pack = packFor(input.packs ?? [], answers.country);
  const packsFolder = input.kind === "into" ? `${KIT_FOLDER}/${PACKS_FOLDER}` : PACKS_FOLDER;
  const known = departmentsOf(pristine.get(CONSTITUTION) ?? "");
  return {
    ...input,
    kit,
    whole,
    situation,
    absent: known.filter((id) => !answers.departments.includes(id)),
    today: dateIn(input.now, answers.timeZone),
    obligations:
      pack === null
        ? countryObligations(kit, answers.country)
        : packObligations(pack, situation, packsFolder),
    pack,
  };
}

/** Files of `.hq-kit` that git reads: a repository that ignores `dist/` must still commit ours. */
function stateFiles(): [path: string, text: string][] {
  return [
    [`${KIT_FOLDER}/.gitattributes`, "* -text linguist-generated\n"],
    [`${KIT_FOLDER}/.gitignore`, "# Committed whole, whatever the repository above ignores.\n!*\n"],
  ];
}

function put({ present }: Context, path: string, text: string): Change[] {
  return toText(path, present.get(path) ?? null, { text, note: "brought up to date" });
}

function kitFileChange(context: Context, path: string, pristine: string): Change[] {
  const { kind, present, absent, others } = context;
  const note = `yours is no UTF-8 text and stays; Solo HQ's is in ${BASE_FOLDER}/${path}`;
  if (others.has(path)) return [{ kind: "keep", path, note }];
  const now = present.get(path) ?? null;
  const wanted = withoutDepartments(path, now ?? pristine, absent);
  if (kind === "clone") {
    if (wanted !== null) return toText(path, now, { text: wanted, note: "departments adapted" });
    if (now === null) return [];
    return [{ kind: "remove", path, before: now, note: "department not on board" }];
  }
  const installed = withoutDepartments(path, pristine, absent);
  if (installed === null || now === installed) return [];
  if (now === null) return [{ kind: "create", path, text: installed }];
  if (path.endsWith(".json")) return jsonChange(path, now, installed);
  if (path === "AGENTS.md") {
    const text = appendPage(now, installed);
    return toText(path, now, { text, note: "yours kept, Solo HQ's text appended below it" });
  }
  return [{ kind: "keep", path, note: "yours is there already" }];
}

function constitutionText(context: Context): { text: string; note: string } {
  const { answers, absent, present, today, kit } = context;
  const now = present.get(CONSTITUTION) ?? null;
  const adapted = (text: string): string => withoutDepartments(CONSTITUTION, text, absent) ?? text;
  const { pack } = context;
  const ofSkills = constitutionFor(kit, answers.country, { hasPack: pack !== null });
  const whole = adapted(pack === null ? ofSkills : withPackRows(ofSkills, pack, context.situation));
  const joined =
    now === null || context.kind === "clone"
      ? { text: adapted(now ?? kit.get(CONSTITUTION) ?? ""), added: [] }
      : appendSections(now, whole);
  const rows = constitutionTables(whole);
  const [obligations, cadence] = [rows.rows("Obligations"), rows.rows("Cadence")];
  const filled = fillConstitution(joined.text, { answers, today, obligations, cadence });
  const text = pack === null ? filled : withAnswers(filled, pack, context.situation);
  const note =
    joined.added.length === 0
      ? "filled in"
      : `your text kept, ${joined.added.length} sections appended below it`;
  return { text, note };
}

function constitutionChange(context: Context): Change[] {
  const now = context.present.get(CONSTITUTION) ?? null;
  const wanted = constitutionText(context);
  const errors = parseConstitution(wanted.text, CONSTITUTION).findings.filter(
    ({ severity }) => severity === "error",
  );
  const [first] = errors;
  if (first !== undefined) {
    throw new HqError(
      "invalid-file",
      `Cannot set up the company: ${errors.length} ${errors.length === 1 ? "place" : "places"} of the constitution could not be read. ${findingSentence(first)} Nothing was changed.`,
      {
        hint: "Mend the place, or rename the heading if it is about something else, and run the command again.",
      },
    );
  }
  return toText(CONSTITUTION, now, wanted);
}

/** The day on which the company began: today, or the day of an earlier run that was cut off. */
function sinceOf(context: Context): string {
  const { text } = constitutionText(context);
  return parseConstitution(text, CONSTITUTION).constitution.company.since ?? context.today;
}

/** The board with the first week on it; tasks that stand on it already are not added again. */
function boardText(context: Context): { text: string; tasks: PlacedTask[] } {
  const { present, kit, answers, today, obligations, pack, situation } = context;
  let text = present.get(BOARD) ?? kit.get(BOARD) ?? "";
  const existing = new Map(
    parseBoard(text, BOARD).board.tasks.map((task) => [task.title, task.id]),
  );
  const tasks: PlacedTask[] = [];
  const has = (path: string): boolean => kit.has(path);
  const open = pack?.questions.filter(({ id }) => !situation.has(id)).length ?? 0;
  for (const task of firstWeekTasks({ answers, today, obligations, has, openQuestions: open })) {
    const title = boardTitle(task.title);
    const known = existing.get(title);
    if (known !== undefined) {
      tasks.push({ ...task, id: known });
      continue;
    }
    const added = addTask(text, { title, agent: task.agent, due: task.due, section: "Now" });
    text = withNotes(added.text, added.id, task.notes);
    tasks.push({ ...task, id: added.id });
  }
  return { text, tasks };
}

function boardChange({ present }: Context, text: string): Change[] {
  const note = "the first week added";
  return toText(BOARD, present.get(BOARD) ?? null, { text, note });
}

/** In a clone the skills of other countries go: no department may be offered their figures. */
function foreignSkillRemovals({ kind, pristine, kit, present, answers }: Context): Change[] {
  if (kind !== "clone") return [];
  return [...pristine.keys()]
    .filter((path) => !kit.has(path))
    .flatMap((path): Change[] => {
      const before = present.get(path);
      const note = `not for ${answers.country}`;
      return before === undefined ? [] : [{ kind: "remove", path, before, note }];
    });
}
