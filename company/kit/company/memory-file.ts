/**
 * Rules for the lines of `memory.jsonl`. The memory server mends what it can at its next load; this
 * tells the founder beforehand, with the line.
 */
import { isIsoDate } from "../../dates.ts";
import type { Finding } from "../../finding.ts";
import { hasLabel } from "../../labelled-lines.ts";
import { parseLesson } from "../../lessons/lesson.ts";
import type { KitFile } from "../context.ts";
import { describe, isRecord } from "../fields.ts";
import { errorAt, warningAt } from "../findings.ts";

/** A file with more faults than this has one cause, and a longer list would hide it. */
const LIMIT_FINDINGS = 50;

interface Seen {
  /** Line of the first record of each entity name. */
  entities: Map<string, number>;
  relations: Map<string, number>;
  ends: { line: number; name: string }[];
}

/** What is wrong with the lines of a memory file: at most 50 findings. */
export function checkMemoryFile(file: KitFile): Finding[] {
  const findings: Finding[] = [];
  const seen: Seen = { entities: new Map(), relations: new Map(), ends: [] };
  let line = 0;
  for (const raw of file.text.split("\n")) {
    line += 1;
    const text = raw.replace(/^\uFEFF/, "").trim();
    // The marks of a merge conflict are reported once, with the form of the file.
    if (text === "" || /^(<{7}|\|{7}|={7}|>{7})( |$)/.test(text)) continue;
    findings.push(...checkLine({ path: file.path, line, text }, seen));
  }
  findings.push(...danglingEnds(file.path, seen));
  if (findings.length <= LIMIT_FINDINGS) return findings;
  const left = findings.length - LIMIT_FINDINGS;
  return [
    ...findings.slice(0, LIMIT_FINDINGS),
    errorAt(file.path, 0, {
      what: `${left} more faults`,
      expected: "one record on each line",
      fix: "Mend the ones above first, or restore the file from git.",
    }),
  ];
}

interface Line {
  path: string;
  line: number;
  text: string;
}

function checkLine(at: Line, seen: Seen): Finding[] {
  let value: unknown;
  try {
    value = JSON.parse(at.text);
  } catch {
    return [
      errorAt(at.path, at.line, {
        what: "a line that is not JSON",
        expected: "one entity or relation on each line",
        fix: "Mend it; the memory server would set it aside at its next start.",
      }),
    ];
  }
  if (!isRecord(value)) {
    return [
      errorAt(at.path, at.line, {
        what: `a line that is ${describe(value)}`,
        expected: '{"type":"entity", … } or {"type":"relation", … }',
        fix: "Remove it, or write it as an observation of an entity.",
      }),
    ];
  }
  if (value.type === "entity") return checkEntity(at, value, seen);
  if (value.type === "relation") return checkRelation(at, value, seen);
  return [
    warningAt(at.path, at.line, {
      what: `a record of the type ${JSON.stringify(value.type) ?? "nothing"}`,
      expected: '"entity" or "relation"',
      fix: "Correct the type: the memory carries the line along and no agent sees it.",
    }),
  ];
}

function checkEntity(at: Line, value: Record<string, unknown>, seen: Seen): Finding[] {
  const { name, entityType, observations } = value;
  const wrong = [
    isText(name) ? "" : "name",
    isText(entityType) ? "" : "entityType",
    isTexts(observations) ? "" : "observations",
  ].filter(Boolean);
  if (!isText(name) || !isText(entityType) || !isTexts(observations)) {
    return [
      errorAt(at.path, at.line, {
        what: `an entity with an unusable ${wrong.join(" and ")}`,
        expected: "name and entityType as texts, observations as a list of texts",
        fix: "Mend the line; the memory server would set it aside.",
      }),
    ];
  }
  const first = seen.entities.get(name);
  if (first !== undefined) {
    return [
      warningAt(at.path, at.line, {
        what: `a second entity "${name}" (the first is on line ${first})`,
        expected: "one line for each entity",
        fix: "Join the two; the memory server adds up their observations.",
      }),
    ];
  }
  seen.entities.set(name, at.line);
  if (entityType === "lesson") return checkLesson(at, name, observations);
  if (entityType === "deadline") return checkDeadline(at, name, observations);
  return [];
}

function checkLesson(at: Line, name: string, observations: string[]): Finding[] {
  const parsed = parseLesson({ name, observations });
  if (parsed.kind === "lesson") return [];
  // Each problem says what it expected; here one line of the report says it for all.
  const problems = parsed.problems.map((problem) => problem.replace(/, expected .*$/s, ""));
  return [
    warningAt(at.path, at.line, {
      what: `the lesson "${name}": ${problems.join("; ")}`,
      expected: "Agent, Category, Summary, Detail and Action as observations",
      fix: "Mend it: the Improver only learns from a whole lesson.",
    }),
  ];
}

/** As the plan reads it: a date in the name is its day, and a label counts in any case of letters. */
function checkDeadline(at: Line, name: string, observations: string[]): Finding[] {
  const said = labelled(observations, "Due");
  const named = /\d{4}-\d{2}-\d{2}/.exec(name)?.[0] ?? null;
  const due = said ?? named;
  if (due === null || !isIsoDate(due.slice(0, 10))) {
    return [
      errorAt(at.path, at.line, {
        what: `the deadline "${name}" ${due === null ? "without a Due date" : `due "${due}"`}`,
        expected: "an observation Due: 2026-11-30",
        fix: "Add the date: nobody is warned of a deadline without one.",
      }),
    ];
  }
  // One that was moved by a second line keeps the name of its first day.
  const isSame = named === null || said === null || labelled(observations, "Due", named) !== null;
  if (isSame) return [];
  return [
    warningAt(at.path, at.line, {
      what: `the deadline "${name}" due ${due}`,
      expected: "the same date in the name and in Due",
      fix: "Correct the one that is wrong.",
    }),
  ];
}

function checkRelation(at: Line, value: Record<string, unknown>, seen: Seen): Finding[] {
  const { from, to, relationType } = value;
  if (!isText(from) || !isText(to) || !isText(relationType)) {
    return [
      errorAt(at.path, at.line, {
        what: "a relation without a usable from, to or relationType",
        expected: "three texts",
        fix: "Mend the line; the memory server would set it aside.",
      }),
    ];
  }
  const key = JSON.stringify([from, to, relationType]);
  const first = seen.relations.get(key);
  if (first !== undefined) {
    return [
      warningAt(at.path, at.line, {
        what: `the same relation as on line ${first}`,
        expected: "each relation once",
        fix: "Remove one of the two lines.",
      }),
    ];
  }
  seen.relations.set(key, at.line);
  seen.ends.push({ line: at.line, name: from }, { line: at.line, name: to });
  return [];
}

/** Relations come after entities in the file, but a person may have put them anywhere. */
function danglingEnds(path: string, seen: Seen): Finding[] {
  return seen.ends
    .filter(({ name }) => !seen.entities.has(name))
    .map(({ line, name }) =>
      warningAt(path, line, {
        what: `a relation with "${name}", which is no entity`,
        expected: "two entities of this file",
        fix: "Correct the name, or remove the relation.",
      }),
    );
}

/** The newest text after `Label:` (the last one; with `wanted` only that date), null when there is none. */
function labelled(observations: readonly string[], label: string, wanted?: string): string | null {
  const found = observations
    .filter((text) => hasLabel(text, label))
    .map((text) => text.slice(label.length + 1).trim());
  const isWanted = (text: string) => wanted === undefined || text.slice(0, 10) === wanted;
  return found.findLast((text) => text !== "" && isWanted(text)) ?? null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
