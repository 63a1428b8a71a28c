/** `hq pack update` as a pure function: the packs alone of a newer kit, with what is made of them. */
import { parseConstitution } from "../company/constitution/parse.ts";
import { withCompanyAnswers, writtenAnswers } from "../company/pack/company-answers.ts";
import type { RowConflict } from "../company/pack/hand-rows.ts";
import type { RowChange } from "../company/pack/merge-packs.ts";
import { usualDuties } from "../company/pack/new-company.ts";
import type { Pack } from "../company/pack/pack.ts";
import { pagesOfPacks } from "../company/pack/pages.ts";
import { packOf, packsInForce } from "../company/pack/rows.ts";
import { mergeText } from "../company/text-merge.ts";
import { CONSTITUTION_FILE, KIT_FOLDER } from "../files/root.ts";
import { type Change, toText } from "./change.ts";
import { constitutionTables } from "./constitution-rows.ts";
import type { KitFiles } from "./departments.ts";
import { withMadePages } from "./made-pages.ts";
import { mergePackFiles, type PackState, packsIn } from "./merge-pack-files.ts";

export interface PackUpdateInput {
  /** The company's packs, made pages, renewals and constitution, by path from its root. */
  mine: KitFiles;
  /** The newer packs, under the paths that they have in the company. */
  theirs: KitFiles;
  /** Of the packs, from the root. */
  folder: string;
}

export interface PackUpdate {
  packs: PackState[];
  rows: RowChange[];
  conflicts: RowConflict[];
  /** Pages of which the founder and the pack changed the same line: the pack's stands, both are in `proposal`. */
  pageConflicts: { path: string; proposal: string }[];
  /** Rows that came into the constitution: duties and questions that the company's pack did not have. */
  added: string[];
  changes: Change[];
}

/** What the packs of a newer kit change in a company; a pack that is older than the company's is left out. */
export function planPackUpdate(input: PackUpdateInput): PackUpdate {
  const { mine, folder } = input;
  const { merged, own, ...found } = mergePackFiles(input);
  const plan: PackUpdate = { ...found, pageConflicts: [], added: [], changes: [] };
  for (const [path, text] of merged) put(plan, mine, { path, text, note: "merged by row" });
  for (const [path, before] of mine) {
    if (!path.startsWith(`${folder}/`) || merged.has(path)) continue;
    plan.changes.push({ kind: "remove", path, before, note: "no longer part of the pack" });
  }
  mergePages(plan, { mine, merged, folder });
  mergeConstitution(plan, { mine, own, now: packsIn(merged, folder) });
  return plan;
}

function put(
  plan: PackUpdate,
  mine: KitFiles,
  { path, text, note }: { path: string; text: string; note: string },
): void {
  plan.changes.push(...toText(path, mine.get(path) ?? null, { text, note }));
}

/** Pages follow the packs; a sentence of the founder's stays, and a row that a hand renewed is a renewal. */
function mergePages(
  plan: PackUpdate,
  { mine, merged, folder }: { mine: KitFiles; merged: KitFiles; folder: string },
): void {
  const pages = (files: KitFiles) =>
    new Map(pagesOfPacks(inForce(files, mine, folder)).map(({ path, text }) => [path, text]));
  const made = withMadePages(
    { base: pages(mine), theirs: pages(merged) },
    { mine, program: merged, folder },
  );
  plan.conflicts.push(...made.conflicts);
  plan.changes.push(...made.changes);
  for (const [path, theirs] of made.theirs) {
    const now = mine.get(path);
    const base = made.base.get(path);
    // One that the founder removed stays removed.
    if (now === undefined && base !== undefined) continue;
    if (now === undefined) plan.changes.push({ kind: "create", path, text: theirs });
    else {
      const merge = mergeText({ base: base ?? "", mine: made.mine.get(path) ?? now, theirs });
      if (merge.kind === "clean") put(plan, mine, { path, text: merge.text, note: "made anew" });
      else {
        // Figures must not differ from the pack: theirs count, and the founder's words are kept beside them.
        const proposal = `${KIT_FOLDER}/conflicts/${path}`;
        put(plan, mine, { path: proposal, text: merge.marked, note: "both versions" });
        put(plan, mine, { path, text: merge.withTheirs, note: "made anew" });
        plan.pageConflicts.push({ path, proposal });
      }
    }
  }
}

function inForce(files: KitFiles, mine: KitFiles, folder: string): Pack[] {
  return packsInForce(constitutionOf(mine), packsIn(files, folder));
}

function constitutionOf(mine: KitFiles) {
  return parseConstitution(mine.get(CONSTITUTION_FILE) ?? "", CONSTITUTION_FILE).constitution;
}

/** New duties of the usual kind and new questions, in a company whose rows name the pack. */
function mergeConstitution(
  plan: PackUpdate,
  { mine, own, now }: { mine: KitFiles; own: readonly Pack[]; now: readonly Pack[] },
): void {
  const page = mine.get(CONSTITUTION_FILE);
  const constitution = constitutionOf(mine);
  const [before, pack] = [packOf(constitution, own), packOf(constitution, now)];
  if (page === undefined || before === null || pack === null) return;
  if (constitution.packDuties.length === 0) return;
  const known = new Set([
    ...before.duties.map(({ id }) => id),
    ...constitution.packDuties.map(({ duty }) => duty),
  ]);
  const answers = writtenAnswers(constitution);
  const duties = usualDuties(pack, answers).filter(({ id }) => !known.has(id));
  const asked = new Set([
    ...before.questions.map(({ id }) => id),
    ...constitution.situation.map(({ question }) => question),
  ]);
  const questions = pack.questions.filter(({ id }) => !asked.has(id));
  if (duties.length + questions.length === 0) return;
  const tables = constitutionTables(page);
  const names = duties.map(({ id }) => `${pack.card.code}:${id}`);
  tables.append(
    "Obligations",
    names.map((name) => [name, "", "", ""]),
  );
  const text =
    questions.length === 0
      ? tables.text()
      : withCompanyAnswers(tables.text(), { pack, answers, former: [before] });
  plan.added.push(...names, ...questions.map(({ id }) => id));
  put(plan, mine, { path: CONSTITUTION_FILE, text, note: "rows of the newer pack" });
}
