/** The result of a check in words, for a person at a terminal and for a model. */
import { clip } from "../clip.ts";
import { wrap } from "../wrap.ts";
import type { ClaimFinding, DraftCheck, Statement } from "./types.ts";

const WIDTH = 78;
const SHOWN = 60;
/** The name of a work is to be copied, so it is kept whole. */
const WORK_CHARS = 300;
/** More than anybody answers at once; the JSON has them all. */
const STATEMENTS_SHOWN = 40;

export interface Rendered {
  /** What was checked, one line: a post's heading or a file's name. */
  title: string;
  check: DraftCheck;
  /** Added to each line, so that it is the line of the file. */
  lineOffset?: number;
  /** Columns; by default those of a terminal of 80. */
  width?: number;
}

/** The title with the count, each finding with its way out, and what somebody must answer. */
export function renderCheck({ title, check, lineOffset = 0, width = WIDTH }: Rendered): string {
  const wrapped = wrapper(width);
  if (check.kind === "refused") {
    return `${[...wrapped("", `${clip(title, WIDTH)}: refused`), ...wrapped("  ", check.reason)].join("\n")}\n`;
  }
  const lines = wrapped("", `${clip(title, 2 * WIDTH)}: ${countOf(check.findings)}`);
  for (const finding of check.findings) {
    for (const [indent, text] of findingTexts(finding, lineOffset)) {
      lines.push(...wrapped(indent, text));
    }
  }
  const open = check.statements.filter((statement) => statement.open.length > 0);
  if (open.length > 0) {
    lines.push(...wrapped("  ", "Statements that somebody must answer, since code cannot:"));
    for (const each of open.slice(0, STATEMENTS_SHOWN)) {
      lines.push(...wrapped("    ", statementText(each, lineOffset)));
    }
    const left = open.length - STATEMENTS_SHOWN;
    if (left > 0) lines.push(`    and ${left} more`);
  }
  return `${lines.join("\n")}\n`;
}

/** `2 blocking, 1 warning`, or `nothing found`. */
export function countOf(findings: readonly ClaimFinding[]): string {
  const blocking = findings.filter(({ severity }) => severity === "blocking").length;
  const warnings = findings.length - blocking;
  const parts = [
    ...(blocking > 0 ? [`${blocking} blocking`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []),
  ];
  return parts.length === 0 ? "nothing found" : parts.join(", ");
}

/** Each text with its indent. */
function findingTexts(finding: ClaimFinding, lineOffset: number): [string, string][] {
  const place = finding.line === 0 ? "" : `line ${finding.line + lineOffset}: `;
  const words = finding.words === "" ? "" : `"${clip(finding.words, SHOWN)}" `;
  return [
    ["  ", `${finding.severity}: ${place}${words}(${finding.rule})`],
    ["    ", finding.what],
    ["    ", finding.wayOut],
  ];
}

/** `3. line 5: "words": why`; the number is what an answer names. */
export function statementText(
  { number, line, text, open }: Pick<Statement, "number" | "line" | "text" | "open">,
  lineOffset: number,
): string {
  return `${number}. line ${line + lineOffset}: "${clip(text, SHOWN)}": ${open.join("; ")}`;
}

/** Lines no wider than asked, later ones two deeper; a word that is longer is cut, but for a work's name. */
function wrapper(width: number): (indent: string, text: string) => string[] {
  return (indent, text) => {
    const room = WIDTH - indent.length - 2;
    const words = text.split(/\s+/);
    const shown = words.map((word) => clip(word, word.startsWith("file:") ? WORK_CHARS : room));
    return wrap(indent, shown.join(" "), { width, under: `${indent}  ` });
  };
}
