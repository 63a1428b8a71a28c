import { type Finding, firstFindings } from "../finding.ts";
import { readPage } from "../markdown/page.ts";
import { readCompany, UNKNOWN_COMPANY } from "./company-fields.ts";
import { readFreshFacts, readProducts, readRetention, readStatementLevels } from "./fact-rows.ts";
import {
  defaultProtectedFiles,
  readBudgets,
  readPrices,
  readProtectedFiles,
} from "./limit-rows.ts";
import { readDepartments, readMemoryOwnership, readReviewTriggers } from "./people-rows.ts";
import { errorAt, type Reading } from "./reading.ts";
import { readCadence, readObligations, readSituation } from "./schedule-rows.ts";
import type { Constitution } from "./types.ts";

/** Five times the size at which `hq doctor` complains; the page is sent with every request. */
const LIMIT_CHARS = 60_000;

/**
 * The constitution's tables as values, and what is wrong in them. Always gives a value and never
 * throws: a malformed row is left out, or kept with the safest meaning where leaving it out would
 * take a guard away (an unknown reviewer is the founder, a bad limit is 0, a level in doubt is
 * THESIS); each finding says which. `file` is the path to name in findings.
 */
export function parseConstitution(
  text: string,
  file: string,
): { constitution: Constitution; findings: Finding[] } {
  const findings: Finding[] = [];
  const unreadable = unreadableText(text, file);
  const page = unreadable === null ? readPage(text) : null;
  if (page === null) {
    findings.push(unreadable ?? tooDeep(file));
    return { constitution: unknownConstitution(), findings };
  }
  const reading: Reading = { file, page, findings, departments: null };
  const departments = readDepartments(reading);
  const { company, answers } = readCompany(reading);
  const constitution: Constitution = {
    company,
    products: readProducts(reading),
    departments,
    reviewTriggers: readReviewTriggers(reading),
    statementLevels: readStatementLevels(reading),
    freshFacts: readFreshFacts(reading),
    memoryOwnership: readMemoryOwnership(reading),
    retention: readRetention(reading),
    cadence: readCadence(reading),
    ...readObligations(reading),
    situation: readSituation(reading, answers),
    budgets: readBudgets(reading, company.currency),
    prices: readPrices(reading, company.currency),
    protectedFiles: readProtectedFiles(reading),
  };
  reportWholePage(reading, text);
  return { constitution, findings: firstFindings(findings) };
}

/** What is known when nothing can be read. */
function unknownConstitution(): Constitution {
  return {
    company: { ...UNKNOWN_COMPANY },
    products: [],
    departments: [],
    reviewTriggers: [],
    statementLevels: [],
    freshFacts: [],
    memoryOwnership: [],
    retention: [],
    cadence: [],
    obligations: [],
    packDuties: [],
    situation: [],
    budgets: [],
    prices: [],
    protectedFiles: defaultProtectedFiles(),
  };
}

function unreadableText(text: string, file: string): Finding | null {
  const error = { file, line: 0, severity: "error", fix: "Restore the file from git." } as const;
  if (text.length > LIMIT_CHARS) {
    const expected = `at most ${LIMIT_CHARS}: the page is sent with every request`;
    return { ...error, what: `a page of ${text.length} characters`, expected };
  }
  if (text.replace(/^\uFEFF/, "").trim() === "") {
    return { ...error, what: "an empty page", expected: "the constitution with its tables" };
  }
  const binary = /\0/.exec(text);
  if (binary === null) return null;
  const line = text.slice(0, binary.index).split(/\r\n|\n|\r/).length;
  return { ...error, line, what: "a NUL byte", expected: "text" };
}

function tooDeep(file: string): Finding {
  return {
    file,
    line: 0,
    severity: "error",
    what: "lists or quotes nested deeper than 16 levels",
    expected: "headings and tables",
    fix: "Restore the file from git.",
  };
}

/** Why several sections can seem to be missing at once, or hold rows that nobody wrote. */
function reportWholePage(reading: Reading, text: string): void {
  const { unclosed } = reading.page;
  if (unclosed !== null) {
    errorAt(reading, unclosed.line, {
      what: `the ${unclosed.what} that begins here never ends`,
      expected: "its closing line",
      fix: "Close it: nothing below it is read.",
    });
  }
  const conflict = /^(?:<{7}|>{7})(?: |$)/m.exec(text);
  if (conflict !== null) {
    errorAt(reading, text.slice(0, conflict.index).split("\n").length, {
      what: "a conflict marker of a merge",
      expected: "one version",
      fix: "Decide between the two versions and delete the markers.",
    });
  }
}
