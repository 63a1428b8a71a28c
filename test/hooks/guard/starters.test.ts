/** Who started a helper and what a session was, beside a product: the notes, and the client's own record. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { edit, KIT } from "../workplace.ts";

describe("beside a product of the founder's", () => {
  let root: string;
  let home: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "ajudante "));
    home = path.join(root, "home");
    cpSync(path.join(KIT, ".github", "hooks"), path.join(root, ".github", "hooks"), {
      recursive: true,
    });
    mkdirSync(path.join(root, ".hq-kit", "bin"), { recursive: true });
    writeFileSync(path.join(root, ".hq-kit", "bin", "launch.js"), "// starts hq\n");
    return () => rmSync(root, { recursive: true, force: true });
  });

  const guard = (payload: object, env: Record<string, string> = {}) => {
    const { stdout } = spawnSync(
      process.execPath,
      [path.join(root, ".github", "hooks", "guard.mjs")],
      {
        input: JSON.stringify({ cwd: root, ...payload }),
        encoding: "utf8",
        env: { COPILOT_HOME: home, ...env },
      },
    );
    return stdout;
  };
  const run = { tool_name: "Bash", tool_input: { command: "npm test" } };
  const SESSION = "1e9f297f-f120-454a-bdd6-138a4b85bd75";
  const LAWYER = "3a0b8bbf-0b82-4409-b6ec-26007d2853a0";
  const helper = { agent_type: "general-purpose", agent_id: "ce32e69e", parent_agent_id: SESSION };
  /** What the client writes down of a session. */
  const recorded = (...events: object[]) => {
    const folder = path.join(home, "session-state", SESSION);
    mkdirSync(folder, { recursive: true });
    const start = { type: "session.start", data: { sessionId: SESSION } };
    const lines = [start, ...events].map((event) => JSON.stringify(event));
    writeFileSync(path.join(folder, "events.jsonl"), `${lines.join("\n")}\n{"type":"half`);
  };
  const chosen = (agentName: string, more: object = {}) => ({
    type: "subagent.selected",
    data: { agentName, tools: ["read"] },
    ...more,
  });

  it("the founder's own agent has helpers with hands", () => {
    expect(guard({ ...run, ...helper })).toBe("");
    recorded();
    expect(guard({ ...run, ...helper })).toBe("");
    expect(guard({ ...edit("src/app.ts"), ...helper })).toBe("");
  });

  it("a helper of a department's run reads", () => {
    expect(guard({ ...run, ...helper }, { HQ_AGENT: "lawyer" })).toContain("only reads");
  });

  it("a helper of a department that was chosen with --agent reads", () => {
    recorded(chosen("lawyer"), chosen("explore", { agentId: "x" }));
    expect(guard({ ...run, ...helper })).toContain("only reads");
    const board = { tool_name: "company-board_update", tool_input: { by: "coo" } };
    expect(guard({ ...board, ...helper })).toContain("only reads");
  });

  it.each<[string, object[]]>([
    ["another agent was chosen since", [chosen("lawyer"), chosen("tdd-green")]],
    ["none is chosen any more", [chosen("lawyer"), { type: "subagent.deselected", data: {} }]],
    [
      "the session was resumed without one",
      [chosen("lawyer"), { type: "session.resume", data: {} }],
    ],
    ["the department was a subagent of the session", [chosen("lawyer", { agentId: "x" })]],
  ])("it is free when %s", (_, events) => {
    recorded(...events);
    expect(guard({ ...run, ...helper })).toBe("");
  });

  /** Copilot CLI 1.0.102 writes its record some 100 ms after what happened. */
  describe("a record that is written late", () => {
    const AT = "2026-11-30T10:00:00.500Z";
    const at = (ms: number) => new Date(Date.parse(AT) + ms).toISOString();
    const asked = { type: "hook.start", data: {}, timestamp: at(1) };
    /** Asked before the events are written down. */
    const guardBefore = async (payload: object, ...events: object[]) => {
      const child = spawn(process.execPath, [path.join(root, ".github", "hooks", "guard.mjs")], {
        env: { COPILOT_HOME: home },
      });
      let said = "";
      child.stdout.on("data", (piece: Buffer) => {
        said += String(piece);
      });
      child.stdin.end(JSON.stringify({ cwd: root, timestamp: AT, ...payload }));
      await pause(300);
      recorded(...events);
      await once(child, "close");
      return said;
    };
    const folder = () => mkdirSync(path.join(home, "session-state", SESSION), { recursive: true });

    it("is waited for, so that a department's helper reads", async () => {
      folder();
      expect(await guardBefore({ ...run, ...helper }, chosen("lawyer"), asked)).toContain(
        "only reads",
      );
    });

    it("is waited for also where there is an older one", async () => {
      recorded({ ...chosen("tdd-green"), timestamp: at(-900) });
      const events = [chosen("lawyer"), asked];
      expect(await guardBefore({ ...run, ...helper }, ...events)).toContain("only reads");
    });

    it("is waited for, so that the founder's own agent keeps its helpers", async () => {
      folder();
      expect(await guardBefore({ ...run, ...helper }, asked)).toBe("");
    });

    it("is waited for when a session is resumed", async () => {
      recorded({ ...chosen("lawyer"), timestamp: at(-900) });
      const begins = { hook_event_name: "SessionStart", session_id: SESSION, source: "resume" };
      const events = [chosen("lawyer"), { type: "session.resume", data: {} }, asked];
      expect(await guardBefore(begins, ...events)).toContain("resume it with --agent lawyer");
    });

    it("that does not come lets no helper do more than read", () => {
      folder();
      expect(guard({ ...run, ...helper, timestamp: AT })).toContain("has not written down");
      const reads = { tool_name: "Read", tool_input: { path: "package.json" } };
      expect(guard({ ...reads, ...helper, timestamp: AT })).toBe("");
    });

    it("is not waited for where the client keeps none", () => {
      expect(guard({ ...run, ...helper, timestamp: AT })).toBe("");
    });
  });

  describe("a session that begins", () => {
    const begins = (source: string) =>
      guard({ hook_event_name: "SessionStart", session_id: SESSION, source, initial_prompt: "x" });
    const resumed = { type: "session.resume", data: {} };

    it("is told when it was a department's and was resumed without it", () => {
      recorded(chosen("lawyer"), chosen("explore", { agentId: "x" }), resumed);
      const { additionalContext, hookSpecificOutput } = JSON.parse(begins("resume")) as {
        additionalContext: string;
        hookSpecificOutput: object;
      };
      expect(additionalContext).toContain("resume it with --agent lawyer");
      expect(hookSpecificOutput).toEqual({ hookEventName: "SessionStart", additionalContext });
    });

    it.each<[string, string, object[]]>([
      ["it is new", "new", [chosen("lawyer")]],
      ["the department was chosen again", "resume", [chosen("lawyer"), resumed, chosen("lawyer")]],
      ["it never was a department's", "resume", [chosen("tdd-green"), resumed]],
      ["the founder had left the department", "resume", [chosen("lawyer"), chosen("tdd"), resumed]],
      ["nothing is known of it", "resume", []],
    ])("is told nothing when %s", (_, source, events) => {
      if (events.length > 0) recorded(...events);
      expect(begins(source)).toBe("");
    });
  });

  describe("a session that a run of hq begins", () => {
    const begins = (env: Record<string, string>) =>
      guard({ hook_event_name: "SessionStart", session_id: SESSION, source: "new" }, env);
    const folder = (run: string) => path.join(root, ".hq", "runs", run);

    it("leaves the guard's sign in the run's folder", () => {
      mkdirSync(folder("run-7"), { recursive: true });
      expect(begins({ HQ_RUN: "run-7" })).toBe("");
      expect(readFileSync(path.join(folder("run-7"), "guard"), "utf8")).toBe(`${SESSION}\n`);
    });

    it.each(["run-8", "../run-7", "run-7/x", ""])("leaves none for %j", (run) => {
      expect(begins({ HQ_RUN: run })).toBe("");
      expect(existsSync(path.join(root, ".hq", "runs", "run-8"))).toBe(false);
      expect(existsSync(path.join(root, ".hq", "guard"))).toBe(false);
    });
  });

  it("a helper that a department started as a subagent reads", () => {
    const starts = {
      tool_name: "Agent",
      tool_input: { agent_type: "general-purpose", prompt: "x" },
    };
    const asLawyer = { agent_type: "lawyer", agent_id: LAWYER, parent_agent_id: SESSION };
    const ofLawyer = { ...helper, parent_agent_id: LAWYER };
    expect(guard({ ...run, ...ofLawyer })).toBe("");
    expect(guard({ ...starts, ...asLawyer })).toBe("");
    expect(readdirSync(path.join(root, ".hq", "seen"))).toEqual([`agent-${LAWYER}`]);
    expect(guard({ ...run, ...ofLawyer })).toContain("only reads");
    expect(guard({ ...run, ...helper })).toBe("");
  });
});
