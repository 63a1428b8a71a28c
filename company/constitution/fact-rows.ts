/** What may be said, and how long facts live. */
import { daysOf, isOneOf, unique, uniqueId, url } from "./cell-values.ts";
import type { Reading } from "./reading.ts";
import { type Row, readRows } from "./row.ts";
import type {
  FreshFact,
  Keep,
  Product,
  ProductStatus,
  RetentionRule,
  StatementLevel,
  StatementLevelRule,
} from "./types.ts";

const STATUSES = ["idea", "building", "beta", "live", "paused", "retired"] as const;
const LEVELS = ["THESIS", "ROADMAP", "LIVE"] as const;

export function readProducts(reading: Reading): Product[] {
  const rows = readRows(reading, "Products", (row) => ({
    line: row.line,
    name: unique(row, "Product"),
    status: productStatus(row),
    stack: row.text("Stack"),
    url: url(row, "URL"),
    socialUrl: url(row, "Social URL"),
    note: row.text("Note"),
  }));
  return rows ?? [];
}

function productStatus(row: Row): ProductStatus {
  const text = row.text("Status");
  if (isOneOf(STATUSES, text)) return text;
  row.fault("Status", { expected: STATUSES.join(", ") });
  return "idea";
}

export function readStatementLevels(reading: Reading): StatementLevelRule[] {
  const rows = readRows(reading, "Statement levels", (row) => ({
    line: row.line,
    topic: unique(row, "Topic"),
    level: statementLevel(row),
    evidence: row.text("Evidence"),
  }));
  return rows ?? [];
}

/** A row in doubt stays, at the lowest level: without it the topic would be free to claim. */
function statementLevel(row: Row): StatementLevel {
  const text = row.text("Level");
  const instead = "the topic counts as THESIS";
  if (!isOneOf(LEVELS, text)) {
    row.mend("Level", { expected: LEVELS.join(", "), instead });
    return "THESIS";
  }
  if (text === "LIVE" && row.text("Evidence") === "") {
    row.mend("Evidence", { expected: "what proves a topic of level LIVE", instead });
    return "THESIS";
  }
  return text;
}

export function readFreshFacts(reading: Reading): FreshFact[] {
  const rows = readRows(reading, "Fresh facts", (row) => {
    const days = daysOf(row.text("Fresh for"), 1);
    if (days === null) row.fault("Fresh for", { expected: "a time such as `7 days` or `2 weeks`" });
    return { line: row.line, entityType: uniqueId(row, "Entity type"), days: days ?? 1 };
  });
  return rows ?? [];
}

/** A row in doubt is left out: what has no row is kept. */
export function readRetention(reading: Reading): RetentionRule[] {
  const rows = readRows(reading, "Retention", (row) => {
    const keep = keepOf(row.text("Keep"));
    if (keep === null) {
      row.fault("Keep", { expected: "`7 days`, `30 days after completed` or `forever`" });
    }
    return {
      line: row.line,
      entityType: uniqueId(row, "Entity type"),
      keep: keep ?? ({ kind: "forever" } as const),
    };
  });
  return rows ?? [];
}

function keepOf(text: string): Keep | null {
  if (text.toLowerCase() === "forever") return { kind: "forever" };
  const time = text.replace(/ after completed$/i, "");
  const days = daysOf(time, 1);
  if (days === null) return null;
  return { kind: time === text ? "days" : "days-after-completed", days };
}
