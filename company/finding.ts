/** A file that is wrong in every line must not bury its reader. */
const FINDINGS_LIMIT = 50;

/** One thing that is wrong in a file: where, what was found, what was expected and how to mend it. */
export interface Finding {
  /** Path from the company's root, with forward slashes. */
  file: string;
  /** 1-based; 0 when the finding is about the whole file. */
  line: number;
  /** An error stops what depends on the file; a warning does not; a note is no fault. */
  severity: "error" | "warning" | "note";
  what: string;
  expected: string;
  fix: string;
  /** Each single thing of a finding that stands for many; for --json. */
  details?: readonly string[];
}

/** `file:line: what; expected …. fix` as one sentence for people and models. */
export function findingSentence(finding: Finding): string {
  const place = finding.line > 0 ? `${finding.file}:${finding.line}` : finding.file;
  return `${place}: ${finding.what}, expected ${finding.expected}. ${finding.fix}`;
}

/** In the order of the file, the first fifty and how many more. */
export function firstFindings(findings: readonly Finding[]): Finding[] {
  const sorted = findings.toSorted((a, b) => a.line - b.line);
  const left = sorted.slice(FINDINGS_LIMIT);
  const next = left[0];
  if (next === undefined) return sorted;
  const summary: Finding = {
    file: next.file,
    line: next.line,
    severity: left.some(({ severity }) => severity === "error") ? "error" : "warning",
    what: `${left.length} more problems from here on`,
    expected: "none",
    fix: "Mend those above first.",
  };
  return [...sorted.slice(0, FINDINGS_LIMIT), summary];
}
