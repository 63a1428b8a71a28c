/** Checks the fields of a front matter block against a table of what each may be. */
import type { Finding } from "../finding.ts";
import { errorAt, oneOf, warningAt } from "./findings.ts";
import type { FrontMatterFields } from "./front-matter.ts";

type FieldType = "string" | "boolean" | "list of strings" | "map of strings" | "list" | "any";

interface FieldRule {
  type: FieldType | readonly FieldType[];
  required?: boolean;
  maxChars?: number;
  /** A field that the client knows and the kit refuses: why, and what to do. */
  refused?: { severity: "error" | "warning"; why: string; fix: string };
}

export type FieldRules = Readonly<Record<string, FieldRule>>;

/** What is wrong with the fields of `file`: unknown, refused, missing, of a wrong type, too long. */
export function checkFields(file: string, front: FrontMatterFields, rules: FieldRules): Finding[] {
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries(front.data)) {
    const line = front.lineOf(name);
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) findings.push(unknownField(file, line, { name, rules }));
    else if (rule.refused !== undefined) findings.push(refusedField(file, line, { name, ...rule }));
    else findings.push(...checkValue(file, line, { name, value, rule }));
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (rule.required !== true || Object.hasOwn(front.data, name)) continue;
    findings.push(
      errorAt(file, 1, {
        what: `no field "${name}"`,
        expected: `"${name}" (${typeWords(rule)}) in the front matter`,
        fix: `Add ${name}: to the front matter.`,
      }),
    );
  }
  return findings;
}

function unknownField(
  file: string,
  line: number,
  found: { name: string; rules: FieldRules },
): Finding {
  const known = Object.entries(found.rules).filter(([, rule]) => rule.refused === undefined);
  return warningAt(file, line, {
    what: `the unknown field "${found.name}"`,
    expected: oneOf(known.map(([name]) => name)),
    fix: "Correct the spelling or remove it: the clients ignore it.",
  });
}

function refusedField(file: string, line: number, found: FieldRule & { name: string }): Finding {
  const { severity, why, fix } = found.refused ?? { severity: "error", why: "", fix: "" };
  const words = { what: `the field "${found.name}"`, expected: `none: ${why}`, fix };
  return severity === "error" ? errorAt(file, line, words) : warningAt(file, line, words);
}

function checkValue(
  file: string,
  line: number,
  found: { name: string; value: unknown; rule: FieldRule },
): Finding[] {
  const { name, value, rule } = found;
  const types = typeof rule.type === "string" ? [rule.type] : rule.type;
  if (!types.some((type) => isOfType(value, type))) {
    return [
      errorAt(file, line, {
        what: `"${name}" is ${describe(value)}`,
        expected: `a ${typeWords(rule)}`,
        fix: "Correct the value; quote text that looks like a number, a date or true.",
      }),
    ];
  }
  if (typeof value !== "string") return [];
  if (value.trim() === "") {
    return [
      errorAt(file, line, {
        what: `"${name}" is empty`,
        expected: "a text",
        fix: `Fill in ${name}, or remove the field.`,
      }),
    ];
  }
  const length = [...value].length;
  if (rule.maxChars === undefined || length <= rule.maxChars) return [];
  return [
    errorAt(file, line, {
      what: `"${name}" has ${length} characters`,
      expected: `at most ${rule.maxChars}`,
      fix: "Shorten it: the clients do not load the file.",
    }),
  ];
}

function typeWords(rule: FieldRule): string {
  return oneOf(typeof rule.type === "string" ? [rule.type] : rule.type);
}

function isOfType(value: unknown, type: FieldType): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value);
    case "list of strings":
      return isTextList(value);
    case "map of strings":
      return isRecord(value) && Object.values(value).every((entry) => typeof entry === "string");
    case "any":
      return true;
  }
}

/** What a YAML or JSON value is, in words. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "object") return "a map";
  return `the ${typeof value} ${JSON.stringify(value)}`;
}

/** A list whose every entry is a non-empty text. */
export function isTextList(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.every((entry) => typeof entry === "string" && entry.trim() !== "")
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}
