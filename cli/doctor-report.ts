/** The doctor's words for a person: grouped by file, a few short lines for each finding. */
import type { Finding } from "../company/finding.ts";
import { wrap } from "../company/wrap.ts";
import type { Io } from "./context.ts";
import { asTyped, colors, plain } from "./output.ts";

const WIDEST_COLUMNS = 80;
const NARROWEST_COLUMNS = 30;

/** The whole report, ending with a line that counts. */
export function renderReport(findings: readonly Finding[], io: Io): string {
  const narrow = Math.min(io.columns, WIDEST_COLUMNS);
  const width = Math.max(NARROWEST_COLUMNS, io.terminal === true ? io.columns - 2 : narrow);
  const paint = colors(io);
  const report: string[] = [];
  for (const [file, group] of Map.groupBy(findings, ({ file }) => file)) {
    const title = file === "." ? "This machine and repository" : file;
    report.push(...lines("", title, width).map((line) => paint.bold(line)));
    for (const finding of group) report.push(...renderFinding(finding, { width, io }));
    report.push("");
  }
  report.push(...lines("", countLine(findings), width));
  return `${report.join("\n")}\n`;
}

function renderFinding(finding: Finding, { width, io }: { width: number; io: Io }): string[] {
  const paint = colors(io);
  const shade = { error: paint.red, warning: paint.yellow, note: paint.cyan }[finding.severity];
  const place = finding.line > 0 ? `line ${finding.line}: ` : "";
  const [first = "", ...rest] = lines("  ", `${finding.severity}: ${place}${finding.what}`, width);
  const painted = first.replace(finding.severity, shade);
  return [
    painted,
    ...rest,
    ...lines("    ", `expected: ${finding.expected}`, width),
    ...lines("    ", `fix: ${asTyped(io, finding.fix)}`, width),
  ];
}

/** `2 errors and 1 warning in 2 files.` Notes are nothing to mend. */
export function countLine(all: readonly Finding[]): string {
  const findings = all.filter(({ severity }) => severity !== "note");
  if (findings.length === 0) return "Nothing to mend.";
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.length - errors;
  const parts = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  const files = new Set(findings.map(({ file }) => file).filter((file) => file !== ".")).size;
  const place = files === 0 ? "" : ` in ${counted(files, "file")}`;
  const end = errors === 0 ? ". Nothing stops the company." : ".";
  return `${parts.join(" and ")}${place}${end}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** Lines of at most `width`, later ones two deeper; a longer word is broken, never run over the edge. */
function lines(indent: string, text: string, width: number): string[] {
  const line = plain(text).replaceAll(/\s+/g, " ");
  return wrap(indent, line, { width, under: `${indent}  `, breakWords: true });
}
