/** What a run shows while it works. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Io } from "../../cli/context.ts";
import { showProgress } from "../../cli/run-progress.ts";
import type { RunRecord } from "../../ledger/runs.ts";

const usage = { calls: 0, inputTokens: 0, outputTokens: 0 };
const RUN = { id: "run-1", agent: "marketing", usage } as RunRecord;
const TOOL = {
  kind: "tool",
  call: "1",
  tool: "edit",
  input: `{"path":"${"見".repeat(60)}"}`,
} as const;

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
});
afterEach(() => vi.useRealTimers());

const progress = (live: boolean) =>
  showProgress({ live, columns: 80, stderr: (text) => printed.push(text) } as Partial<Io> as Io);

it("in a terminal is one line with who, how long, how much and which tool", () => {
  const shown = progress(true);
  shown.begin(RUN);
  shown.event({ kind: "usage", usage: { calls: 3, inputTokens: 12_000, outputTokens: 345 } }, RUN);
  shown.event(TOOL, RUN);
  vi.advanceTimersByTime(61_000);
  expect(printed.at(-1)).toMatch(/^\r\u001b\[Kmarketing · 1:01 · 3 calls, 12,345 tokens · edit/);
  shown.event({ kind: "tool-done", call: "1", tool: "edit", ok: true, text: "" }, RUN);
  expect(printed.at(-1)).toContain(" · thinking");
  shown.end();
  expect(printed.at(-1)).toBe("\r\u001b[K");
  expect(printed.join("")).not.toContain("\n");
  const count = printed.length;
  vi.advanceTimersByTime(5_000);
  expect(printed).toHaveLength(count);
});

it("in a terminal never takes a second line, and keeps what went wrong", () => {
  const shown = progress(true);
  shown.begin(RUN);
  shown.event(TOOL, RUN);
  // Each of these letters takes two columns.
  const line = printed.at(-1)?.slice("\r\u001b[K".length) ?? "";
  expect([...line].reduce((sum, letter) => sum + (letter === "見" ? 2 : 1), 0)).toBeLessThanOrEqual(
    78,
  );
  shown.event({ kind: "tool-done", call: "1", tool: "edit", ok: false, text: "Denied." }, RUN);
  expect(printed.slice(-3)).toEqual([
    ...["\r\u001b[K", "0:00 edit was refused: Denied.\n"],
    expect.stringContaining("thinking"),
  ]);
  shown.end();
});

it("elsewhere is plain lines without control characters", () => {
  const shown = progress(false);
  shown.begin(RUN);
  shown.event({ kind: "said", text: "I \u001b[31mlook\u001b[0m." }, RUN);
  vi.advanceTimersByTime(61_000);
  shown.event({ kind: "trouble", text: "A model call failed (429)." }, RUN);
  shown.end();
  expect(printed).toEqual([
    "0:00 run-1: marketing begins\n",
    "0:00 says: I [31mlook[0m.\n",
    "1:01 A model call failed (429).\n",
  ]);
});
