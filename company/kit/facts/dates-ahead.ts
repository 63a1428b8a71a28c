/**
 * The table "Dates ahead" of a skill: days of the law that come once, such as the end of a
 * transition. A page of the company has them, so that they come with an upgrade and go with the skill.
 */
import { isIsoDate } from "../../dates.ts";
import type { Finding } from "../../finding.ts";
import type { KitFile } from "../context.ts";
import { errorAt } from "../findings.ts";
import { readSkillTable } from "./skill-tables.ts";

const HEADING = "Dates ahead";
const COLUMNS = ["Date", "What", "Agent", "Warn", "Source"];

export interface DateAhead {
  /** ISO date. */
  date: string;
  what: string;
  /** Department id. */
  agent: string;
  warnDays: number;
  /** Law and article, or the official page. */
  source: string;
}

/** The rows that can be read, in the order of the pages. */
export function datesAhead(pages: readonly KitFile[]): DateAhead[] {
  return pages.flatMap((page) =>
    readSkillTable(page, HEADING, COLUMNS).rows.flatMap(({ cells }): DateAhead[] => {
      const { Date: date = "", What: what = "", Agent: agent = "", Source: source = "" } = cells;
      const warnDays = daysOf(cells.Warn ?? "");
      if (!isIsoDate(date) || what === "" || warnDays === null) return [];
      return [{ date, what, agent: agent.replace(/^@/, "").toLowerCase(), warnDays, source }];
    }),
  );
}

/** What is wrong with the rows of one page. */
export function checkDatesAhead(file: KitFile): Finding[] {
  const { rows, findings } = readSkillTable(file, HEADING, COLUMNS);
  const wrong = rows.flatMap(({ line, cells }) => {
    const problems: [string, string][] = [
      ...(isIsoDate(cells.Date ?? "") ? [] : [["Date", "a date such as 2026-12-15"] as const]),
      ...(cells.What ? [] : [["What", "what is to be done"] as const]),
      ...(/^@?[a-z][a-z0-9-]*$/i.test(cells.Agent ?? "")
        ? []
        : [["Agent", "the id of a department"] as const]),
      ...(daysOf(cells.Warn ?? "") === null ? [["Warn", "days such as 14 days"] as const] : []),
      ...(cells.Source ? [] : [["Source", "the law and article, or the official page"] as const]),
    ].map(([column, expected]) => [column, expected]);
    return problems.map(([column, expected]) =>
      errorAt(file.path, line, {
        what: `a date ahead with ${column} "${cells[column] ?? ""}"`,
        expected,
        fix: "Fill it in, or remove the row: it is in no plan like this.",
      }),
    );
  });
  return [...findings, ...wrong];
}

function daysOf(text: string): number | null {
  const days = /^(\d{1,3})(?: days?)?$/.exec(text)?.[1];
  return days === undefined ? null : Number(days);
}
