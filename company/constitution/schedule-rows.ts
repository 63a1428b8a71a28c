/** What comes back by itself. */
import { dutyName } from "../pack/pack.ts";
import { slugOf } from "../slug.ts";
import { agent, daysOf, schedule, unique, uniqueId } from "./cell-values.ts";
import { type Reading, warningAt } from "./reading.ts";
import { type Row, readRows } from "./row.ts";
import type { CadenceRule, CatchUp, ObligationRule, PackDutyRule, SituationRow } from "./types.ts";

const MINUTES_PER = { m: 1, h: 60, d: 1440 } as const;
const WEEK_MINUTES = 7 * MINUTES_PER.d;
const WARN_LIMIT_DAYS = 366;

export function readCadence(reading: Reading): CadenceRule[] {
  const rows = readRows(reading, "Cadence", (row) => {
    const catchUp = catchUpOf(row.text("Catch up"));
    if (catchUp === null) {
      row.fault("Catch up", { expected: "`once`, `skip`, or `within 2h` (m, h, d; up to 7d)" });
    }
    return {
      line: row.line,
      prompt: uniqueId(row, "Prompt"),
      schedule: schedule(row, "Schedule"),
      agent: agent(row, "Agent"),
      catchUp: catchUp ?? ({ kind: "skip" } as const),
    };
  });
  return rows ?? [];
}

function catchUpOf(text: string): CatchUp | null {
  const rule = text.toLowerCase();
  if (rule === "once" || rule === "skip") return { kind: rule };
  const [, digits = "", unit = "m"] = /^within (\d{1,5}) ?([mhd])$/.exec(rule) ?? [];
  const minutes = Number(digits) * MINUTES_PER[unit as keyof typeof MINUTES_PER];
  return minutes > 0 && minutes <= WEEK_MINUTES ? { kind: "within", minutes } : null;
}

/** The founder's own rows, and those that name a duty of a country pack. */
export function readObligations(reading: Reading): {
  obligations: ObligationRule[];
  packDuties: PackDutyRule[];
} {
  const obligations: ObligationRule[] = [];
  const packDuties: PackDutyRule[] = [];
  const rows = readRows(reading, "Obligations", (row) => {
    const named = dutyName(row.text("Obligation"));
    return named === null ? ownDuty(row) : packDuty(row, named);
  });
  for (const row of rows ?? []) {
    if ("pack" in row) packDuties.push(row);
    else obligations.push(row);
  }
  return { obligations, packDuties };
}

function ownDuty(row: Row): ObligationRule {
  const warnDays = warning(row);
  if (warnDays === null) {
    row.mend("Warn", { expected: WARN_FORM, instead: "a warning comes 14 days before" });
  }
  // Two duties whose names give one slug would share one entity in memory.
  const obligation = unique(row, "Obligation", slugOf);
  if (obligation !== "" && slugOf(obligation) === "") {
    row.fault("Obligation", { expected: "a name with letters or digits" });
  }
  return {
    line: row.line,
    obligation,
    schedule: schedule(row, "Schedule"),
    agent: agent(row, "Agent"),
    warnDays: warnDays ?? 14,
  };
}

function packDuty(row: Row, named: { pack: string; duty: string }): PackDutyRule {
  unique(row, "Obligation");
  const isEmpty = (column: string) => row.text(column) === "";
  const warnDays = isEmpty("Warn") ? null : warning(row);
  if (warnDays === null && !isEmpty("Warn")) {
    row.mend("Warn", { expected: WARN_FORM, instead: "the pack's own days of warning count" });
  }
  return {
    line: row.line,
    ...named,
    schedule: isEmpty("Schedule") ? null : schedule(row, "Schedule"),
    agent: isEmpty("Agent") ? null : agent(row, "Agent"),
    warnDays,
  };
}

const WARN_FORM = `days of warning such as \`14 days\`, at most ${WARN_LIMIT_DAYS}`;

/** The days of warning; null when the cell says none. */
function warning(row: Row): number | null {
  const text = row.text("Warn");
  const days = daysOf(/^\d+$/.test(text) ? `${text} days` : text, 0);
  return days === null || days > WARN_LIMIT_DAYS ? null : days;
}

/**
 * What the founder answered to the questions of the country's pack; an empty answer is none. A company that was set
 * up earlier has them in a table of their own: what the table Company says too counts from there.
 */
export function readSituation(
  reading: Reading,
  inCompany: readonly SituationRow[],
): SituationRow[] {
  const known = new Map(inCompany.map((row) => [row.question, row]));
  const rows = readRows(reading, "Situation", (row) => ({
    line: row.line,
    section: "Situation" as const,
    question: uniqueId(row, "Question"),
    answer: row.text("Our answer"),
  }));
  const older = (rows ?? []).filter(({ answer }) => answer !== "");
  for (const { line, question, answer } of older) {
    const other = known.get(question);
    if (other === undefined || other.answer === answer) continue;
    warningAt(reading, line, {
      what: `the answer "${answer}" to "${question}", which is "${other.answer}" in "Company"`,
      expected: "one answer",
      fix: `Delete this row: that of "Company" on line ${other.line} counts.`,
    });
  }
  return [...inCompany, ...older.filter(({ question }) => !known.has(question))];
}
