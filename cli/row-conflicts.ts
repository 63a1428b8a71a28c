import type { RowConflict } from "../company/pack/hand-rows.ts";

/** How the founder is told of facts of law that both sides changed, a sentence for each. */
export function rowConflictLines(conflicts: readonly RowConflict[]): string[] {
  return conflicts.map(({ id, yours, kits }) => {
    const counts = yours.readOn >= kits.readOn ? "Yours" : "The kit's";
    return `Conflict in the fact ${id}: yours, read ${yours.readOn}, is "${yours.says}"; the kit's, read ${kits.readOn}, is "${kits.says}". ${counts} counts, as the newest reading. Read the source, then: hq facts renew ${id} --check-by DATE, with --value where it says something else.`;
  });
}
