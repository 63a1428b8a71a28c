/** Who owns, reviews and writes what. */
import { agent, expectedAgent, isAgent, list, required, uniqueId } from "./cell-values.ts";
import { errorAt, type Reading } from "./reading.ts";
import { type Row, readRows } from "./row.ts";
import { FOUNDER } from "./sections.ts";
import type { Department, MemoryOwnership, ReviewTrigger } from "./types.ts";

/** The departments, and from here on the ids that other tables may name. */
export function readDepartments(reading: Reading): Department[] {
  const departments = readRows(reading, "Departments", (row) => {
    if (row.text("Agent") === FOUNDER) {
      const expected = "departments: the founder is above them and needs no row";
      row.fault("Agent", { expected, fix: "Delete the row" });
    }
    return {
      line: row.line,
      agent: uniqueId(row, "Agent"),
      owns: row.text("Owns"),
      approves: row.text("Approves"),
    };
  });
  if (departments === null) return [];
  if (departments.length > 0) reading.departments = new Set(departments.map((row) => row.agent));
  else {
    errorAt(reading, 0, {
      what: `no department in "Departments"`,
      expected: "at least one",
      fix: "Add a row for each agent file, or restore the table from git.",
    });
  }
  return departments;
}

export function readReviewTriggers(reading: Reading): ReviewTrigger[] {
  const rows = readRows(reading, "Review triggers", (row) => {
    const signals = list(row, "Signals");
    if (signals.length === 0) {
      const expected = "words between commas: without one the review is never asked for";
      row.fault("Signals", { expected, fix: "Fill them in" });
    }
    return {
      line: row.line,
      topic: required(row, "When the work touches"),
      signals,
      // Left out, a review would silently lapse: the founder takes it instead.
      reviewer: agent(row, "Reviewer"),
    };
  });
  return rows ?? [];
}

export function readMemoryOwnership(reading: Reading): MemoryOwnership[] {
  const rows = readRows(reading, "Memory ownership", (row) => ({
    line: row.line,
    entityType: uniqueId(row, "Entity type"),
    writers: writers(row),
  }));
  return rows ?? [];
}

function writers(row: Row): string[] {
  const names = [...new Set(list(row, "Written by"))];
  if (names.length === 1 && names[0] === "*") return names;
  const known = names.filter((name) => isAgent(row, name));
  if (known.length === names.length && names.length > 0) return names;
  const kept = known.length > 0 ? known : [FOUNDER];
  row.mend("Written by", {
    expected: `* alone, or between commas ${expectedAgent(row)}`,
    instead: `only ${kept.join(", ")} may write it`,
  });
  return kept;
}
