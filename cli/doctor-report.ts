/** The doctor's words for a person: grouped by file, a few short lines for each finding. */
import type { Finding } from "../company/finding.ts";
import type { Io } from "./context.ts";
import { asTyped, colors, plain } from "./output.ts";

const WIDEST_COLUMNS = 80;
const NARROWEST_COLUMNS = 30;

/** The whole report, ending with a line that counts. */
export function renderReport(findings: readonly Finding[], io: Io): string {
  const width = Math.max(NARROWEST_COLUMNS, Math.min(io.columns, WIDEST_COLUMNS));
  const paint = colors(io);
  const lines: string[] = [];
  for (const [file, group] of Map.groupBy(findings, ({ file }) => file)) {
    const title = file === "." ? "This machine and repository" : file;
    lines.push(...wrap(title, width, "").map((line) => paint.bold(line)));
    for (const finding of group) lines.push(...renderFinding(finding, { width, io }));
    lines.push("");
  }
  lines.push(...wrap(countLine(findings), width, ""));
  return `${lines.join("\n")}\n`;
}

function renderFinding(finding: Finding, { width, io }: { width: number; io: Io }): string[] {
  const paint = colors(io);
  const isError = finding.severity === "error";
  const place = finding.line > 0 ? `line ${finding.line}: ` : "";
  const [first = "", ...rest] = wrap(`${finding.severity}: ${place}${finding.what}`, width, "  ");
  const painted = first.replace(finding.severity, isError ? paint.red : paint.yellow);
  return [
    painted,
    ...rest,
    ...wrap(`expected: ${finding.expected}`, width, "    "),
    ...wrap(`fix: ${asTyped(io, finding.fix)}`, width, "    "),
  ];
}

/** `2 errors and 1 warning in 2 files.` */
export function countLine(findings: readonly Finding[]): string {
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

/** Lines of at most `width`, later ones two deeper; a longer word is cut, never run over the edge. */
function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  let isFresh = true;
  for (const word of plain(text).split(/\s+/).filter(Boolean)) {
    let rest = word;
    if (!isFresh && line.length + 1 + rest.length > width) {
      lines.push(line);
      line = `${indent}  `;
      isFresh = true;
    }
    while (isFresh && line.length + rest.length > width) {
      lines.push(line + rest.slice(0, width - line.length));
      rest = rest.slice(width - line.length);
      line = `${indent}  `;
    }
    line += isFresh ? rest : ` ${rest}`;
    isFresh = false;
  }
  return [...lines, line];
}
