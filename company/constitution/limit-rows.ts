/** What stops the departments. */
import { isOneOf, required } from "./cell-values.ts";
import type { Reading } from "./reading.ts";
import { type Row, readRows } from "./row.ts";
import type { BudgetRule, ProtectedFile } from "./types.ts";

const PERIODS = ["run", "day", "week", "month"] as const;
const ALERT_AT = 0.8;

export function readBudgets(reading: Reading): BudgetRule[] {
  const rows = readRows(reading, "Budgets", (row) => {
    const budget = {
      line: row.line,
      scope: scope(row),
      limit: limit(row),
      per: period(row),
      alertAt: alertAt(row),
    };
    row.claim("Scope", `${budget.scope} per ${budget.per}`);
    return budget;
  });
  return rows ?? [];
}

function scope(row: Row): string {
  const text = row.text("Scope");
  const { departments } = row.reading;
  const known = ["company", "run", ...(departments ?? [])];
  if (known.includes(text) || (departments === null && text !== "")) return text;
  row.fault("Scope", { expected: `company, run or a row of "Departments"` });
  return text;
}

/** A limit in doubt is 0: it stops spending instead of letting it go on without an end. */
function limit(row: Row): number {
  const text = row.text("Limit");
  if (/^\d{1,9}(\.\d{1,2})?$/.test(text)) return Number(text);
  row.mend("Limit", { expected: "an amount such as 30 or 2.50", instead: "nothing may be spent" });
  return 0;
}

function period(row: Row): BudgetRule["per"] {
  const text = row.text("Per");
  if (row.text("Scope") === "run") {
    if (text !== "run") row.mend("Per", { expected: "run", instead: "it counts for each run" });
    return "run";
  }
  if (isOneOf(PERIODS, text)) return text;
  row.mend("Per", { expected: PERIODS.join(", "), instead: "the limit counts for a month" });
  return "month";
}

function alertAt(row: Row): number {
  const percent = Number(/^(\d{1,3}) ?%$/.exec(row.text("Alert at"))?.[1] ?? "0");
  if (percent >= 1 && percent <= 100) return percent / 100;
  row.mend("Alert at", { expected: "1% to 100%", instead: `it counts as ${ALERT_AT * 100}%` });
  return ALERT_AT;
}

/** What no agent may change even when the table cannot be read. */
const PROTECTED_BY_DEFAULT = [
  ".github/copilot-instructions.md",
  ".github/hooks/**",
  ".github/copilot/**",
  ".github/extensions/**",
  ".github/lsp.json",
  ".mcp.json",
  ".github/mcp.json",
  ".vscode/**",
  ".git/**",
  "BOARD.md",
  "package.json",
  "bin/**",
  "dist/**",
  ".hq-kit/**",
  "memory*.jsonl",
  ".memory/**",
  ".hq/**",
];

export function defaultProtectedFiles(): ProtectedFile[] {
  return PROTECTED_BY_DEFAULT.map((path) => ({ line: 0, path }));
}

export function readProtectedFiles(reading: Reading): ProtectedFile[] {
  const rows = readRows(reading, "Protected files", (row) => ({ line: row.line, path: glob(row) }));
  return rows ?? defaultProtectedFiles();
}

function glob(row: Row): string {
  const path = required(row, "Path");
  // A leading ! would turn the pattern around, and the others never match a path from the root.
  if (path !== "" && (/^[!/]|^\.\/|^[A-Za-z]:|\\/.test(path) || path.split("/").includes(".."))) {
    row.fault("Path", { expected: "a path or glob from the root, with /, such as bin/**" });
  }
  return path;
}
