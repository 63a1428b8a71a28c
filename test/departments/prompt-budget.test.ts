/** Every call of a model pays for what a department's first request holds: it may not grow unseen. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { listedTools } from "./listed-tools.ts";
import { growth, number, type Parts, promptParts, type Servers, total } from "./prompt-parts.ts";

const KIT = path.join(import.meta.dirname, "../..");
const BUDGETS = path.join(import.meta.dirname, "prompt-budget.json");

interface Budget {
  /** The most that ours may come to: see docs/performance.md, "The prompt". */
  bytes: number;
  /** How it stood when the parts were last written down, to tell what has grown since. */
  parts: Parts;
}

const budgets = JSON.parse(readFileSync(BUDGETS, "utf8")) as Record<string, Budget>;
const ids = readdirSync(path.join(KIT, ".github/agents"))
  .map((file) => path.basename(file, ".agent.md"))
  .toSorted();

/** Null while it is kept, else what has grown and what to do. */
function overspent(id: string, { bytes, parts }: Budget, now: Parts): string | null {
  const ours = total(now);
  if (ours <= bytes) return null;
  const grown = growth(now, parts) || "nothing since the parts were written down";
  return `The first request of ${id} holds ${number(ours)} bytes of ours, expected at most ${number(bytes)}. Grown: ${grown}. Say it once and shorter, or move it into a skill (docs/performance.md, "The prompt").`;
}

describe("the first request of a department", () => {
  let servers: Servers;
  beforeAll(async () => {
    servers = await listedTools();
    if (process.env.PROMPT_PARTS === undefined) return;
    const fresh = ids.map((id) => [
      id,
      { bytes: budgets[id]?.bytes ?? 0, parts: promptParts(KIT, servers, id) },
    ]);
    writeFileSync(BUDGETS, `${JSON.stringify(Object.fromEntries(fresh), null, 2)}\n`);
  }, 60_000);

  it("has a budget for each of them, and for nobody else", () => {
    expect(Object.keys(budgets).toSorted()).toEqual(ids);
  });

  it.each(ids)("keeps within it: %s", (id) => {
    const budget = budgets[id];
    expect(budget && overspent(id, budget, promptParts(KIT, servers, id))).toBeNull();
  });

  it("says which part grew, and by how much", () => {
    const now = promptParts(KIT, servers, "coo");
    const before = { ...now, page: now.page - 300, tools: now.tools + 1 };
    const said = overspent("coo", { bytes: total(now) - 1, parts: before }, now);
    expect(said).toContain(`Grown: page ${number(now.page)} (+300). Say`);
  });
});
