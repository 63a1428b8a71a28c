import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq([...argv, "--root", company.root]);
const snapshot = () => readFile(path.join(company.root, "memory.jsonl"), "utf8");

it("remembers a new entity and shows it", async () => {
  const added = await hq(
    "memory",
    "add",
    "decision:2026-11-20:banco",
    "Decision: mudar de banco",
    "--type",
    "decision",
  );
  expect(added).toMatchObject({ code: 0, stdout: "Remembered decision:2026-11-20:banco.\n" });
  expect((await hq("memory", "show", "decision:2026-11-20:banco")).stdout).toContain(
    "mudar de banco",
  );
  expect(await snapshot()).toContain('"name":"decision:2026-11-20:banco"');
});

it("adds observations to an entity that exists, each once", async () => {
  await hq("memory", "add", "note:test", "one", "--type", "note");
  expect((await hq("memory", "add", "note:test", "one", "two")).stdout).toBe(
    "1 added to note:test.\n",
  );
});

it("holds the founder to the same forms, and says how to do it right, as a command", async () => {
  const refused = await hq("memory", "add", "metric:test", "Value: 1 boat", "--type", "metric");
  expect(refused.code).toBe(1);
  const command = refused.stderr.split("\n").find((line) => line.startsWith("  hq memory add"));
  expect(command).toBe(
    "  hq memory add metric:test 'Value: 1 boat' 'As of: 2026-11-20' --type metric",
  );
  expect(await snapshot()).not.toContain("metric:test");
  const words = ["memory", "add", "metric:test", "Value: 1 boat", "As of: 2026-11-20"];
  expect(await hq(...words, "--type", "metric")).toMatchObject({ code: 0 });
});

it("asks for a type when the entity is new and nothing says what it is", async () => {
  const { code, stderr } = await hq("memory", "add", "new-thing", "a fact");
  expect(code).toBe(2);
  expect(stderr).toContain("  hq memory add new-thing 'a fact' --type note\n");
  expect(await snapshot()).not.toContain("new-thing");
  expect(await hq("memory", "add", "new-thing", "a fact", "--type", "note")).toMatchObject({
    code: 0,
  });
});

it.each([
  [
    ["free-plans", "Decision: none", "Reason: support"],
    "decision:2026-11-20:free-plans (decision)",
  ],
  [["decision:free-plans", "none"], "decision:2026-11-20:free-plans (decision)"],
  [["boats", "Value: 4 (2026-11-04)", "As of: 2026-11-04"], "metric:boats (metric)"],
  [["rent", "Due: 2026-12-01"], "deadline:rent:2026-12-01 (deadline)"],
  [["client:Rui Mar", "pays yearly"], "client:rui-mar (client)"],
])("knows by itself what %j is", async (words, name) => {
  expect(await hq("memory", "add", ...words)).toMatchObject({
    code: 0,
    stdout: `Remembered ${name}.\n`,
  });
});

it("names everything that is missing in one error, with an example that is taken", async () => {
  const { code, stderr } = await hq("memory", "add");
  expect(code).toBe(2);
  expect(stderr).toContain("<name>, <observations> missing");
  expect(stderr).toContain(
    '  hq memory add free-plans "Decision: no free plans" "Reason: support"',
  );
  const example = ["free-plans", "Decision: no free plans", "Reason: support"];
  expect(await hq("memory", "add", ...example, "--type", "decision")).toMatchObject({ code: 0 });
});

it("refuses a duty that is done on a day to come", async () => {
  const early = await hq("memory", "add", "deadline:rent:2026-12-05", "Completed: 2026-12-04");
  expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining("to come") });
});

it("tells a second value of a metric, and reads a label without its colon", async () => {
  const add = (...words: string[]) => hq("memory", "add", ...words);
  await add("metric:seats", "Value: 4", "As of: 2026-11-01");
  const second = await add("metric:seats", "Value: 6", "As of: 2026-11-20");
  expect(second.stdout.replaceAll("\n", " ")).toContain("before it was 4.");
  await add("deadline:rent:2026-12-05", "completed 2026-11-19");
  expect((await hq("memory", "show", "deadline:rent:2026-12-05")).stdout).toContain(
    "Completed: 2026-11-19",
  );
});

it("finds an entity in any case of letters, and names what comes near", async () => {
  await hq("memory", "add", "Boia", "a customer", "--type", "customer");
  expect((await hq("memory", "show", "boia")).stdout).toContain("a customer");
  expect(await hq("memory", "add", "BOIA", "pays yearly")).toMatchObject({
    stdout: "1 added to Boia.\n",
  });
  const { code, stderr } = await hq("memory", "show", "Boja");
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('Did you mean "Boia"?'),
  });
});

it("replaces, removes and relates", async () => {
  await hq("memory", "add", "Rui", "pays 10 EUR", "pays 10 EUR a month", "--type", "customer");
  await hq("memory", "replace", "rui", "pays 10 EUR", "pays 12 EUR");
  const shown = async () => (await hq("memory", "show", "Rui")).stdout;
  expect(await shown()).toContain("  - pays 10 EUR a month\n  - pays 12 EUR\n");
  expect(await hq("memory", "remove", "Rui", "EUR")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('2 facts hold "EUR"'),
  });
  await hq("memory", "remove", "Rui", "a month");
  expect(await shown()).not.toContain("a month");
  expect(await hq("memory", "relate", "rui", "uses", "redeiro")).toMatchObject({
    code: 0,
    stdout: "Remembered: Rui uses Redeiro.\n",
  });
  expect(await shown()).toContain("Rui uses Redeiro");
  expect((await hq("memory", "relate", "Rui", "uses", "Redeiro")).stdout).toContain(
    "There already",
  );
  await hq("memory", "relate", "Rui", "uses", "Redeiro", "--remove");
  expect(await shown()).not.toContain("uses Redeiro");
  expect((await hq("memory", "remove", "Rui")).stdout).toContain("with its relations");
  expect(await hq("memory", "show", "Rui")).toMatchObject({ code: 1 });
});

it("finds by a part of the text and says when there is nothing", async () => {
  await hq("memory", "add", "note:x", "the sea is calm", "--type", "note");
  expect((await hq("memory", "search", "SEA IS")).stdout).toContain("note:x");
  expect((await hq("memory", "search", "no such words")).stdout).toBe(
    'Nothing holds "no such words".\n',
  );
});

it("says how much it holds", async () => {
  const { stdout, code } = await hq("memory", "status");
  expect(code).toBe(0);
  expect(stdout).toMatch(/\d+ entities, \d+ observations, \d+ relations/);
  const json = JSON.parse((await hq("memory", "status", "--json")).stdout) as { types: object };
  expect(json.types).toHaveProperty("decision");
});

it("says of damage once how much there is, and the command as it can be typed", async () => {
  await appendFile(path.join(company.root, "memory.jsonl"), '{"type":"ent\n');
  await hq("memory", "add", "note:x", "calm", "--type", "note");
  const argv = ["memory", "status", "--root", company.root];
  const { stdout } = await runHq(argv, { program: "node .hq-kit/bin/hq" });
  expect(stdout.match(/set aside/g)).toHaveLength(1);
  expect(stdout).toContain("- 1 damaged piece of the files was set aside");
  expect(stdout).toMatch(/ node \.hq-kit\/bin\/hq memory repair --dry-run\n/);
});

it("fails with the next step when there is nothing to show", async () => {
  const { code, stderr } = await hq("memory", "show", "nobody");
  expect(code).toBe(1);
  expect(stderr).toContain("hq memory recall");
});

it("logs a lesson in its full shape, and refuses one of another category", async () => {
  const lesson = [
    "lesson",
    "add",
    "--agent",
    "marketing",
    "--summary",
    "Post named a dead link",
    "--detail",
    "d",
    "--action",
    "Ask company_facts first",
  ];
  const added = await hq(...lesson, "--category", "process");
  expect(added.stdout).toBe("Remembered lesson:2026-11-20:post-named-a-dead-link.\n");
  expect(await snapshot()).toContain("Action: Ask company_facts first");
  const refused = await hq(...lesson, "--category", "mood");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("bug");
});

it("answers a lesson of a name that is taken, or of nobody's department, with an error", async () => {
  const lesson = ["--category", "bug", "--summary", "S", "--detail", "D", "--action", "A"];
  expect((await hq("lesson", "add", "--agent", "cto", ...lesson)).code).toBe(0);
  const again = await hq("lesson", "add", "--agent", "cto", ...lesson, "--json");
  expect(again.code).toBe(1);
  expect(JSON.parse(again.stdout)).toMatchObject({
    ok: false,
    error: { code: "wrong-state", message: expect.stringContaining("lesson:2026-11-20:s") },
  });
  const nobody = await hq("lesson", "add", "--agent", "marketin", ...lesson);
  expect(nobody.code).toBe(2);
  expect(nobody.stderr).toContain("marketing");
});
