/** A company of one department whose Copilot client is a script of steps. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createCopilotRuntime } from "../../../engine/runtime/copilot-runtime.ts";
import type { Limits } from "../../../engine/runtime/monitor.ts";
import type { RunEvent, RunJob, RunOutcome } from "../../../office/runs/runtime.ts";

const PROJECT = path.join(import.meta.dirname, "../../..");

export interface Step {
  event?: object;
  /** Bytes as they are, without a line break. */
  raw?: string;
  /** Bytes for the session's own file. */
  record?: string;
  stderr?: string;
  waitMs?: number;
  /** Starts a process as the shell tool does. */
  command?: true;
  /** The result for finish_run, put into the record. */
  gives?: string;
  dieOf?: "SIGKILL" | "SIGSEGV";
  hang?: true;
  exit?: number;
}

interface Manner {
  version: string;
  /** Does not leave when it is asked to. */
  isStubborn: boolean;
  /** Does not ask the guard. */
  isUnguarded: boolean;
}

export interface Seen {
  pid: number;
  args: string[];
  env: Record<string, string>;
  prompt: string;
  children: number[];
}

export interface FakeCompany {
  root: string;
  env: Record<string, string | undefined>;
  job: RunJob;
  /** What the client does when it is started. */
  script(steps: readonly Step[], more?: Partial<Manner>): void;
  /** What the client was started with; waits until it was. */
  seen(): Promise<Seen>;
  run(options?: RunOptions): Promise<{ outcome: RunOutcome; events: RunEvent[] }>;
  close(): void;
}

export interface RunOptions {
  signal?: AbortSignal;
  limits?: Partial<Omit<Limits, "timeoutMs">>;
  timeoutMs?: number;
  /** What is given to finish_run, asked at the end. */
  result?: string | null;
  env?: Record<string, string | undefined>;
}

const CONSTITUTION = [
  "# Farol",
  "## Departments",
  "| Agent | Owns | Approves |",
  "|---|---|---|",
  "| marketing | posts, launches | wording |",
  "| lawyer | contracts, launches | legal wording |",
  "## Protected files",
  "| Path |",
  "|---|",
  "| .github/hooks/** |",
];

export function openFakeCompany(): FakeCompany {
  const place = mkdtempSync(path.join(tmpdir(), "hq corrida "));
  const root = path.join(place, "a empresa");
  const folder = path.join(root, ".hq", "runs", "run-1");
  for (const each of [folder, path.join(root, ".github", "agents")])
    mkdirSync(each, { recursive: true });
  writeFileSync(
    path.join(root, ".github", "copilot-instructions.md"),
    `${CONSTITUTION.join("\n")}\n`,
  );
  for (const name of ["marketing", "lawyer"]) {
    writeFileSync(
      path.join(root, ".github", "agents", `${name}.agent.md`),
      `---\nname: ${name}\ntools: ['read', 'edit', 'memory/recall', 'company/*', 'notes/find']\n---\nYou write.\n`,
    );
  }
  const steps = path.join(place, "steps.json");
  const client = path.join(place, "copilot");
  const fake = path.join(import.meta.dirname, "fake-client.mjs");
  const env = {
    PATH: process.env.PATH,
    HOME: place,
    HQ_COPILOT_BIN: client,
    COPILOT_HOME: path.join(place, "copilot-home"),
  };
  const job: RunJob = {
    ...{ run: "run-1", agent: "marketing", prompt: "Write.", session: crypto.randomUUID() },
    ...{ chain: ["coo", "marketing"], isResumed: false },
    ...{ root, folder, timeoutMs: 60_000 },
  };
  const seenFile = path.join(place, "seen.json");
  const company: FakeCompany = {
    root,
    env,
    job,
    script: (list, { version = "GitHub Copilot CLI 1.0.102.", ...manner } = {}) => {
      writeFileSync(steps, JSON.stringify({ ...manner, steps: list }));
      // Only one Node for each run: this is asked before.
      const ask = `if [ "$1" = --version ]; then echo "${version}"; exit; fi`;
      const start = `exec "${process.execPath}" "${fake}" "${steps}" "$@"`;
      writeFileSync(
        client,
        `#!/bin/sh
${ask}
${start}
`,
        { mode: 0o755 },
      );
    },
    seen: async () => {
      for (;;) {
        const text = existsSync(seenFile) ? readFileSync(seenFile, "utf8") : "";
        if (text !== "") return JSON.parse(text) as Seen;
        await pause(20);
      }
    },
    run: async ({ signal = new AbortController().signal, result = null, ...more } = {}) => {
      const events: RunEvent[] = [];
      const runtime = createCopilotRuntime({
        ...{ env: { ...env, ...more.env }, packageRoot: PROJECT, node: process.execPath },
        limits: more.limits ?? {},
      });
      const timed = { ...job, timeoutMs: more.timeoutMs ?? job.timeoutMs };
      const outcome = await runtime.run(timed, {
        signal,
        onEvent: (event) => void events.push(event),
        givenResult: () => Promise.resolve(result),
      });
      return { outcome, events };
    },
    close: () => rmSync(place, { recursive: true, force: true }),
  };
  return company;
}

const event = (type: string, data: object = {}): Step => ({ event: { type, data } });

/** Steps by what they mean. */
export const client = {
  event,
  connected: ["memory", "company"].map((serverName) =>
    event("session.mcp_server_status_changed", { serverName, status: "connected" }),
  ),
  server: (serverName: string, status: string, error?: string) =>
    event("session.mcp_server_status_changed", { serverName, status, error }),
  tool: (toolCallId: string, toolName: string, args: object = {}) =>
    event("tool.execution_start", { toolCallId, toolName, arguments: args }),
  answer: (toolCallId: string, content: string) =>
    event("tool.execution_complete", { toolCallId, success: true, result: { content } }),
  says: (content: string) => event("assistant.message", { content }),
  used: (inputTokens: number, outputTokens: number): Step => ({
    record: `${JSON.stringify({ type: "session.usage_record", data: { usage: { inputTokens, outputTokens } } })}\n`,
  }),
  result: { event: { type: "result", exitCode: 0 } } as Step,
};
