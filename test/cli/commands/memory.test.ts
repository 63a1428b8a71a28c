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

it("holds the founder to the same forms, and says how to do it right", async () => {
  const refused = await hq("memory", "add", "metric:test", "Value: 1", "--type", "metric");
  expect(refused.code).toBe(1);
  expect(refused.stderr.replaceAll(/\s+/g, " ")).toContain(
    '"observations":["Value: 1","As of: 2026-11-20"]',
  );
  expect(await snapshot()).not.toContain("metric:test");
});

it("asks for a type when the entity is new", async () => {
  const { code, stderr } = await hq("memory", "add", "new-thing", "a fact");
  expect(code).toBe(2);
  expect(stderr).toContain("--type");
  expect(await snapshot()).not.toContain("new-thing");
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
