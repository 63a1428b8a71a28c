/** What comes back by itself. */
import { slugOf } from "../slug.ts";
import { agent, daysOf, schedule, unique, uniqueId } from "./cell-values.ts";
import type { Reading } from "./reading.ts";
import { readRows } from "./row.ts";
import type { CadenceRule, CatchUp, ObligationRule } from "./types.ts";

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

export function readObligations(reading: Reading): ObligationRule[] {
  const rows = readRows(reading, "Obligations", (row) => {
    const warn = row.text("Warn");
    const warnDays = daysOf(/^\d+$/.test(warn) ? `${warn} days` : warn, 0);
    if (warnDays === null || warnDays > WARN_LIMIT_DAYS) {
      row.mend("Warn", {
        expected: `days of warning such as \`14 days\`, at most ${WARN_LIMIT_DAYS}`,
        instead: "a warning comes 14 days before",
      });
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
      warnDays: warnDays === null || warnDays > WARN_LIMIT_DAYS ? 14 : warnDays,
    };
  });
  return rows ?? [];
}
