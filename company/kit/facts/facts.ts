/**
 * Rules for the tables of knowledge skills: every figure has its source, the date on which it was
 * verified and the date by which it must be checked again. Which of them expire: expiring-facts.ts.
 */
import { checkSchedule } from "../../cron.ts";
import { isIsoDate } from "../../dates.ts";
import type { Finding } from "../../finding.ts";
import { sameName } from "../../markdown/table.ts";
import { MADE_MARK } from "../../pack/law-page.ts";
import type { KitFile } from "../context.ts";
import { errorAt } from "../findings.ts";
import { readFrontMatter } from "../front-matter.ts";
import { skillCountry } from "../pages/skills.ts";
import { checkDatesAhead } from "./dates-ahead.ts";
import type { SkillRow } from "./skill-tables.ts";
import { readSkillTable } from "./skill-tables.ts";

const FACTS = ["Fact", "Value", "Source", "Verified", "Check by"];
/** Tables that companies wrote before the column was there stay valid. */
const LINK = "Link";
/** Columns of the table; one that a company wrote before Link was there stays valid. */
export const FACTS_COLUMNS = { needed: FACTS, optional: [LINK] } as const;
const OBLIGATIONS = ["Obligation", "Schedule", "Agent", "Warn", "Applies to", "Source"];
const CADENCE = ["Prompt", "Schedule", "Agent", "Catch up"];

/** What the company is, as far as a skill must fit it. */
export interface FactsContext {
  /** ISO date. */
  today: string;
  now: Date;
  timeZone: string;
  /** null before `hq init`. */
  country: string | null;
}

/** What is wrong with the tables of one Markdown file of a skill, and with the skill's country. */
export function checkFacts(file: KitFile, context: FactsContext): Finding[] {
  const front = readFrontMatter(file.text);
  const country = front.kind === "fields" ? skillCountry(front) : null;
  const findings: Finding[] = [];
  if (country !== null && context.country !== null && !sameName(country, context.country)) {
    const line = front.kind === "fields" ? front.lineOf("metadata", "country") : 0;
    findings.push(
      errorAt(file.path, line, {
        what: `a skill for ${country} in a company in ${context.country}`,
        expected: `skills for ${context.country}, or for every country`,
        fix: "Run hq setup, which takes what came with the kit, or remove its folder: its figures are wrong for this company.",
      }),
    );
  }
  const facts = readSkillTable(file, "Facts", FACTS_COLUMNS);
  findings.push(...facts.findings);
  // Of a page that a pack makes, the pack's own check says which day of reading is to come.
  const today = file.text.includes(MADE_MARK) ? "9999-12-31" : context.today;
  for (const row of facts.rows) findings.push(...checkFact(file.path, row, today));
  if (country !== null && !facts.isThere) findings.push(noFacts(file.path, country));
  findings.push(...checkDuties(file, context), ...checkDatesAhead(file));
  return findings;
}

function noFacts(path: string, country: string): Finding {
  return errorAt(path, 0, {
    what: `a skill for ${country} without a table "## Facts"`,
    expected: `the columns ${FACTS.join(" | ")}`,
    fix: "Put every figure and rule into the table, with its source.",
  });
}

function checkFact(path: string, row: SkillRow, today: string): Finding[] {
  const { Fact = "", Verified = "", "Check by": checkBy = "" } = row.cells;
  const findings: Finding[] = [];
  for (const column of ["Fact", "Value", "Source"]) {
    if (row.cells[column]) continue;
    findings.push(
      errorAt(path, row.line, {
        what: `the fact "${Fact}" without ${column}`,
        expected: "a fact, its value and where it stands",
        fix: `Fill in ${column}, or remove the fact: what has no source is not known.`,
      }),
    );
  }
  for (const [column, value] of [
    ["Verified", Verified],
    ["Check by", checkBy],
  ] as const) {
    if (isIsoDate(value)) continue;
    findings.push(
      errorAt(path, row.line, {
        what: `the fact "${Fact}" with ${column} "${value}"`,
        expected: "a date such as 2026-11-20",
        fix: `Check the fact at its source and write the date into ${column}.`,
      }),
    );
  }
  findings.push(...checkLinks(path, row));
  if (findings.length > 0) return findings;
  if (Verified > today) {
    findings.push(
      errorAt(path, row.line, {
        what: `the fact "${Fact}" verified on ${Verified}, which is to come`,
        expected: `at most ${today}`,
        fix: "Correct the date.",
      }),
    );
  }
  return findings;
}

/** A fact that a person cannot follow to its source is only a claim. */
function checkLinks(path: string, row: SkillRow): Finding[] {
  const targets = (row.cells[LINK] ?? "").replaceAll(/\[[^\]]*\]\(([^)\s]*)\)/g, " $1 ");
  const wrong = targets.split(/\s+/).find((word) => word !== "" && !isHttps(word));
  if (wrong === undefined) return [];
  return [
    errorAt(path, row.line, {
      what: `the fact "${row.cells.Fact ?? ""}" with Link "${wrong}"`,
      expected: "the address of the official page, such as https://eur-lex.europa.eu/eli/…",
      fix: "Write the whole https address, several parted by a space, or leave the cell empty.",
    }),
  ];
}

function isHttps(text: string): boolean {
  const url = URL.parse(text.replace(/^<(.*)>$/, "$1"));
  return url !== null && url.protocol === "https:" && url.hostname.includes(".");
}

/** The tables that `hq init` copies into the constitution of a company in the skill's country. */
function checkDuties(file: KitFile, context: FactsContext): Finding[] {
  const obligations = readSkillTable(file, "Obligations", OBLIGATIONS);
  const cadence = readSkillTable(file, "Cadence", CADENCE);
  const findings = [...obligations.findings, ...cadence.findings];
  for (const row of obligations.rows) {
    const { Obligation = "", Source = "", Warn = "" } = row.cells;
    findings.push(...checkDuty(file.path, row, context));
    if (Source === "") {
      findings.push(
        errorAt(file.path, row.line, {
          what: `the obligation "${Obligation}" without a source`,
          expected: "the law and article, or the official page",
          fix: "Fill in Source, or remove the obligation.",
        }),
      );
    }
    if (!/^\d+( days?)?$/.test(Warn)) {
      findings.push(
        errorAt(file.path, row.line, {
          what: `the obligation "${Obligation}" with Warn "${Warn}"`,
          expected: "a number of days such as 14 days",
          fix: "Write the days of warning before the due day.",
        }),
      );
    }
  }
  for (const row of cadence.rows) findings.push(...checkDuty(file.path, row, context));
  return findings;
}

function checkDuty(path: string, row: SkillRow, context: FactsContext): Finding[] {
  const { Schedule = "", Agent = "" } = row.cells;
  const name = row.cells.Obligation ?? row.cells.Prompt ?? "";
  const findings: Finding[] = [];
  const problem = checkSchedule(Schedule.replaceAll("`", ""), context.timeZone, context.now);
  if (problem !== null) {
    findings.push(
      errorAt(path, row.line, {
        what: `"${name}" with the schedule "${Schedule}": ${problem}`,
        expected: "a cron expression that fires, such as `0 9 3 * *`",
        fix: "Correct the schedule.",
      }),
    );
  }
  if (name === "" || !/^[a-z][a-z0-9-]*$/.test(Agent)) {
    findings.push(
      errorAt(path, row.line, {
        what: `"${name}" for the agent "${Agent}"`,
        expected: "a name and the id of a department",
        fix: "Fill in both columns.",
      }),
    );
  }
  return findings;
}
