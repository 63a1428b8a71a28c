/** What was spent, in words and bars for a terminal. */
import { amountWords } from "../company/budget/limit.ts";
import { type CapStanding, type SpentBy, shareUsed } from "../office/list-spend.ts";
import type { Io } from "./context.ts";
import { broken, colors, plain, widthOf } from "./output.ts";

const BAR_CHARS = 20;

/** `company per month  [#####···············]  25% of 30,000,000 tokens`, and below what it leads to. */
export function capLines(io: Io, cap: CapStanding): string {
  const { scope, per, alertAt } = cap;
  const share = shareUsed(cap);
  const c = colors(io);
  const paint = share >= 1 ? c.red : share >= alertAt ? c.yellow : c.green;
  const name = scope === "run" || per === "run" ? `${scope}, each run` : `${scope} per ${per}`;
  const percent = `${Math.floor(share * 100)}%`;
  const head = `${plain(name)}  ${percent} of ${cap.words}`;
  const bar = `  ${barOf(share, cap.limit === 0 ? 1 : cap.held / cap.limit)}`;
  const rest = widthOf(io) - bar.length - 2;
  const [first = "", ...more] = broken({ ...io, columns: rest }, wordsOf(cap), "")
    .trimEnd()
    .split("\n");
  const under = more.map((line) => `${" ".repeat(bar.length + 2)}${line}\n`).join("");
  return `${c.bold(head.slice(0, widthOf(io)))}\n${paint(bar)}  ${first}\n${under}`;
}

/** Full for what is used, dots for what runs at work have set aside. */
function barOf(used: number, held: number): string {
  const chars = (share: number) => Math.min(BAR_CHARS, Math.round(share * BAR_CHARS));
  const [full, set] = [chars(used), Math.max(chars(held), chars(used))];
  return `[${"#".repeat(full)}${":".repeat(set - full)}${"-".repeat(BAR_CHARS - set)}]`;
}

function wordsOf({
  per,
  unit,
  limit,
  used,
  held,
  forecast,
  hasWarned,
  unpriced,
}: CapStanding): string {
  const amount = (value: number) => amountWords({ amount: value, unit });
  const words = [per === "run" ? `the dearest used ${amount(used)}` : `${amount(used)} used`];
  if (held > used) words.push(`${amount(held - used)} more set aside`);
  if (forecast !== null && used > 0) {
    const over = forecast > limit ? ", over the cap" : "";
    words.push(`at this pace ${amount(forecast)} by the end of the ${per}${over}`);
  }
  if (hasWarned) words.push("it has warned");
  if (unpriced.length > 0) {
    const models = unpriced
      .map((model) => (model === "" ? "a model of no name" : model))
      .join(", ");
    words.push(`without a price, and so stopped: ${models}`);
  }
  return `${words.join("; ")}.`;
}

/** A line for each, numbers in columns. */
export function spentLines(io: Io, title: string, spent: readonly SpentBy[]): string {
  const rows = spent.map(({ name, runs, calls, tokens, isEstimated, cost }) => [
    plain(name),
    amountWords({ amount: runs, unit: "runs" }),
    amountWords({ amount: calls, unit: "calls" }),
    `${isEstimated ? "~" : ""}${amountWords({ amount: tokens, unit: "tokens" })}`,
    Object.entries(cost)
      .map(([unit, amount]) => amountWords({ amount, unit }))
      .join(", "),
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) => {
    const [name = "", ...numbers] = row.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    );
    return `  ${[name, ...numbers]
      .join("  ")
      .trimEnd()
      .slice(0, widthOf(io) - 2)}\n`;
  });
  return `${colors(io).bold(title)}\n${lines.join("")}`;
}
