/** `hq run` as a founder types it, on the real client: what it starts, how it ends, what is left of it. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ScriptedModel, startModel } from "../../engine/evals/scripted-model.ts";
import type { Asked, Reply } from "../../office/evals/conversation.ts";
import { type HqProcess, type Office, openOffice } from "./office.ts";
import { company, inOrder } from "./script.ts";

let office: Office;
let model: ScriptedModel | undefined;

beforeAll(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await model?.close();
  model = undefined;
});
afterAll(() => office?.close());

interface Told {
  ok: boolean;
  run: {
    id: string;
    state: string;
    result: string | null;
    why: string | null;
    session: string;
    usage: object;
  };
  problems: string[];
}

const DONE =
  (result = "Done.") =>
  () =>
    company("finish_run", { result });

async function start(
  script: (asked: Asked) => Reply,
  more: { args?: string[]; task?: string; agent?: string } = {},
): Promise<HqProcess> {
  model = await startModel(script);
  const { args = [], task = "Look at the board.", agent = "marketing" } = more;
  return office.hq(["run", agent, task, ...args], model.url);
}

async function run(...of: Parameters<typeof start>): Promise<Told> {
  const [script, more = {}] = of;
  const started = await start(script, { ...more, args: ["--json", ...(more.args ?? [])] });
  const { stdout, stderr } = await started.ended;
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Told;
}

/** On a provider of its own, which no script answers for. */
async function runOn(listener: RequestListener, args: string[] = []): Promise<Told> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  try {
    const { stdout } = await office.hq(["run", "marketing", "Look.", "--json", ...args], url).ended;
    return JSON.parse(stdout) as Told;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const refusing =
  (status: number): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": "application/json", "retry-after": "200" });
    response.end(JSON.stringify({ error: { message: `refused with ${status}`, type: "x" } }));
  };

/** What is alive on this machine with the run's session in its environment. */
function left(session: string): string[] {
  const { stdout } = spawnSync("ps", ["axeww", "-o", "stat=,pid=,args="], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  return stdout.split("\n").filter((line) => line.includes(session) && !line.startsWith("Z"));
}

async function newest(): Promise<Told["run"]> {
  const { stdout } = await office.hq(["runs", "list", "--json"], "http://127.0.0.1:9/v1").ended;
  return (JSON.parse(stdout) as { runs: Told["run"][] }).runs[0] as Told["run"];
}

describe("hq run", () => {
  it("ends a run whose guard is not asked, before its first tool call", async () => {
    const hooks = path.join(office.root, ".github", "hooks", "guard.json");
    const text = readFileSync(hooks, "utf8");
    writeFileSync(hooks, '{"version":1,"hooks":{}}');
    try {
      // No real model answers faster, and hq is to be faster than that.
      const { run: record } = await run(({ results }) => ({
        calls: [results.length === 0 ? company("board_list", {}) : DONE()()],
        afterMs: 300,
      }));
      expect(record).toMatchObject({ state: "failed", result: null });
      expect(record.why).toContain("did not ask the guard");
      expect(model?.asked.at(-1)?.results ?? []).toEqual([]);
    } finally {
      writeFileSync(hooks, text);
    }
  });

  it("has a department work with its tools and is done with its result", async () => {
    const {
      ok,
      run: record,
      problems,
    } = await run(
      inOrder(
        () => company("board_list", {}),
        () => ({
          name: "memory-create_entities",
          args: {
            entities: [
              {
                name: "decision:2026-11-29:runs",
                entityType: "decision",
                observations: ["Decision: runs are on"],
              },
            ],
          },
        }),
        DONE("Two posts are drafted."),
      ),
    );
    expect({ ok, problems }).toEqual({ ok: true, problems: [] });
    expect(record).toMatchObject({
      state: "done",
      result: "Two posts are drafted.",
      usage: { calls: 4, inputTokens: 40, outputTokens: 20 },
    });
    const [first] = model?.asked ?? [];
    expect(first?.tools).toContain("company-finish_run");
    expect(first?.tools.filter((tool) => /^task$|bash|shell|ask_user/.test(tool))).toEqual([]);
    expect(office.read("memory.jsonl")).toContain("runs are on");
    expect(left(record.session)).toEqual([]);
  });

  it("offers finish_run from the second run on as well, after a chat too", async () => {
    await office.run(["--agent", "marketing", "-p", "hello"], () => "hello");
    const { run: record } = await run(inOrder(DONE()));
    expect(record.state).toBe("done");
    expect(model?.asked[0]?.tools).toContain("company-finish_run");
  });

  it("shows a person what it does, and the result on stdout", async () => {
    const started = await start(inOrder(() => company("board_list", {}), DONE("All is well.")));
    const { code, stdout, stderr } = await started.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^run-\d+: marketing is done after .*\n\nAll is well\.\n$/s);
    expect(stderr).toMatch(/its tools are connected\n.* company-board_list \{\}\n/);
  });

  it("refuses what the constitution protects and what is not the department's, and goes on", async () => {
    const before = office.read(".github/copilot-instructions.md");
    const write = (file: string) => ({
      name: "create",
      args: { path: path.join(office.root, file), file_text: "mine" },
    });
    const { run: record } = await run(
      inOrder(
        () => write("Marketing/drafts/new.md"),
        () => write(".github/hooks/new.json"),
        () => write("../outside.md"),
        DONE(),
      ),
    );
    expect(record.state).toBe("done");
    const results = model?.asked.at(-1)?.results ?? [];
    expect(office.read("Marketing/drafts/new.md")).toBe("mine");
    expect(results[1]).toMatch(/denied|protected|permission/i);
    expect(results[2]).toMatch(/denied|protected|permission/i);
    expect(office.read(".github/copilot-instructions.md")).toBe(before);
    rmSync(path.join(office.root, "Marketing/drafts/new.md"));
  });

  it("takes a task of 200 kB whole", async () => {
    const file = path.join(office.root, "Marketing", "task.md");
    writeFileSync(file, `${"ação ".repeat(28_000)}the end`);
    model = await startModel(inOrder(DONE()));
    const { stdout } = await office.hq(["run", "marketing", "--file", file, "--json"], model.url)
      .ended;
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    const task = model.asked[0]?.messages.findLast(({ role }) => role === "user");
    expect(task?.content).toContain(readFileSync(file, "utf8"));
    rmSync(file);
  });
});

describe("a run that is no success", () => {
  it("ended without finish_run, whatever it says", async () => {
    const { ok, run: record } = await run(() => "Everything is done and approved.");
    expect(ok).toBe(false);
    expect(record).toMatchObject({ state: "failed", result: null });
    expect(record.why).toContain("without calling finish_run");
    expect(record.why).toContain("Everything is done and approved.");
  });

  it.each([
    [401, /\(401\).*Check the key/],
    [404, /\(404\).*name of the model/],
    [429, /\(429\).*(Wait|raise)/],
    [500, /\(500\).*Run it again later/],
  ])("met a provider that answers %d", async (status, why) => {
    const { run: record } = await runOn(refusing(status));
    expect(record).toMatchObject({ state: "failed", why: expect.stringMatching(why) as string });
  });

  it("met a provider that hangs, and ran out of its time", async () => {
    const { run: record } = await runOn((request) => void request.resume(), ["--timeout", "15s"]);
    expect(record).toMatchObject({
      state: "stopped",
      why: expect.stringContaining("its limit of 15 seconds") as string,
    });
    expect(left(record.session)).toEqual([]);
  });

  it("met a provider that cuts its answer off", async () => {
    const { run: record } = await runOn((request, response) => {
      request.resume();
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('data: {"choices":[{"index":0,"delta":{"content":"I be"}}]}\n\n');
      setTimeout(() => response.destroy(), 50);
    });
    expect(record.state).toBe("failed");
    expect(record.why).toMatch(/could not be asked/);
  });

  it("does the same again and again", async () => {
    const { run: record } = await run(() => [company("board_list", {})]);
    expect(record.why).toContain("called company-board_list 3 times with the same arguments");
  });

  it("has no model and no login", async () => {
    const none = {
      COPILOT_PROVIDER_BASE_URL: "",
      COPILOT_PROVIDER_TYPE: "",
      COPILOT_MODEL: "",
      COPILOT_OFFLINE: "",
    };
    const { stdout } = await office.hq(["run", "marketing", "Look.", "--json"], "", none).ended;
    const { run: record } = JSON.parse(stdout) as Told;
    expect(record).toMatchObject({
      state: "failed",
      why: expect.stringContaining("copilot login") as string,
    });
  });

  it("has an agent file that the client does not load", async () => {
    const file = path.join(office.root, ".github/agents/marketing.agent.md");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/^description: .*$/m, "description: [not, a, text]"));
    try {
      const { run: record } = await run(inOrder(DONE()));
      expect(record).toMatchObject({ state: "failed" });
      expect(record.why).toMatch(/marketing/);
    } finally {
      writeFileSync(file, text);
    }
  });

  it("has a server that does not start", async () => {
    const file = path.join(office.root, "bin", "hq-company.js");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, "process.exit(3);\n");
    try {
      const { run: record } = await run(inOrder(DONE()));
      expect(record).toMatchObject({
        state: "failed",
        why: expect.stringContaining("The company server did not start") as string,
      });
    } finally {
      writeFileSync(file, text);
    }
  });
});

describe("the end of a run in its midst", () => {
  const hanging = (asked: Asked): Reply =>
    asked.results.length === 0 ? [{ name: "slow-wait", args: {} }] : "done";
  const AGENT = ".github/agents/marketing.agent.md";
  let agent: string;
  const running: HqProcess[] = [];

  afterEach(async () => {
    // A test that failed left it at work; it ends what it started.
    for (const hq of running.splice(0)) {
      if (hq.isOver()) continue;
      process.kill(hq.pid, "SIGINT");
      await hq.ended;
    }
  });

  beforeAll(() => {
    // A server of the founder's own, one of whose calls takes for ever.
    const server = path.join(office.root, "slow.mjs");
    writeFileSync(server, SLOW);
    const mcp = JSON.parse(office.read(".mcp.json")) as { mcpServers: object };
    const slow = { type: "stdio", command: process.execPath, args: [server], tools: ["*"] };
    writeFileSync(
      path.join(office.root, ".mcp.json"),
      JSON.stringify({ mcpServers: { ...mcp.mcpServers, slow } }),
    );
    agent = office.read(AGENT);
    writeFileSync(
      path.join(office.root, AGENT),
      agent.replace("tools: [", "tools: ['slow/wait', "),
    );
  });
  afterAll(() => writeFileSync(path.join(office.root, AGENT), agent));

  async function inToolCall(): Promise<{ hq: HqProcess; session: string }> {
    const hq = await start(hanging);
    running.push(hq);
    await expect.poll(() => hq.said().stderr, { timeout: 150_000 }).toContain("slow-wait");
    const { session, state } = await newest();
    expect(state).toBe("running");
    expect(left(session).length).toBeGreaterThan(2);
    return { hq, session };
  }

  it("by Ctrl-C in a tool call leaves nothing of it", async () => {
    const { hq, session } = await inToolCall();
    process.kill(hq.pid, "SIGINT");
    const { code, stderr } = await hq.ended;
    expect(code).toBe(1);
    expect(stderr).toContain("You ended it with Ctrl-C.");
    expect(left(session)).toEqual([]);
    expect(await newest()).toMatchObject({ state: "stopped" });
  });

  it("by hq stop in a tool call leaves nothing of it, and no other begins until hq resume", async () => {
    const { hq, session } = await inToolCall();
    const nobody = "http://127.0.0.1:9/v1";
    expect((await office.hq(["stop", "--why", "too dear"], nobody).ended).code).toBe(0);
    const { code, stderr } = await hq.ended;
    expect(code).toBe(1);
    expect(stderr).toContain("It was stopped by the founder (too dear).");
    expect(left(session)).toEqual([]);
    const next = await office.hq(["run", "lawyer", "Look."], nobody).ended;
    expect(next).toMatchObject({ code: 1, stdout: "" });
    expect(next.stderr.replaceAll("\n", " ")).toContain("Nothing was started.");
    expect((await office.hq(["resume"], nobody).ended).code).toBe(0);
  });

  it("by kill -9 of hq leaves nothing of it, and it waits to be taken up again", async () => {
    const { hq, session } = await inToolCall();
    process.kill(hq.pid, "SIGKILL");
    await hq.ended;
    await expect.poll(() => left(session), { timeout: 60_000 }).toEqual([]);
    const asked = model?.asked.length;
    expect(await newest()).toMatchObject({ state: "waiting", waiting: { for: "crash" } });
    expect(model?.asked.length).toBe(asked);
  });
});

/** An MCP server in the fewest words: one tool, and it never answers. */
const SLOW = `
import { createInterface } from "node:readline";
const say = (id, result) => console.log(JSON.stringify({ jsonrpc: "2.0", id, result }));
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line);
  if (method === "initialize") {
    say(id, { protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo: { name: "slow", version: "1" } });
  }
  if (method === "tools/list") {
    say(id, { tools: [{ name: "wait", description: "Waits.", inputSchema: { type: "object" } }] });
  }
}
`;
