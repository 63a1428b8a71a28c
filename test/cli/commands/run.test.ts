/** hq run and hq runs, on a client that speaks as the real one does. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { client, type FakeCompany, openFakeCompany } from "../../engine/runtime/fake-company.ts";
import { runHq } from "../run-hq.ts";

let company: FakeCompany;
beforeEach(() => {
  company = openFakeCompany();
});
afterEach(() => company.close());

const hq = (...argv: string[]) =>
  runHq([...argv, "--root", company.root], {
    env: company.env,
    cwd: company.root,
    now: () => new Date(),
  });
const DONE = [
  ...client.connected,
  client.used(1_200, 34),
  client.tool("1", "company-board_list", { page: 1 }),
  client.answer("1", "{}"),
  client.tool("2", "company-finish_run", { result: "Two posts are drafted." }),
  { gives: "Two posts are drafted.\u001b[31m" },
  client.answer("2", "{}"),
];

describe("hq run", () => {
  it("says on stderr what is done, and on stdout what came of it", async () => {
    company.script(DONE);
    const { code, stdout, stderr } = await hq("run", "marketing", "Plan the week");
    expect(code).toBe(0);
    expect(stdout.replace(/after [\d:]+/, "after 0:07")).toBe(
      "run-1: marketing is done after 0:07 (1 model call, 1,200 tokens in, 34 out).\n\nTwo posts are drafted.[31m\n",
    );
    expect(stderr.replaceAll(/^[\d:]+ /gm, "")).toBe(
      [
        "run-1: marketing begins",
        "Copilot CLI 1.0.102 started",
        "its tools are connected",
        'company-board_list {"page":1}',
        'company-finish_run {"result":"Two posts are drafted."}',
        "",
      ].join("\n"),
    );
  });

  it("prints nothing but JSON with --json, whatever comes of it", async () => {
    company.script(DONE);
    const done = await hq("run", "marketing", "Plan the week", "--json");
    expect(done.stderr).toBe("");
    expect(JSON.parse(done.stdout)).toMatchObject({
      ...{ ok: true, problems: [] },
      run: {
        id: "run-1",
        state: "done",
        usage: { calls: 1, inputTokens: 1_200, outputTokens: 34 },
      },
    });
    company.script([], { version: "0.0.1" });
    const old = await hq("run", "marketing", "Plan the week", "--json");
    expect(old).toMatchObject({ code: 1, stderr: "" });
    expect(JSON.parse(old.stdout)).toMatchObject({
      ok: false,
      run: { id: "run-2", state: "failed" },
    });
  });

  it("says why it failed and where to look", async () => {
    company.script([...client.connected, client.says("Nothing to do.")]);
    const { code, stdout, stderr } = await hq("run", "marketing", "Plan the week");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("run-1: marketing failed after");
    expect(stderr.replaceAll("\n", " ")).toContain("Its last words: Nothing to do.");
    expect(stderr).toContain("What it did: hq runs show run-1");
  });

  it("writes no run down where none can start", async () => {
    company.script(DONE);
    const none = { ...company.env, HQ_COPILOT_BIN: undefined, PATH: company.root };
    for (const env of [none, { ...company.env, HQ_PROVIDERS: "NO" }]) {
      const argv = ["run", "marketing", "Plan the week", "--root", company.root];
      const { code, stderr } = await runHq(argv, { env, cwd: company.root });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Cannot (find the Copilot CLI|ask a model)/);
    }
    expect((await hq("runs", "list")).stdout).toContain("No department was run yet.");
  });

  it("takes the task from a file, and wants it from one place", async () => {
    company.script(DONE);
    writeFileSync(path.join(company.root, "task.md"), "Plan the month\n");
    expect((await hq("run", "marketing", "--file", "task.md")).code).toBe(0);
    expect((await company.seen()).prompt).toMatch(/^Plan the month\n\n/);
    expect((await hq("run", "marketing", "--file", "other.md")).stderr).toContain("there is no");
    expect((await hq("run", "marketing")).stderr).toContain("neither words nor a file");
    expect(await hq("run", "marketing", "x", "--file", "task.md")).toMatchObject({ code: 2 });
  });

  it.each(["10", "0s", "25h", "-1m", "1.5h", "ten"])("takes no %s for a time", async (time) => {
    const { code, stderr } = await hq("run", "marketing", "x", `--timeout=${time}`);
    expect(code).toBe(2);
    expect(stderr.replaceAll("\n", " ")).toContain(`Cannot take "${time}" for the time limit`);
  });
});

it("hq weekly-review takes a week that exists, and starts nothing otherwise", async () => {
  const { code, stderr } = await hq("weekly-review", "2026-W99");
  expect(code).toBe(2);
  expect(stderr).toContain('Cannot review the week "2026-W99"');
});

describe("hq runs", () => {
  it("fits a long task into a line of the list, and its head into hq runs show", async () => {
    company.script(DONE);
    await hq("run", "marketing", `Plan the week ${"word ".repeat(200)}`);
    expect((await hq("runs", "list")).stdout).toMatch(/^run-1 .{60,74}…\n$/);
    const { stdout } = await hq("runs", "show", "1");
    expect(stdout).toMatch(/word…\n/);
    expect(stdout.split("word").length).toBeLessThan(100);
  });

  it("says that there are none, and that there is no such run", async () => {
    expect((await hq("runs", "list")).stdout).toContain("No department was run yet.");
    expect(await hq("runs", "show", "run-9")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Cannot find the run "run-9"') as string,
    });
  });

  it("lists, shows and follows what was done", async () => {
    company.script(DONE);
    await hq("run", "marketing", "Plan the week");
    expect((await hq("runs", "list")).stdout).toMatch(
      /^run-1 {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}done {5}marketing {2}[\d,]+ tokens {2}Plan the week\n$/,
    );
    const shown = (await hq("runs", "show", "1")).stdout;
    expect(shown).toMatch(/^run-1: marketing is done/);
    expect(shown).toMatch(/Task: Plan the week\n\n\d\d:\d\d {2}Copilot CLI 1\.0\.102 started\n/);
    expect(shown).toMatch(
      /ended: done\n\nChanged: no files, no changes of memory, 2 tool calls\.\nThe company is in no git repository\.\n\nTwo posts are drafted\.\[31m\n$/,
    );
    const followed = (await hq("runs", "follow", "run-1", "--json")).stdout.trim().split("\n");
    const kinds = followed.map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds.filter((kind) => kind !== "usage")).toEqual([
      ...["started", "ready", "tool", "tool-done", "tool", "tool-done", "end", "run"],
    ]);
  });
});
