/** Runs on a client that speaks as the real one does; test/copilot/runs.test.ts has the real one. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { client, type FakeCompany, openFakeCompany } from "./fake-company.ts";

let company: FakeCompany;
beforeEach(() => {
  company = openFakeCompany();
});
afterEach(() => company.close());

/** One that has ended and that init has not asked about yet is none. */
const isAlive = (pid: number) => {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
};

const FINISH = [
  client.tool("9", "company-finish_run", { result: "Done." }),
  client.answer("9", "{}"),
];

describe("a run", () => {
  it("is done with what was given to finish_run, and tells what it does and uses", async () => {
    const big = "ã".repeat(1_000_000);
    company.script([
      ...client.connected,
      client.used(100, 20),
      client.tool("1", "company-board_list", { a: 1 }),
      client.answer("1", `a line separator \u2028 inside ${big}`),
      { raw: "no event\n" },
      // The end of the file is missing when the client was killed.
      {
        record:
          '{"type":"session.compaction_complete","data":{"compactionTokensUsed":{"requestCount":3,"inputTokens":1000,"outputTokens":7}}}',
      },
      ...FINISH,
      client.says("I am done."),
      client.result,
    ]);
    const { outcome, events } = await company.run({ result: "Done." });
    const sums = { calls: 4, inputTokens: 1_100, outputTokens: 27 };
    const all = { ...sums, cachedTokens: 0, estimatedCalls: 0, credits: null, model: "" };
    const usage = { ...sums, byModel: [all] };
    expect(outcome).toEqual({ state: "done", result: "Done.", usage });
    expect(events.map(({ kind }) => kind).filter((kind) => kind !== "usage")).toEqual([
      ...["started", "ready", "tool", "tool-done", "tool", "tool-done", "said"],
    ]);
    expect(events.findLast(({ kind }) => kind === "usage")).toMatchObject({ usage });
    expect(events[2]).toMatchObject({ tool: "company-board_list", input: '{"a":1}' });
  });

  it("begins in the company with the department's rights, each in its own notation", async () => {
    company.script([...client.connected, ...FINISH]);
    await company.run({ result: "x" });
    const { args, prompt } = await company.seen();
    expect(prompt).toBe("Write.");
    const rules = args.filter((arg) => /^--(allow|deny)-tool=/.test(arg));
    expect(rules).toEqual([
      "--allow-tool=memory(recall)",
      "--allow-tool=company",
      "--allow-tool=notes(find)",
      "--allow-tool=write",
      "--deny-tool=shell",
      "--deny-tool=write(.github/hooks/**)",
    ]);
    const following = (option: string) => args[args.indexOf(option) + 1];
    expect(following("--excluded-tools")).toBe("task");
    expect(following("--agent")).toBe("marketing");
    expect(following("--session-id")).toBe(company.job.session);
    const { mcpServers } = JSON.parse(following("--additional-mcp-config") ?? "") as {
      mcpServers: Record<string, { env: object }>;
    };
    expect(Object.keys(mcpServers)).toEqual(["memory", "company"]);
    expect(mcpServers.company?.env).toEqual({
      ...{ HQ_RUN: "run-1", HQ_AGENT: "marketing", HQ_ROOT: company.root },
      COPILOT_AGENT_SESSION_ID: company.job.session,
    });
  });

  it("sees of the environment what is listed, and no token of GitHub, npm or a channel", async () => {
    company.script([...client.connected, ...FINISH]);
    const secrets = {
      ...{
        GH_TOKEN: "a",
        GITHUB_TOKEN: "b",
        NPM_TOKEN: "c",
        X_ACCESS_TOKEN: "d",
        DEVTO_API_KEY: "e",
      },
      ...{ NODE_OPTIONS: "--no-warnings", HQ_SECRET: "f", npm_config_registry: "g" },
    };
    const wanted = {
      https_proxy: "http://127.0.0.1:9",
      LC_ALL: "C",
      COPILOT_PROVIDER_BASE_URL: "http://127.0.0.1:9",
    };
    await company.run({ result: "x", env: { ...secrets, ...wanted } });
    const { env } = await company.seen();
    for (const name of Object.keys(secrets)) expect(env, name).not.toHaveProperty(name);
    expect(env).toMatchObject({
      ...wanted,
      ...{ HQ_AGENT: "marketing", HQ_RUN: "run-1", HQ_CHAIN: "coo,marketing" },
      ...{
        GITHUB_COPILOT_PROMPT_MODE_WORKSPACE_MCP: "true",
        GITHUB_COPILOT_PROMPT_MODE_REPO_HOOKS: "true",
      },
    });
  });

  it("tells no key that it was given, whoever says it back", async () => {
    const key = 'own"key of no known shape';
    const env = { COPILOT_PROVIDER_API_KEY: key, COPILOT_PROVIDER_BEARER_TOKEN: "none" };
    const refused = { type: "session.error", data: { message: `Wrong key ${key}, none fits.` } };
    company.script([...client.connected, { event: refused }]);
    const { outcome, events } = await company.run({ env });
    expect(outcome).toMatchObject({
      why: expect.stringContaining("held back), none fits") as string,
    });
    expect(JSON.stringify([outcome, events])).not.toContain('own\\"key');
    company.script([{ stderr: `Wrong key ${key}.`, exit: 1 }]);
    expect((await company.run({ env })).outcome).toMatchObject({
      why: expect.stringContaining("Wrong key (a key, held back)") as string,
    });
  });

  it("takes no number of its client's for tokens that is none", async () => {
    const usage = { model: "m", inputTokens: 10.5, outputTokens: -3, requestCount: 1.5 };
    const record = { type: "session.usage_record", data: { usage } };
    company.script([...client.connected, { record: `${JSON.stringify(record)}\n` }]);
    const { outcome } = await company.run();
    expect(outcome.usage).toMatchObject({ calls: 2, inputTokens: 11, outputTokens: 0 });
  });

  it("that goes on takes its session up, with the model named again, and counts it from its beginning", async () => {
    company.script([...client.connected, client.used(10, 1)]);
    await company.run();
    company.job.isResumed = true;
    const { outcome } = await company.run({ env: { COPILOT_MODEL: "mock-2" } });
    expect(outcome).toMatchObject({ endedTurn: true, usage: { calls: 2, inputTokens: 20 } });
    const { args } = await company.seen();
    expect(args).toContain(`--resume=${company.job.session}`);
    expect(args).not.toContain("--session-id");
    expect(args[args.indexOf("--agent") + 1]).toBe("marketing");
    expect(args[args.indexOf("--model") + 1]).toBe("mock-2");
  });

  it.each([
    [
      "with exit code 0 and kind words",
      [client.says("All is done!"), client.result],
      /without calling finish_run.*All is done!/,
    ],
    ["with an exit code", [{ stderr: "It broke." }, { exit: 3 }], /ended with 3: It broke\./],
    ["killed from outside", [{ dieOf: "SIGKILL" as const }], /SIGKILL/],
    ["asked to end by somebody", [client.event("abort"), client.result], /ended from outside/],
    [
      "with an error of the provider",
      [
        client.event("session.error", {
          message: "No key",
          statusCode: 401,
          errorType: "authentication",
        }),
        { exit: 1 },
      ],
      /\(401\): No key\. Check the key/,
    ],
  ])("that ends %s has failed", async (_, steps, why) => {
    company.script([...client.connected, ...steps]);
    const { outcome } = await company.run();
    expect(outcome).toMatchObject({ state: "failed", why: expect.stringMatching(why) as string });
  });

  it.each([
    [
      "with words",
      [{ stderr: "No authentication information found.\n" }, { exit: 1 }],
      /did not begin: No authentication.*copilot login/,
    ],
    ["without a word", [{ exit: 1 }], /ended with 1 without a word.*copilot-home/],
  ])("whose client leaves before it begins %s has failed", async (_, steps, why) => {
    company.script(steps);
    const { outcome } = await company.run();
    expect(outcome).toMatchObject({ state: "failed", why: expect.stringMatching(why) as string });
  });

  it("fails at once when one of our servers does", async () => {
    company.script([
      client.server("memory", "connected"),
      client.server("company", "failed", "no such file"),
      { hang: true },
    ]);
    const { outcome } = await company.run();
    expect(outcome).toMatchObject({ state: "failed" });
    expect(outcome).toHaveProperty(
      "why",
      expect.stringContaining("The company server did not start or was lost (no such file)"),
    );
  });

  it("whose client does not ask the guard is ended, and an earlier start's sign counts for nothing", async () => {
    writeFileSync(path.join(company.job.folder, "guard"), `${company.job.session}\n`);
    const steps = [...client.connected, client.event("model.call_start"), { hang: true as const }];
    company.script(steps, { isUnguarded: true });
    const { outcome } = await company.run();
    expect(outcome).toMatchObject({
      state: "failed",
      why: expect.stringContaining("did not ask the guard") as string,
    });
  });

  it("whose guard is not asked is ended before the model answers, and what it gave counts for nothing", async () => {
    const begun = [...client.connected, client.event("model.call_start")];
    company.script([...begun, { waitMs: 150 }, { command: true }], { isUnguarded: true });
    const { outcome } = await company.run({ result: "Done." });
    expect(outcome).toMatchObject({ state: "failed" });
    expect((await company.seen()).children).toEqual([]);
    // One that is through before anybody can end it.
    company.script([...begun, ...FINISH, client.result], { isUnguarded: true });
    expect((await company.run({ result: "Done." })).outcome).toMatchObject({
      state: "failed",
      why: expect.stringContaining("did not ask the guard") as string,
    });
  });

  it("that repeats itself is ended as failed", async () => {
    const same = ["1", "2", "3"].map((id) => client.tool(id, "company-board_list", { page: 2 }));
    company.script([...client.connected, ...same, { hang: true }]);
    const { outcome } = await company.run();
    expect(outcome).toHaveProperty(
      "why",
      expect.stringContaining("called company-board_list 3 times with the same arguments"),
    );
  });

  it("that takes longer than it may is stopped", async () => {
    company.script([...client.connected, { hang: true }]);
    const { outcome } = await company.run({ timeoutMs: 300 });
    expect(outcome).toMatchObject({
      state: "stopped",
      why: expect.stringContaining("its limit of 0.3 seconds") as string,
    });
  });

  it("is not waited for when its result is given and the client does not leave", async () => {
    company.script([...client.connected, ...FINISH, { hang: true }]);
    const { outcome } = await company.run({ result: "Done.", limits: { graceMs: 200 } });
    expect(outcome).toMatchObject({ state: "done", result: "Done." });
  });

  it("is the run of a result that was given even if it is stopped after that", async () => {
    company.script([...client.connected, ...FINISH, { hang: true }]);
    const stop = new AbortController();
    const run = company.run({ result: "Done.", signal: stop.signal });
    await company.seen();
    stop.abort("The founder stopped everything.");
    expect((await run).outcome).toMatchObject({ state: "done", result: "Done." });
  });
});

describe("a stop", () => {
  it.each([
    ["a client that leaves when asked", false],
    ["a client that does not", true],
  ])("ends %s and every command that it started", async (_, isStubborn) => {
    company.script(
      [
        ...client.connected,
        client.tool("1", "bash"),
        { command: true },
        { command: true },
        { hang: true },
      ],
      { isStubborn },
    );
    const stop = new AbortController();
    const run = company.run({ signal: stop.signal });
    let seen = await company.seen();
    while (seen.children.length < 2) {
      await pause(20);
      seen = await company.seen();
    }
    stop.abort("founder stopped everything (a test).");
    const { outcome } = await run;
    expect(outcome).toMatchObject({
      state: "stopped",
      why: "founder stopped everything (a test).",
    });
    expect([seen.pid, ...seen.children].filter(isAlive)).toEqual([]);
  });
});

describe("the client", () => {
  it("is missing: that is said, with the way to get it", async () => {
    await expect(
      company.run({ env: { HQ_COPILOT_BIN: undefined, PATH: company.root } }),
    ).rejects.toMatchObject({
      code: "wrong-state",
      message: expect.stringContaining("there is no copilot on the PATH") as string,
      hint: expect.stringContaining("npm install -g @github/copilot") as string,
    });
    await expect(company.run({ env: { HQ_COPILOT_BIN: company.root } })).rejects.toMatchObject({
      message: expect.stringContaining("is no program") as string,
    });
  });

  it("is too old, or no client at all", async () => {
    company.script([], { version: "0.0.369" });
    await expect(company.run()).rejects.toMatchObject({
      message: expect.stringContaining("version 0.0.369, expected 1.0.102 or newer") as string,
    });
    company.script([], { version: "hello" });
    await expect(company.run()).rejects.toMatchObject({
      message: expect.stringContaining('it says "hello"') as string,
    });
  });

  it("is asked for its version once, and again when it is another program", async () => {
    const program = company.env.HQ_COPILOT_BIN ?? "";
    const asked = path.join(path.dirname(program), "asked");
    company.script([...client.connected, ...FINISH]);
    const script = readFileSync(program, "utf8");
    const counting = script.replace("then echo", `then echo x >> '${asked}'; echo`);
    writeFileSync(program, counting);
    for (let turn = 0; turn < 2; turn++) await company.run({ result: "x" });
    expect(readFileSync(asked, "utf8")).toBe("x\n");
    writeFileSync(program, `${counting}\n`);
    await company.run({ result: "x" });
    expect(readFileSync(asked, "utf8")).toBe("x\nx\n");
  });

  it("that npm installs is not started: the native program beside it is, and a script of the same name is passed over", async () => {
    const modules = path.join(company.root, "node_modules");
    const native = path.join(modules, "@github", `copilot-${process.platform}-${process.arch}`);
    const [scripts, bin] = [path.join(company.root, "scripts"), path.join(modules, ".bin")];
    for (const folder of [native, scripts, bin, path.join(modules, "@github", "copilot")])
      mkdirSync(folder, { recursive: true });
    const loader = path.join(modules, "@github", "copilot", "npm-loader.js");
    writeFileSync(loader, "#!/bin/sh\necho launcher 1.0.102; exit 9\n", { mode: 0o755 });
    writeFileSync(path.join(scripts, "copilot"), "#!/bin/sh\necho 1.0.102 script\n", {
      mode: 0o755,
    });
    symlinkSync(loader, path.join(bin, "copilot"));
    symlinkSync(company.env.HQ_COPILOT_BIN ?? "", path.join(native, "copilot"));
    company.script([...client.connected, ...FINISH]);
    const PATH = [scripts, bin, process.env.PATH].join(path.delimiter);
    const { outcome } = await company.run({
      result: "x",
      env: { HQ_COPILOT_BIN: undefined, PATH },
    });
    expect(outcome).toMatchObject({ state: "done" });
    await company.run({ result: "x", env: { HQ_COPILOT_BIN: loader } });
  });

  it("is not started with a classic token, nor where it cannot keep its sessions", async () => {
    await expect(
      company.run({ env: { COPILOT_GITHUB_TOKEN: `ghp_${"a".repeat(36)}` } }),
    ).rejects.toThrow(/classic token/);
    const file = path.join(company.root, "file");
    writeFileSync(file, "");
    await expect(company.run({ env: { COPILOT_HOME: path.join(file, "home") } })).rejects.toThrow(
      /cannot be written/,
    );
  });
});

describe("the department's file", () => {
  const file = () => path.join(company.root, ".github/agents/marketing.agent.md");

  it.each([
    [
      "does not name finish_run",
      "---\nname: marketing\ntools: ['read', 'company/board_list']\n---\n",
      /does not name company\/finish_run/,
    ],
    ["cannot be read", "---\nname: [\n---\n", /has .*, expected/],
    ["has no fields", "You write.\n", /no front matter/],
  ])("that %s stops the run before the client starts", async (_, text, why) => {
    company.script([]);
    writeFileSync(file(), text);
    await expect(company.run()).rejects.toThrow(why);
    expect(existsSync(path.join(path.dirname(company.root), "seen.json"))).toBe(false);
  });

  it("is missed by its path", async () => {
    company.job.agent = "cfo";
    await expect(company.run()).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining(".github/agents/cfo.agent.md") as string,
    });
  });
});
