/**
 * Facts that the founder read again since the kit's pack was made. They lie beside the packs, one file for each,
 * so that an upgrade replaces the packs whole and loses none of them: of one row the newest reading counts.
 */
import { z } from "zod";
import { addDays } from "../dates.ts";
import type { Finding } from "../finding.ts";
import type { KitFile } from "../kit/context.ts";
import { errorAt } from "../kit/findings.ts";
import { readJson } from "../kit/json.ts";
import type { Pack } from "./pack.ts";
import { factsSchema, type LawRow, lawSchema, type PackFact } from "./schema.ts";

const schema = z.strictObject({
  facts: factsSchema.shape.facts,
  law: lawSchema.shape.law,
});

export type Renewals = z.infer<typeof schema>;

export const NO_RENEWALS: Renewals = { facts: [], law: [] };

/** The renewals in a file; none, with a finding, when it is not what `hq facts renew` writes. */
export function readRenewals(file: KitFile): { renewals: Renewals; findings: Finding[] } {
  const json = readJson(file);
  if (json.kind === "bad") return { renewals: NO_RENEWALS, findings: [json.finding] };
  const result = schema.safeParse(json.value);
  if (result.success) return { renewals: result.data, findings: [] };
  const [issue] = result.error.issues;
  const finding = errorAt(file.path, 0, {
    what: `renewed facts with "${issue?.path.join(".") ?? ""}" that cannot be read`,
    expected: issue?.message ?? "what hq facts renew writes",
    fix: "Restore the file from git; until then the kit's own facts count.",
  });
  return { renewals: NO_RENEWALS, findings: [finding] };
}

/** The pack with the renewals in it. A fact of a newer period ends the older one on the day before. */
export function withRenewals(pack: Pack, { facts, law }: Renewals): Pack {
  return {
    ...pack,
    facts: facts.reduce(withFact, pack.facts),
    law: law.reduce(withLaw, pack.law),
  };
}

function withFact(facts: PackFact[], renewed: PackFact): PackFact[] {
  const isSameRow = (other: PackFact) =>
    isSameFact(other, renewed) && (other.from ?? "") === (renewed.from ?? "");
  const known = facts.find(isSameRow);
  if (known !== undefined) {
    if (known.source.readOn > renewed.source.readOn) return facts;
    return facts.map((fact) => (isSameRow(fact) ? shownLike(known, renewed) : fact));
  }
  const sibling = facts.find((fact) => isSameFact(fact, renewed));
  const { from } = renewed;
  const ended = facts.map((fact) => {
    if (from === undefined || !isSameFact(fact, renewed) || (fact.from ?? "") > from) return fact;
    const isOpen = fact.until === undefined || fact.until >= from;
    return isOpen ? { ...fact, until: addDays(from, -1) } : fact;
  });
  return [...ended, sibling === undefined ? renewed : shownLike(sibling, renewed)];
}

/** How a row is shown and found is the pack's, also of one that was renewed before the pack knew of it. */
function shownLike(known: PackFact, renewed: PackFact): PackFact {
  const { page, asked, says } = known;
  const { page: _page, asked: _asked, says: own, ...rest } = renewed;
  const sentence = typeof renewed.value === "number" ? (says ?? own) : undefined;
  return {
    ...rest,
    fact: known.fact,
    ...(sentence === undefined ? {} : { says: sentence }),
    ...(page === undefined ? {} : { page }),
    ...(asked === undefined ? {} : { asked }),
  };
}

function isSameFact(one: PackFact, other: PackFact): boolean {
  return one.id === other.id && one.region === other.region;
}

function withLaw(law: LawRow[], renewed: LawRow): LawRow[] {
  return law.map((row) => {
    const isOlder = row.id !== renewed.id || row.source.readOn > renewed.source.readOn;
    if (isOlder) return row;
    return { ...renewed, question: row.question, ...(row.asked && { asked: row.asked }) };
  });
}

/** The renewals with one more, which takes the place of an earlier one of the same row. */
export function addRenewal(renewals: Renewals, row: PackFact | LawRow): Renewals {
  if ("question" in row) {
    return { ...renewals, law: [...renewals.law.filter(({ id }) => id !== row.id), row] };
  }
  const others = renewals.facts.filter(
    (fact) => !isSameFact(fact, row) || (fact.from ?? "") !== (row.from ?? ""),
  );
  return { ...renewals, facts: [...others, row] };
}

/** As it is written to the disk. */
export function printRenewals(renewals: Renewals): string {
  return `${JSON.stringify(renewals, null, 2)}\n`;
}
