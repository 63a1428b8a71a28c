/** What stops the departments. */
import { readCurrency } from "../budget/currency.ts";
import {
  isMoney,
  LIMIT_EXAMPLES,
  type Limit,
  readLimit,
  readWritten,
  type Unit,
} from "../budget/limit.ts";
import { POSTS } from "../posts/post-caps.ts";
import { isOneOf, required } from "./cell-values.ts";
import type { Reading } from "./reading.ts";
import { type Row, readRows } from "./row.ts";
import type { BudgetRule, PriceRule, ProtectedFile } from "./types.ts";

const PERIODS = ["run", "day", "week", "month"] as const;
const ALERT_AT = 0.8;

/** `currency` is the company's. */
export function readBudgets(reading: Reading, currency: string): BudgetRule[] {
  const rows = readRows(reading, "Budgets", (row) => {
    const budget = {
      line: row.line,
      scope: scope(row),
      limit: limit(row, currency),
      per: period(row),
      alertAt: alertAt(row),
    };
    row.claim("Scope", `${budget.scope} per ${budget.per} in ${budget.limit.unit}`);
    return budget;
  });
  return rows ?? [];
}

function scope(row: Row): string {
  const text = row.text("Scope");
  const { departments } = row.reading;
  const known = ["company", "run", POSTS, ...(departments ?? [])];
  if (known.includes(text) || (departments === null && text !== "")) return text;
  row.fault("Scope", { expected: `company, run, posts or a row of "Departments"` });
  return text;
}

/** A limit in doubt is 0: it stops spending instead of letting it go on without an end. */
function limit(row: Row, currency: string): Limit {
  const read = readLimit(row.text("Limit"), currency);
  if (row.text("Scope") === POSTS) return postLimit(row, read);
  const isEachRun = row.text("Scope") === "run" || row.text("Per") === "run";
  if (read !== null && read.unit !== "posts" && !(read.unit === "runs" && isEachRun)) return read;
  const expected =
    read === null || read.unit === "posts"
      ? LIMIT_EXAMPLES
      : "money, tokens, calls, minutes or credits for each run";
  row.mend("Limit", { expected, instead: "nothing may be spent" });
  return { amount: 0, unit: currency };
}

/** Channels charge in US dollars, and nobody knows today's price of one in another currency. */
function postLimit(row: Row, read: Limit | null): Limit {
  if (read !== null && ["posts", "USD"].includes(read.unit) && row.text("Per") !== "run")
    return read;
  const expected = "20 posts, or 5 USD, which is what channels charge in, per day, week or month";
  row.mend("Limit", { expected, instead: "nothing may be sent" });
  return { amount: 0, unit: "posts" };
}

/** What the models cost; none where the founder gave no prices. `currency` is the company's. */
export function readPrices(reading: Reading, currency: string): PriceRule[] {
  const rows = readRows(reading, "Prices", (row) => {
    const unit = priceUnit(row, currency);
    const input = price(row, "Input", unit);
    const model = priceModel(row);
    if (model !== "") row.claim("Model", `${model} in ${unit}`);
    const cached = isEmptyCell(row.text("Cached")) ? input : price(row, "Cached", unit);
    return { line: row.line, model, input, cached, output: price(row, "Output", unit), unit };
  });
  return rows ?? [];
}

/** Any other place of a `*` would look like a rule and meet no model. */
function priceModel(row: Row): string {
  const model = required(row, "Model").toLowerCase();
  if (model.slice(0, -1).includes("*")) {
    row.fault("Model", { expected: "a name, with * only at its end, such as gpt-5*" });
  }
  return model;
}

/** `$2.50` is one in a row whose currency is the US dollar. */
function price(row: Row, column: string, unit: Unit): number {
  const written = readWritten(row.text(column));
  const marks = [written?.before ?? "", written?.after ?? ""].filter((mark) => mark !== "");
  const isSame = marks.every((mark) => isMoney(unit) && readCurrency(mark, unit) === unit);
  if (written !== null && written.factor === 1 && written.number < 1e6 && isSame) {
    return written.number;
  }
  const expected = isMoney(unit)
    ? `what a million tokens cost in ${unit}, such as 2.50`
    : "what a million tokens cost, such as 2.50";
  row.fault(column, { expected });
  return 0;
}

/** A dash is how people fill a cell that says nothing. */
function isEmptyCell(text: string): boolean {
  return /^[-–—]?$/.test(text);
}

function priceUnit(row: Row, currency: string): Unit {
  const text = row.text("Currency");
  if (isEmptyCell(text)) return currency;
  const unit = /^credits?$/i.test(text) ? "credits" : readCurrency(text, currency);
  if (unit !== null) return unit;
  row.fault("Currency", { expected: "an ISO 4217 code such as EUR, or credits" });
  return currency;
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
