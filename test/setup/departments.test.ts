import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { kitFor } from "../../setup/company-kit.ts";
import { departmentsOf, type KitFiles } from "../../setup/departments.ts";
import { namesIn } from "../../setup/front-matter-list.ts";
import { planAdd, planRemove } from "../../setup/plan-department.ts";
import { applied, realKit } from "./company.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
let kit: KitFiles;
let all: string[];

beforeAll(async () => {
  kit = await realKit();
  all = departmentsOf(kit.get(CONSTITUTION) ?? "");
});

function companyOf(absent: readonly string[], country = "Portugal"): Map<string, string> {
  const files = kitFor(kit, { country, absent, hasPack: false });
  const page = files.get(CONSTITUTION) ?? "";
  return files.set(CONSTITUTION, page.replace("| Country | not set |", `| Country | ${country} |`));
}

function constitution(files: KitFiles) {
  return parseConstitution(files.get(CONSTITUTION) ?? "", CONSTITUTION);
}

test("a company without a lawyer sends what the lawyer reviews to the founder", () => {
  const { reviewTriggers } = constitution(companyOf(["lawyer"])).constitution;
  const before = constitution(companyOf([])).constitution.reviewTriggers;
  for (const [at, trigger] of before.entries()) {
    const expected = trigger.reviewer === "lawyer" ? "founder" : trigger.reviewer;
    expect(reviewTriggers[at]?.reviewer).toBe(expected);
  }
  expect(before.some(({ reviewer }) => reviewer === "lawyer")).toBe(true);
});

test("recurring prompts of an absent department go to the COO, duties by law to the founder", () => {
  const { cadence, obligations } = constitution(companyOf(["accountant"])).constitution;
  expect(cadence.find(({ prompt }) => prompt === "monthly-accounting")?.agent).toBe("coo");
  expect(obligations.length).toBeGreaterThan(0);
  expect(obligations.every(({ agent }) => agent === "founder")).toBe(true);
});

test("a kind of memory never loses its last writer", () => {
  const { memoryOwnership } = constitution(companyOf(["marketing"])).constitution;
  expect(memoryOwnership.find(({ entityType }) => entityType === "campaign")?.writers).toEqual([
    "coo",
  ]);
});

test("no agent file offers a department that is not on board", () => {
  const files = companyOf(["lawyer", "cto"]);
  expect(files.has(".github/agents/lawyer.agent.md")).toBe(false);
  for (const [path, text] of files) {
    if (!path.startsWith(".github/agents/")) continue;
    const named = [...namesIn(text, "agents"), ...namesIn(text, "handoffs")];
    expect(named).not.toContain("lawyer");
    expect(named).not.toContain("cto");
  }
});

test("the COO cannot be removed, since the standup needs an owner", () => {
  const mine = companyOf([]);
  expect(() => planRemove({ id: "coo", force: true, mine, base: kit })).toThrow(/owns the board/);
});

test("a department that the kit does not have cannot be added", () => {
  const mine = companyOf([]);
  expect(() => planAdd({ id: "sales", force: false, mine, base: kit })).toThrow(
    /none of this name/,
  );
});

test("an agent file that the founder changed is only removed by force, and kept", () => {
  const path = ".github/agents/lawyer.agent.md";
  const mine = companyOf([]);
  mine.set(path, `${mine.get(path)}\nMy own rule.\n`);
  expect(() => planRemove({ id: "lawyer", force: false, mine, base: kit })).toThrow(/you changed/);
  const plan = planRemove({ id: "lawyer", force: true, mine, base: kit });
  const after = applied(mine, plan.changes);
  expect(after.has(path)).toBe(false);
  expect(after.get(plan.keptCopy ?? "")).toContain("My own rule.");
});

test("tasks of a removed department are named and left on the board", () => {
  const mine = companyOf([]);
  const board = "# Board\n\n## Now\n\n- [ ] T-001 Read the terms · @lawyer · due 2026-11-27\n";
  mine.set("BOARD.md", board);
  const plan = planRemove({ id: "lawyer", force: false, mine, base: kit });
  expect(plan.tasks).toEqual([{ id: "T-001", title: "Read the terms", line: 5 }]);
  expect(applied(mine, plan.changes).get("BOARD.md")).toBe(board);
});

test("a reviewer that the founder chose stays when the kit's reviewer comes back", () => {
  const mine = companyOf(["lawyer"]);
  const page = mine.get(CONSTITUTION) ?? "";
  const topic = "Privacy, contracts, terms, liability";
  const row = page.split("\n").find((line) => line.startsWith(`| ${topic}`)) ?? "";
  mine.set(CONSTITUTION, page.replace(row, row.replace("| founder |", "| ceo |")));
  const after = applied(mine, planAdd({ id: "lawyer", force: false, mine, base: kit }).changes);
  const triggers = constitution(after).constitution.reviewTriggers;
  expect(triggers.find((trigger) => trigger.topic === topic)?.reviewer).toBe("ceo");
});

test("writers that the founder chose for a kind of memory stay when a department comes back", () => {
  const mine = companyOf(["cfo"]);
  const page = mine.get(CONSTITUTION) ?? "";
  mine.set(CONSTITUTION, page.replace("| client | coo, lawyer |", "| client | lawyer |"));
  const after = applied(mine, planAdd({ id: "cfo", force: false, mine, base: kit }).changes);
  const { memoryOwnership } = constitution(after).constitution;
  const writers = (type: string) =>
    memoryOwnership.find(({ entityType }) => entityType === type)?.writers;
  expect(writers("client")).toEqual(["lawyer"]);
  expect(writers("metric")).toContain("cfo");
});

test("a trigger of the founder's own loses a reviewer who leaves", () => {
  const mine = companyOf([]);
  const page = mine.get(CONSTITUTION) ?? "";
  mine.set(
    CONSTITUTION,
    page
      .replace("## Statement levels", "")
      .replace(/(\| Customer data \|.*\n)/, "$1| Trademarks | trademark, brand name | @lawyer |\n"),
  );
  const after = applied(mine, planRemove({ id: "lawyer", force: false, mine, base: kit }).changes);
  const triggers = constitution(after).constitution.reviewTriggers;
  expect(triggers.find(({ topic }) => topic === "Trademarks")?.reviewer).toBe("founder");
});

test("a department that comes back gets its duties, prompts and reviews back", () => {
  const before = companyOf([]);
  const input = { id: "accountant", force: false, base: kit };
  const without = applied(before, planRemove({ ...input, mine: before }).changes);
  expect(constitution(without).findings).toEqual([]);
  expect(without).toEqual(companyOf(["accountant"]));
  expect(applied(without, planAdd({ ...input, mine: without }).changes)).toEqual(before);
});

test("after any adding and removing the company is as if it had begun with those departments", () => {
  const steps = fc.array(
    fc.record({ action: fc.constantFrom("add", "remove"), pick: fc.nat({ max: 6 }) }),
    { maxLength: 8 },
  );
  const whole = companyOf([], "Germany");
  fc.assert(
    fc.property(steps, (changes) => {
      let mine = whole;
      let onBoard = [...all];
      const others = all.filter((id) => id !== "coo");
      for (const { action, pick } of changes) {
        const id = others[pick] ?? "ceo";
        const plan = action === "add" ? planAdd : planRemove;
        mine = applied(mine, plan({ id, force: false, mine, base: kit }).changes);
        onBoard = action === "add" ? [...onBoard, id] : onBoard.filter((other) => other !== id);
      }
      const absent = all.filter((id) => !onBoard.includes(id));
      const expected = companyOf(absent, "Germany");
      expect([...mine.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [path, text] of expected) expect(mine.get(path)).toBe(text);
      expect(constitution(mine).findings).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
