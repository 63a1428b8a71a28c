/**
 * Pages that packs make, in an upgrade: their figures are nobody's text. What the founder renewed in a table of Facts
 * becomes a renewal of the pack, by row, and only sentences are left to merge.
 */
import { parseConstitution } from "../company/constitution/parse.ts";
import { handRows, type RowConflict, withoutHandRows } from "../company/pack/hand-rows.ts";
import type { MadePage } from "../company/pack/law-page.ts";
import type { Pack } from "../company/pack/pack.ts";
import { pagesOfPacks } from "../company/pack/pages.ts";
import { readPacks } from "../company/pack/read.ts";
import { renewalConflicts } from "../company/pack/renewal-conflicts.ts";
import {
  addRenewal,
  NO_RENEWALS,
  printRenewals,
  type Renewals,
  readRenewals,
  withRenewals,
} from "../company/pack/renewals.ts";
import { packsInForce } from "../company/pack/rows.ts";
import { KIT_FOLDER } from "../files/root.ts";
import { type Change, toText } from "./change.ts";
import type { KitFiles } from "./departments.ts";

const CONSTITUTION = ".github/copilot-instructions.md";

export interface MadeSides {
  base: Map<string, string>;
  theirs: Map<string, string>;
  /** The company's pages with the rows that were taken over as they stood before. */
  mine: Map<string, string>;
  /** The renewals, where rows were taken over. */
  changes: Change[];
  /** Rows that the founder and this version changed differently; the newest reading counts. */
  conflicts: RowConflict[];
}

/** Where the packs lie beside an installed kit. */
const INSTALLED = `${KIT_FOLDER}/packs`;

interface PackSides {
  /** The company's packs, pages, renewals and constitution. */
  mine: KitFiles;
  /** The packs of the newer kit, under the same paths. */
  program: KitFiles;
  /** Of the packs, from the root. */
  folder?: string;
}

/** Both sides of an upgrade without differences of what packs make. */
export function withMadePages(
  sides: { base: KitFiles; theirs: KitFiles },
  { mine, program, folder = INSTALLED }: PackSides,
): MadeSides {
  const result: MadeSides = {
    ...{ base: new Map(sides.base), theirs: new Map(sides.theirs) },
    ...{ mine: new Map(), changes: [], conflicts: [] },
  };
  const owned = packsFor(mine, { company: mine, folder });
  const before = new Map(pagesOfPacks(renewed(owned, mine)).map(({ path, text }) => [path, text]));
  for (const pack of packsFor(program, { company: mine, folder })) {
    const known = renewalsOf(pack, mine);
    const old = owned.find(({ card }) => card.code === pack.card.code);
    if (old !== undefined) {
      result.conflicts.push(...renewalConflicts(known, { before: old, now: pack }));
    }
    let renewals = known;
    for (const page of pagesOfPacks([withRenewals(pack, known)])) {
      const now = mine.get(page.path);
      const base = before.get(page.path) ?? sides.base.get(page.path);
      if (now === undefined || base === undefined || !sides.theirs.has(page.path)) continue;
      const hand = handRows(withRenewals(pack, known), page, { text: now, base });
      renewals = [...hand.renewals.facts, ...hand.renewals.law].reduce(addRenewal, renewals);
      result.conflicts.push(...hand.conflicts);
      result.base.set(page.path, base);
      result.mine.set(page.path, withoutHandRows(page.path, now, base));
    }
    for (const page of pagesOfPacks([withRenewals(pack, renewals)])) takeOver(result, page);
    if (renewals === known) continue;
    const path = renewalsPath(pack);
    const wanted = { text: printRenewals(renewals), note: "rows that you renewed in a page" };
    result.changes.push(...toText(path, mine.get(path) ?? null, wanted));
  }
  return result;
}

/** A page that the company has, or that comes to it, as the packs of this version make it. */
function takeOver({ theirs }: MadeSides, { path, text }: MadePage): void {
  if (theirs.has(path)) theirs.set(path, text);
}

/** The packs in force among `files`, without what was renewed. */
function packsFor(
  files: KitFiles,
  { company, folder }: { company: KitFiles; folder: string },
): Pack[] {
  const prefix = `${folder}/`;
  const parts = [...files]
    .filter(([path]) => path.startsWith(prefix) && /\.(json|md)$/.test(path))
    .map(([path, text]) => ({ path, text }));
  const page = company.get(CONSTITUTION) ?? "";
  return packsInForce(parseConstitution(page, CONSTITUTION).constitution, readPacks(parts).packs);
}

function renewed(packs: readonly Pack[], company: KitFiles): Pack[] {
  return packs.map((pack) => withRenewals(pack, renewalsOf(pack, company)));
}

function renewalsOf(pack: Pack, company: KitFiles): Renewals {
  const path = renewalsPath(pack);
  const text = company.get(path);
  return text === undefined ? NO_RENEWALS : readRenewals({ path, text }).renewals;
}

function renewalsPath({ card }: Pack): string {
  return `${KIT_FOLDER}/renewed/${card.code}.json`;
}
