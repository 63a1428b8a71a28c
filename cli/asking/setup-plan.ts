/** What `hq setup` would change, for a person in a hurry: answers, then what follows, then files. */
import { NOT_SET } from "../../company/constitution/sections.ts";
import type { SetupPlan } from "../../setup/plan-setup.ts";
import { changeList } from "../change-list.ts";
import type { Io } from "../context.ts";
import { colors, sentences } from "../output.ts";

export function printSetupPlan(io: Io, plan: SetupPlan): void {
  const c = colors(io);
  const { answers, rows, open, kept } = plan;
  if (answers.length > 0) io.stdout(c.bold("Answers\n"));
  for (const { what, before, after } of answers) {
    io.stdout(sentences(io, `${what}: ${before ?? NOT_SET} → ${after ?? NOT_SET}`, "  "));
  }
  const lines = [
    ...followingRowLines(plan),
    ...(rows.missing.length === 0
      ? []
      : [
          `${listed(rows.missing, ["duty stands in no row", "duties stand in no row"])[0]}. You took them out; to have them back: hq setup duties`,
        ]),
    ...(open.length === 0 ? [] : [`Duties that wait for an answer: ${open.join("; ")}.`]),
    ...kept.map(({ what, path }) => `Kept in ${path}: ${what}.`),
  ];
  if (lines.length > 0) io.stdout(c.bold("What follows\n"));
  for (const line of lines) io.stdout(sentences(io, line, "  "));
  if (plan.changes.length > 0) {
    io.stdout(c.bold("Files\n"));
    io.stdout(changeList(io, plan.changes));
  }
}

/** Which rows of Obligations and Cadence come and go. */
export function followingRowLines({ rows }: Pick<SetupPlan, "rows">): string[] {
  return [
    ...listed(rows.comes, ["row comes", "rows come"]),
    ...listed(rows.goes, ["row goes", "rows go"]),
  ];
}

/** `2 rows come: pt:saf-t SAF-T invoices; …`, or nothing. */
function listed(
  rows: readonly { row: string; name: string | null }[],
  [one, more]: readonly [string, string],
): string[] {
  if (rows.length === 0) return [];
  const names = rows.map(({ row, name }) => (name === null ? row : `${row} (${name})`));
  return [`${rows.length} ${rows.length === 1 ? one : more}: ${names.join("; ")}`];
}
