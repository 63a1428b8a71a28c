/**
 * Watches one run by its events and a clock, and says when it has to be ended and why. Nothing here
 * touches a process: events and times in, decisions out.
 */
import type { ProviderFailure, RunEvent } from "../../office/runs/runtime.ts";
import { CLOSING_TOOL, OWN_SERVERS } from "./agent-rights.ts";
import { type ClientEvent, numberIn, objectIn, textIn } from "./client-events.ts";
import { createLoopWatch } from "./loops.ts";

export interface Limits {
  timeoutMs: number;
  /** Until our servers are connected: a machine at its limits took 45 s. */
  startMs: number;
  /** Without any event, waits that are known not counted. */
  silenceMs: number;
  /** After finish_run, for the client to leave by itself. */
  graceMs: number;
  /** Another provider stands ready: a refusal is not waited out. */
  mayLeave: boolean;
}

export const LIMITS: Omit<Limits, "timeoutMs"> = {
  startMs: 120_000,
  silenceMs: 5 * 60_000,
  graceMs: 20_000,
  mayLeave: false,
};

/** The client waits as long as a provider says, up to this, and says nothing meanwhile. */
const RATE_LIMIT_WAIT_MS = 180_000;
const TOO_MANY = 429;
/** The client tries some of these again, for minutes, though the next answer will be the same. */
const REFUSALS = new Set([401, 402, 403, 404, TOO_MANY]);

export type Ending =
  | { state: "failed" | "stopped"; why: string; failure?: ProviderFailure }
  /** Not one more call, and what it has done counts for nothing. */
  | { state: "failed"; why: string; isUnguarded: true }
  /** The result was given: there is nothing to wait for. */
  | { state: "over" };

/** What is known of a run when it has ended. */
export interface Seen {
  isReady: boolean;
  /** An error of the session, in the client's words. */
  error: { text: string; status: number | null; type: string } | null;
  /** The last words of the department. */
  lastWords: string;
  /** Somebody asked the client to end; its exit code says nothing of it. */
  wasAborted: boolean;
  /** Whether any event came at all. */
  isAnything: boolean;
}

export interface Monitor {
  /** What the event means to whoever looks on. */
  see(event: ClientEvent, atMs: number): RunEvent[];
  /** Why the run has to be ended now; null while it may go on. */
  due(atMs: number): Ending | null;
  /** What an event has decided, whatever the time; null while none has. */
  verdict(): Ending | null;
  seen(): Seen;
}

export interface Watched {
  limits: Limits;
  startedMs: number;
  /** Whether the client has asked the guard when the session began. */
  isGuarded(): boolean;
}

export function createMonitor({ limits, startedMs, isGuarded }: Watched): Monitor {
  const servers = new Map<string, string>();
  const loops = createLoopWatch();
  const calls = new Map<string, string>();
  const state: Seen = {
    isReady: false,
    error: null,
    lastWords: "",
    wasAborted: false,
    isAnything: false,
  };
  let lastMs = startedMs;
  let waitUntilMs = 0;
  let finishedMs: number | null = null;
  let waitsForModel = false;
  let guarded: boolean | null = null;
  let verdict: Ending | null = null;
  const end = (ending: Ending) => {
    verdict ??= ending;
  };

  const serverStatus = (data: ClientEvent["data"]): RunEvent[] => {
    const name = textIn(data, "serverName");
    if (!OWN_SERVERS.some((own) => own === name)) return [];
    const status = textIn(data, "status");
    servers.set(name, status);
    if (status === "failed" && finishedMs === null) end(serverFailed(name, textIn(data, "error")));
    if (state.isReady || OWN_SERVERS.some((own) => servers.get(own) !== "connected")) return [];
    state.isReady = true;
    return [{ kind: "ready" }];
  };

  const toolStarted = (data: ClientEvent["data"]): RunEvent[] => {
    const call = textIn(data, "toolCallId");
    const tool = textIn(data, "toolName");
    const input = JSON.stringify(data.arguments ?? {});
    calls.set(call, tool);
    const count = loops.started({ id: call, tool, input });
    if (count !== null) end(looping(tool, count));
    return [{ kind: "tool", call, tool, input }];
  };

  const toolEnded = (data: ClientEvent["data"], atMs: number): RunEvent[] => {
    const call = textIn(data, "toolCallId");
    const tool = calls.get(call) ?? "";
    calls.delete(call);
    const ok = data.success === true;
    const text = textIn(objectIn(data, ok ? "result" : "error"), ok ? "content" : "message");
    if (ok && tool === `company-${CLOSING_TOOL}`) finishedMs = atMs;
    const count = loops.ended({ id: call, answer: text });
    if (count !== null) end(looping(tool, count));
    const isDenied = textIn(objectIn(data, "error"), "code") === "denied";
    return [{ kind: "tool-done", call, tool, ok, text, ...(isDenied ? { isDenied } : {}) }];
  };

  const callFailed = (data: ClientEvent["data"], atMs: number): RunEvent[] => {
    const status = numberIn(data, "statusCode");
    if (status === TOO_MANY) waitUntilMs = atMs + RATE_LIMIT_WAIT_MS;
    const kind = textIn(data, "failureKind");
    if (limits.mayLeave && status !== null && REFUSALS.has(status)) end(refused(status));
    const what = [status === null ? "" : String(status), kind].filter((word) => word !== "");
    return [
      { kind: "trouble", text: `A model call failed (${what.join(", ") || "no reason given"}).` },
    ];
  };

  return {
    see: ({ type, data }, atMs) => {
      lastMs = atMs;
      state.isAnything = true;
      switch (type) {
        case "session.mcp_server_status_changed":
          return serverStatus(data);
        case "model.call_start":
          waitsForModel = true;
          // The client waits for its hooks before it first asks the model, and no tool was called by then.
          guarded ??= isGuarded();
          if (!guarded) end(UNGUARDED);
          return [];
        case "model.call_finished":
          waitsForModel = false;
          return [];
        case "model.call_failure":
          return callFailed(data, atMs);
        case "tool.execution_start":
          return toolStarted(data);
        case "tool.execution_complete":
          return toolEnded(data, atMs);
        case "assistant.message": {
          const text = textIn(data, "content").trim();
          if (text === "") return [];
          state.lastWords = text;
          return [{ kind: "said", text }];
        }
        case "abort":
          state.wasAborted = true;
          return [];
        case "session.error": {
          const text = textIn(data, "message");
          const told = {
            text,
            status: numberIn(data, "statusCode"),
            type: textIn(data, "errorType"),
          };
          state.error = told;
          return [{ kind: "trouble", text }];
        }
        default:
          return [];
      }
    },
    due: (atMs) => {
      if (verdict !== null) return verdict;
      if (finishedMs !== null) return atMs - finishedMs > limits.graceMs ? { state: "over" } : null;
      if (atMs - startedMs > limits.timeoutMs) return tooLong(limits.timeoutMs);
      if (!state.isReady && atMs - startedMs > limits.startMs)
        return notReady(servers, limits.startMs);
      const quietMs = atMs - Math.max(lastMs, waitUntilMs);
      return quietMs > limits.silenceMs ? silent(waitsForModel, limits.silenceMs) : null;
    },
    verdict: () => verdict,
    seen: () => state,
  };
}

function serverFailed(name: string, error: string): Ending {
  const found = error === "" ? "" : ` (${error.slice(0, 300)})`;
  return {
    state: "failed",
    why: `The ${name} server did not start or was lost${found}, and without it the department has no tools. Look with: hq doctor`,
  };
}

const UNGUARDED: Ending = {
  state: "failed",
  isUnguarded: true,
  why: "The client did not ask the guard when the session began, so that nothing would have kept the department to its folders; it was ended before its first tool call. Are hooks switched off in the client's settings, or is its guard older than hq? Look with: hq doctor, and hq upgrade",
};

function notReady(servers: ReadonlyMap<string, string>, startMs: number): Ending {
  const found = OWN_SERVERS.map((name) => `${name}: ${servers.get(name) ?? "not heard of"}`);
  return {
    state: "failed",
    why: `The servers were not connected within ${seconds(startMs)} (${found.join(", ")}). Look with: hq doctor`,
  };
}

function refused(status: number): Ending {
  return {
    state: "failed",
    why: `The model could not be asked (${status}).`,
    failure: { status, type: "" },
  };
}

function looping(tool: string, count: number): Ending {
  return {
    state: "failed",
    why: `It called ${tool} ${count} times with the same arguments and came no further. Read the transcript, and give it a task that says what to do when that is the answer.`,
  };
}

function tooLong(timeoutMs: number): Ending {
  return {
    state: "stopped",
    why: `It took longer than its limit of ${seconds(timeoutMs)}. Give it a smaller task, or more time with --timeout.`,
  };
}

function silent(waitsForModel: boolean, silenceMs: number): Ending {
  const what = waitsForModel
    ? "The model gave no answer"
    : "Nothing was heard of the run, in the midst of its work,";
  return {
    state: "failed",
    why: `${what} for ${seconds(silenceMs)}. Is the provider well? Run it again later.`,
    ...(waitsForModel ? { failure: { status: null, type: "silence" } } : {}),
  };
}

function seconds(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} seconds`;
  return `${Math.round(ms / 6_000) / 10} minutes`;
}
