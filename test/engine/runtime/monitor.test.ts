import { describe, expect, it } from "vitest";
import { createMonitor, LIMITS, type Monitor } from "../../../engine/runtime/monitor.ts";

const MINUTE = 60_000;
const open = (isGuarded = true) =>
  createMonitor({
    limits: { ...LIMITS, timeoutMs: 60 * MINUTE },
    startedMs: 0,
    isGuarded: () => isGuarded,
  });
const see =
  (monitor: Monitor, atMs: number) =>
  (type: string, data: Record<string, unknown> = {}) =>
    monitor.see({ type, data }, atMs);
const connect = (monitor: Monitor, atMs = 0) =>
  ["memory", "company"].flatMap((serverName) =>
    see(monitor, atMs)("session.mcp_server_status_changed", { serverName, status: "connected" }),
  );
let calls = 0;
const call =
  (monitor: Monitor) =>
  (toolName: string, args: object, content = "the same") => {
    calls += 1;
    const toolCallId = String(calls);
    see(monitor, 1)("tool.execution_start", { toolCallId, toolName, arguments: args });
    see(monitor, 1)("tool.execution_complete", { toolCallId, success: true, result: { content } });
  };

describe("the beginning", () => {
  it("is over when both of our servers are connected, and only then", () => {
    const monitor = open();
    const status = "session.mcp_server_status_changed";
    expect(see(monitor, 0)(status, { serverName: "memory", status: "connected" })).toEqual([]);
    expect(see(monitor, 0)(status, { serverName: "notes", status: "failed" })).toEqual([]);
    expect(see(monitor, 0)(status, { serverName: "company", status: "pending" })).toEqual([]);
    expect(see(monitor, 0)(status, { serverName: "company", status: "connected" })).toEqual([
      { kind: "ready" },
    ]);
    expect(monitor.due(MINUTE)).toBeNull();
  });

  it("that takes too long ends the run, whatever else is heard", () => {
    const monitor = open();
    see(monitor, 0)("session.mcp_server_status_changed", {
      serverName: "company",
      status: "pending",
    });
    see(monitor, LIMITS.startMs)("assistant.message", { content: "Hello" });
    expect(monitor.due(LIMITS.startMs)).toBeNull();
    expect(monitor.due(LIMITS.startMs + 1)).toMatchObject({
      state: "failed",
      why: expect.stringContaining("(memory: not heard of, company: pending)") as string,
    });
  });

  it("says nothing for a server that is lost after the result was given", () => {
    const monitor = open();
    connect(monitor);
    call(monitor)("company-finish_run", {});
    see(monitor, 2)("session.mcp_server_status_changed", {
      serverName: "company",
      status: "failed",
    });
    expect(monitor.due(3)).toBeNull();
    expect(monitor.due(LIMITS.graceMs + 2)).toEqual({ state: "over" });
  });
});

describe("the guard", () => {
  it("has to be asked before the model is: otherwise the run is over before its first tool call", () => {
    const monitor = open(false);
    connect(monitor);
    expect(monitor.due(1)).toBeNull();
    see(monitor, 1)("model.call_start");
    expect(monitor.due(1)).toMatchObject({
      state: "failed",
      why: expect.stringContaining("did not ask the guard") as string,
    });
  });

  it("is looked for once", () => {
    let asked = 0;
    const isGuarded = () => {
      asked += 1;
      return asked === 1;
    };
    const limits = { ...LIMITS, timeoutMs: MINUTE };
    const monitor = createMonitor({ limits, startedMs: 0, isGuarded });
    for (let turn = 0; turn < 3; turn++) see(monitor, 1)("model.call_start");
    expect({ asked, due: monitor.due(2) }).toEqual({ asked: 1, due: null });
  });
});

describe("silence", () => {
  it("is borne for a while, and told by what was waited for", () => {
    const monitor = open();
    connect(monitor);
    see(monitor, MINUTE)("model.call_start");
    expect(monitor.due(MINUTE + LIMITS.silenceMs)).toBeNull();
    expect(monitor.due(MINUTE + LIMITS.silenceMs + 1)).toMatchObject({
      state: "failed",
      why: expect.stringContaining("The model gave no answer for 5 minutes") as string,
    });
    const other = open();
    connect(other);
    expect(other.due(LIMITS.silenceMs + 1)).toHaveProperty(
      "why",
      expect.stringContaining("Nothing was heard"),
    );
  });

  it("is a known wait after a 429, of which the client says nothing", () => {
    const monitor = open();
    connect(monitor);
    expect(see(monitor, MINUTE)("model.call_failure", { statusCode: 429 })).toEqual([
      { kind: "trouble", text: "A model call failed (429)." },
    ]);
    expect(monitor.due(MINUTE + 3 * MINUTE + LIMITS.silenceMs)).toBeNull();
    expect(monitor.due(MINUTE + 3 * MINUTE + LIMITS.silenceMs + 1)).not.toBeNull();
  });
});

describe("a loop", () => {
  it("is three of the same call in a row, whatever they answer", () => {
    const monitor = open();
    connect(monitor);
    for (const content of ["a", "b"]) call(monitor)("company-board_list", { page: 1 }, content);
    expect(monitor.due(2)).toBeNull();
    call(monitor)("company-board_list", { page: 1 }, "c");
    expect(monitor.due(2)).toMatchObject({ state: "failed" });
  });

  it("is three of the same call with the same answer, others between them or not", () => {
    const monitor = open();
    connect(monitor);
    for (const page of [1, 2, 1, 2]) call(monitor)("company-board_list", { page });
    expect(monitor.due(2)).toBeNull();
    call(monitor)("company-board_list", { page: 1 });
    expect(monitor.due(2)).toMatchObject({ state: "failed" });
  });

  it("is not waiting for something that changes, nor the same tool on other things", () => {
    const monitor = open();
    connect(monitor);
    for (let at = 0; at < 10; at += 1) {
      call(monitor)("company-list_open_work", {}, `verdicts: ${at}`);
      call(monitor)("memory-recall", { query: `question ${at}` });
    }
    expect(monitor.due(2)).toBeNull();
  });
});

it("ends what takes too long, and waits for nothing that is finished", () => {
  const monitor = open();
  connect(monitor);
  see(monitor, 59 * MINUTE)("assistant.message", { content: "Soon." });
  expect(monitor.due(60 * MINUTE)).toBeNull();
  expect(monitor.due(60 * MINUTE + 1)).toMatchObject({
    state: "stopped",
    why: expect.stringContaining("60 minutes") as string,
  });
});
