/**
 * `hq setup` as a pure function: the company as it stands and what the founder answers now go in; the files that follow
 * come out. The order of several answers does not matter, and the same answers a second time change nothing.
 */
import { parseConstitution } from "../company/constitution/parse.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { HqError } from "../company/error.ts";
import { findingSentence } from "../company/finding.ts";
import { type CheckedAnswer, checkedAnswer } from "../company/pack/answer.ts";
import { withCompanyAnswers, writtenAnswers } from "../company/pack/company-answers.ts";
import { openDuties } from "../company/pack/new-company.ts";
import type { Pack } from "../company/pack/pack.ts";
import { answersOf } from "../company/pack/rows.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";
import { withoutPack } from "./answers.ts";
import { type Change, effective, toText } from "./change.ts";
import { constitutionFor } from "./company-kit.ts";
import { constitutionTables, type Rows } from "./constitution-rows.ts";
import { packFor } from "./country-pack.ts";
import {
  hasCountryPages,
  type PageChanges,
  type PagesInput,
  pageChanges,
} from "./country-pages.ts";
import { departmentsOf, type KitFiles, withoutDepartments } from "./departments.ts";
import { type FollowingRows, followingRows, type Situation } from "./following-rows.ts";
import {
  KEPT_ANSWERS_FILE,
  moveAnswers,
  parseKeptAnswers,
  printKeptAnswers,
} from "./kept-answers.ts";
import { KEPT_ROWS_FILE, type Kept, withKeptRows } from "./kept-copies.ts";
import type { ProductAnswer } from "./product-answer.ts";
import {
  type AnswerChange,
  answerChanges,
  isSameName,
  type SetupWish,
  withFields,
} from "./setup-fields.ts";

export interface SetupInput extends Omit<PagesInput, "country"> {
  wish: SetupWish;
}

export interface SetupPlan {
  /** New files and copies first, then the constitution, then what goes, the record last. */
  changes: Change[];
  /** The constitution as it would be. */
  constitution: Constitution;
  pack: Pack | null;
  answers: AnswerChange[];
  rows: Pick<FollowingRows, "comes" | "goes" | "missing">;
  /** Names of the duties that wait for an answer. */
  open: string[];
  /** What the founder had changed, and where it is kept. */
  kept: Kept[];
  /** New ones and changed ones, under the name that memory knows. */
  products: ProductAnswer[];
}

/**
 * @throws HqError `usage` for an answer that the country's pack does not know, `invalid-file` when the constitution
 *   could not be read after it.
 */
export function planSetup(input: SetupInput): SetupPlan {
  const { present, wish, packs, manifest } = input;
  const page = present.get(CONSTITUTION_FILE) ?? "";
  const { constitution } = parseConstitution(page, CONSTITUTION_FILE);
  const countries = {
    before: constitution.company.country ?? "",
    after: wish.country ?? constitution.company.country ?? "",
  };
  const from = packFor(packs, countries.before);
  const to = packFor(packs, countries.after);
  const moved = answersAfter(input, constitution, { from, to, country: countries.after });
  const pages = manifest === null ? NO_PAGES : pageChanges({ ...input, country: countries.after });
  const rows = followingRows(withFields(page, wish), {
    packs,
    all: wish.allDuties,
    before: {
      ...{
        pack: from,
        answers: from === null ? new Map() : answersOf(constitution.situation, from),
      },
      ofPages: rowsBefore({ ...input, country: countries.before }, constitution, from),
    },
    after: {
      ...{ pack: to, answers: moved.valid },
      ofPages: rowsOfPages(input.kit, countries.after, { constitution, hasPack: to !== null }),
    },
  });
  const text = withCompanyAnswers(rows.page, { pack: to, answers: moved.answers, former: packs });
  const after = parseConstitution(text, CONSTITUTION_FILE).constitution;
  verify(page, text);
  return {
    changes: inOrder(input, { pages, text, rows, kept: moved.kept }),
    ...{ constitution: after, pack: to },
    answers: answerChanges(constitution, after),
    rows: { comes: rows.comes, goes: rows.goes, missing: rows.missing },
    open: to === null ? [] : openDuties(to, moved.valid).map(({ name }) => name),
    kept: [
      ...pages.kept,
      ...rows.changed.map(({ line }) => ({ what: `the row ${line}`, path: KEPT_ROWS_FILE })),
      ...keptAnswers(moved.kept, manifest === null ? null : present),
    ],
    products: wish.products.map((product) => ({
      ...product,
      name: nameOf(constitution, product.name),
    })),
  };
}

function nameOf({ products }: Constitution, name: string): string {
  return products.find((known) => isSameName(known.name, name))?.name ?? name;
}

/** Where no kit was recorded, nobody can say which pages came with it. */
const NO_PAGES: PageChanges = { first: [], removals: [], last: [], kept: [] };

/** Whether the plan would touch the disk. */
export function isSetUp(plan: SetupPlan): boolean {
  return effective(plan.changes).length === 0;
}

interface MovedAnswers {
  /** All that stand on the page afterwards. */
  answers: Map<string, string>;
  /** Those that their question knows. */
  valid: ReadonlyMap<string, string>;
  kept: Map<string, string>;
}

function answersAfter(
  { present, wish, packs }: SetupInput,
  constitution: Constitution,
  { from, to, country }: { from: Pack | null; to: Pack | null; country: string },
): MovedAnswers {
  const checked = wish.answers.map((pair): CheckedAnswer => {
    if (to === null) throw withoutPack(pair.question, country, packs);
    return checkedAnswer(to, pair);
  });
  const now = writtenAnswers(constitution);
  const kept = parseKeptAnswers(present.get(KEPT_ANSWERS_FILE) ?? null);
  const isStaying = from?.card.code === to?.card.code;
  const asked = new Set(from?.questions.map(({ id }) => id));
  const ours = new Map([...now].filter(([id]) => asked.has(id)));
  const moved = isStaying
    ? { answers: now, kept }
    : moveAnswers({ kept, answers: ours, packs }, { from, to });
  keepStrangers(now, { kept: moved.kept, packs, known: [from, to] });
  for (const { question, answer } of checked) {
    if (answer === null) moved.answers.delete(question.id);
    else moved.answers.set(question.id, answer);
  }
  const rows = [...moved.answers].map(([question, answer]) => {
    return { line: 0, section: "Company" as const, question, answer };
  });
  return { ...moved, valid: to === null ? new Map() : answersOf(rows, to) };
}

/** Answers to questions of other countries alone, as where the country was changed by hand. */
function keepStrangers(
  answers: ReadonlyMap<string, string>,
  into: { kept: Map<string, string>; packs: readonly Pack[]; known: readonly (Pack | null)[] },
): void {
  const { kept, packs, known } = into;
  const asks = (pack: Pack | null, id: string): boolean =>
    pack?.questions.some((question) => question.id === id) === true;
  for (const [id, answer] of answers) {
    if (known.some((pack) => asks(pack, id))) continue;
    const pack = packs.find((one) => one.card.country !== null && asks(one, id));
    if (pack !== undefined) kept.set(`${pack.card.code}:${id}`, answer);
  }
}

/** Rows of a country whose pages the company never had did not come from there. */
function rowsBefore(
  input: PagesInput,
  constitution: Constitution,
  pack: Pack | null,
): Situation["ofPages"] {
  if (input.manifest !== null && !hasCountryPages(input)) return { Obligations: [], Cadence: [] };
  const hasPack = pack !== null && constitution.packDuties.length > 0;
  return rowsOfPages(input.kit, input.country, { constitution, hasPack });
}

/** The rows that the pages of a country add to the kit's, as the departments on board have them. */
function rowsOfPages(
  kit: KitFiles,
  country: string,
  { constitution, hasPack }: { constitution: Constitution; hasPack: boolean },
): Situation["ofPages"] {
  const onBoard = constitution.departments.map(({ agent }) => agent);
  const known = departmentsOf(kit.get(CONSTITUTION_FILE) ?? "");
  const absent = known.filter((id) => !onBoard.includes(id));
  const tablesOf = (text: string) =>
    constitutionTables(withoutDepartments(CONSTITUTION_FILE, text, absent) ?? text);
  const plain = tablesOf(kit.get(CONSTITUTION_FILE) ?? "");
  const whole = tablesOf(constitutionFor(kit, country, { hasPack }));
  const added = (section: string): Rows => {
    const names = new Set(plain.rows(section).map(([name]) => name));
    return whole.rows(section).filter(([name]) => !names.has(name));
  };
  return { Obligations: added("Obligations"), Cadence: added("Cadence") };
}

function inOrder(
  { present }: SetupInput,
  parts: { pages: PageChanges; text: string; rows: FollowingRows; kept: Map<string, string> },
): Change[] {
  const { pages, text, rows } = parts;
  const put = (path: string, wanted: string, note: string): Change[] =>
    toText(path, present.get(path) ?? null, { text: wanted, note });
  const keptRows =
    rows.changed.length === 0
      ? []
      : put(
          KEPT_ROWS_FILE,
          withKeptRows(present.get(KEPT_ROWS_FILE) ?? null, rows.changed),
          "kept",
        );
  const aside = printKeptAnswers(parts.kept);
  const before = present.get(KEPT_ANSWERS_FILE);
  return [
    ...keptRows,
    ...(aside === null ? [] : put(KEPT_ANSWERS_FILE, aside, "answers kept")),
    ...pages.first,
    ...put(CONSTITUTION_FILE, text, "answers and rows"),
    ...pages.removals,
    ...(aside === null && before !== undefined
      ? [{ kind: "remove" as const, path: KEPT_ANSWERS_FILE, before, note: "taken up again" }]
      : []),
    ...pages.last,
  ];
}

/** Answers that are kept aside after the move and were not before. */
function keptAnswers(kept: Map<string, string>, present: KitFiles | null): Kept[] {
  const before = parseKeptAnswers(present?.get(KEPT_ANSWERS_FILE) ?? null);
  return [...kept]
    .filter(([key, answer]) => before.get(key) !== answer)
    .map(([key, answer]) => ({ what: `the answer ${key} = ${answer}`, path: KEPT_ANSWERS_FILE }));
}

/** A change may not leave the constitution worse than it was. */
function verify(before: string, after: string): void {
  const known = parseConstitution(before, CONSTITUTION_FILE).findings;
  const found = parseConstitution(after, CONSTITUTION_FILE).findings;
  const [first] = found;
  if (found.length <= known.length || first === undefined) return;
  throw new HqError(
    "invalid-file",
    `Cannot change the set-up: the constitution would not be right after it. ${findingSentence(first)} Nothing was changed.`,
    { hint: "Mend the table by hand, then run the command again." },
  );
}
