/** `hq undo`: the last change of memory or board, whole, and only where it is still so. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Io } from "../../../cli/context.ts";
import { withMemory } from "../../../office/records/with-memory.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;
let clock: number;

beforeEach(async () => {
  company = await copySample();
  clock = Date.parse("2026-11-20T08:30:00Z");
});
afterEach(() => company.remove());

/** Each command a second after the one before. */
function hq(words: string[], world: Partial<Io> = {}) {
  clock += 1_000;
  const now = new Date(clock);
  return runHq([...words, "--root", company.root], { now: () => now, ...world });
}

const board = () => readFileSync(path.join(company.root, "BOARD.md"), "utf8");
const graph = () =>
  withMemory({ root: company.root, now: () => new Date(clock) }, (store) => store.readGraph());

async function state() {
  return { board: board(), graph: await graph() };
}

const ACTS: [string, string[]][] = [
  ["a new task", ["board", "add", "Call the bank", "--agent", "cfo", "--due", "fri"]],
  ["a task that is done", ["board", "done", "T-030"]],
  ["a task that is dropped, with its decision", ["board", "drop", "T-030", "--reason", "gone"]],
  ["another owner", ["board", "assign", "T-030", "cfo"]],
  ["a duty that is done", ["duty", "done", "saf-t"]],
  ["a prompt that was run", ["ran", "weekly-review", "--result", "done"]],
  ["a fact", ["memory", "add", "Rui", "a customer", "--type", "customer"]],
  [
    "a lesson",
    [
      ...["lesson", "add", "--agent", "cto", "--category", "process", "--summary", "No test"],
      ...["--detail", "It broke", "--action", "Write one"],
    ],
  ],
];

describe("hq undo", () => {
  it.each(ACTS)("takes back %s, all of it, and gives it again", async (_, act) => {
    const before = await state();
    expect(await hq(act)).toMatchObject({ code: 0 });
    const after = await state();
    expect(after).not.toEqual(before);
    expect(await hq(["undo"])).toMatchObject({ code: 0, stderr: "" });
    expect(await state()).toEqual(before);
    expect(await hq(["undo"])).toMatchObject({ code: 0 });
    expect(await state()).toEqual(after);
    await hq(["undo"]);
    expect(await state()).toEqual(before);
  });

  it("takes whichever was later, and further back by its id", async () => {
    const before = await state();
    await hq(["board", "done", "T-030"]);
    await hq(["memory", "add", "Rui", "a customer", "--type", "customer"]);
    const { stdout } = await hq(["undo", "--list"]);
    expect(stdout).toMatch(/^m\d+ .*remembered Rui \(founder\)\nb1 .*T-030 done: /);
    await hq(["undo"]);
    expect((await graph()).entities.map(({ name }) => name)).not.toContain("Rui");
    expect(board()).toContain("[x] T-030");
    await hq(["undo", "b1"]);
    expect(await state()).toEqual(before);
  });

  it("shows what it would take back, and changes nothing", async () => {
    await hq(["board", "assign", "T-030", "cfo"]);
    const before = await state();
    const { stdout } = await hq(["undo", "--dry-run"]);
    expect(stdout).toContain("b1  T-030 edited: ");
    expect(stdout).toMatch(/ {2}- - \[ \] T-030 .*@cfo/);
    expect(stdout).toContain("Nothing was changed.");
    expect(await state()).toEqual(before);
    const listed = JSON.parse((await hq(["undo", "--list", "--json"])).stdout);
    expect(listed.changes[0]).toMatchObject({ id: "b1", by: "founder", memory: [] });
    const told = JSON.parse((await hq(["undo", "--dry-run", "--json"])).stdout);
    expect(told).toMatchObject({ ok: true, undone: null, would: { id: "b1" } });
  });

  it("lists ten, and says when there is none", async () => {
    for (let at = 0; at < 12; at += 1) await hq(["board", "add", `Task ${at}`]);
    const { changes } = JSON.parse((await hq(["undo", "--list", "--json"])).stdout);
    expect(changes).toHaveLength(10);
    rmSync(path.join(company.root, "memory.jsonl"));
    rmSync(path.join(company.root, ".hq"), { recursive: true });
    rmSync(path.join(company.root, ".memory"), { recursive: true, force: true });
    expect(await hq(["undo"])).toMatchObject({ code: 1, stderr: expect.stringMatching(/neither/) });
  });

  it("refuses a line that was edited by hand since, and says so", async () => {
    await hq(["board", "assign", "T-030", "cfo"]);
    const edited = board().replace("drill from the second region, timed · @cfo", "drill · @cfo");
    writeFileSync(path.join(company.root, "BOARD.md"), edited);
    const { code, stderr } = await hq(["undo"]);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("any more: it was edited since");
    expect(board()).toBe(edited);
  });

  it("refuses a fact that others build on, and one that is gone already", async () => {
    await hq(["memory", "add", "Rui", "a customer", "--type", "customer"]);
    await hq(["memory", "add", "Rui", "pays yearly"]);
    const list = JSON.parse((await hq(["undo", "--list", "--json"])).stdout).changes;
    const built = await hq(["undo", list[1].id]);
    expect(built).toMatchObject({ code: 1, stderr: expect.stringContaining("--with-dependents") });
    await hq(["undo", list[0].id]);
    const gone = await hq(["undo", list[0].id]);
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining("--list") });
  });

  it("passes over the plan's own record", async () => {
    const before = board();
    await hq(["board", "done", "T-030"]);
    await hq(["standup"]);
    await hq(["undo"]);
    expect(board()).toBe(before);
  });

  it("is the founder's alone", async () => {
    await hq(["board", "done", "T-030"]);
    const { code, stderr } = await hq(["undo"], { env: { HQ_AGENT: "cfo" } });
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("founder") });
  });

  it("keeps a board's change going where nothing can be kept, and says so", async () => {
    mkdirSync(path.join(company.root, ".hq"), { recursive: true });
    writeFileSync(path.join(company.root, ".hq", "hq.db"), "no database at all");
    const { code, stderr } = await hq(["board", "done", "T-030"]);
    expect(code).toBe(0);
    expect(board()).toContain("[x] T-030");
    expect(stderr).toContain("hq undo cannot take this back");
  });

  it("is what hq memory undo does without a number", async () => {
    const before = await state();
    await hq(["memory", "add", "Rui", "a customer", "--type", "customer"]);
    await hq(["board", "done", "T-030"]);
    expect(await hq(["memory", "undo"])).toMatchObject({ code: 0 });
    expect((await state()).graph).toEqual(before.graph);
    expect(board()).toContain("[x] T-030");
  });
});

it("a task that was dropped is said to be, with the way back", async () => {
  await hq(["board", "drop", "T-030", "--reason", "gone"]);
  const { code, stderr } = await hq(["board", "done", "30"]);
  expect(code).toBe(1);
  expect(stderr.replaceAll(/\s+/g, " ")).toContain("it was dropped on 2026-11-20");
  expect(stderr).toContain("hq undo --list");
});
