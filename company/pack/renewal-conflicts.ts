/** Facts and rows of law that the founder renewed to one value and a newer pack has as another. */
import { saidBy, withFigures } from "./figures.ts";
import type { RowConflict } from "./hand-rows.ts";
import type { Pack } from "./pack.ts";
import type { Renewals } from "./renewals.ts";
import type { LawRow, PackFact } from "./schema.ts";

/**
 * Those whose value neither is that of the pack that the founder renewed (`before`), nor the same: the only rows of
 * which somebody must look. A value that only one of the two changed is no conflict.
 */
export function renewalConflicts(
  { facts, law }: Renewals,
  { before, now }: { before: Pack; now: Pack },
): RowConflict[] {
  const conflicts = [...facts, ...law].map((yours): RowConflict | null => {
    const [base, kits] = [rowLike(before, yours), rowLike(now, yours)];
    if (kits === undefined) return null;
    const said = { kits: saidOf(now, kits), yours: saidOf(now, yours) };
    // A period that the founder's pack did not have yet was added by both.
    const begun = base === undefined ? null : saidOf(before, base);
    if (said.yours === said.kits || said.yours === begun || said.kits === begun) return null;
    return {
      id: yours.id,
      yours: { says: said.yours, readOn: yours.source.readOn },
      kits: { says: said.kits, readOn: kits.source.readOn },
    };
  });
  return conflicts.filter((conflict) => conflict !== null);
}

function rowLike(pack: Pack, row: PackFact | LawRow): PackFact | LawRow | undefined {
  if ("question" in row) return pack.law.find(({ id }) => id === row.id);
  return pack.facts.find((fact) => {
    return fact.id === row.id && fact.region === row.region && fact.from === row.from;
  });
}

/** What a row says, in the pack's own sentence around a number. */
function saidOf(pack: Pack, row: PackFact | LawRow): string {
  if ("question" in row) return withFigures(row.says, pack.facts);
  const known = pack.facts.find(({ id, region }) => id === row.id && region === row.region);
  const says = typeof row.value === "number" ? known?.says : undefined;
  return saidBy(says === undefined ? row : { ...row, says }, pack);
}
