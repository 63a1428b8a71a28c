/** What a run is doing, on stderr: one line that changes in a terminal, a line an event elsewhere. */
import { wrap } from "../company/wrap.ts";
import type { RunRecord, RunUsage } from "../ledger/runs.ts";
import { NO_USAGE, type RunEvent } from "../office/runs/runtime.ts";
import type { Io } from "./context.ts";
import { plain, widthOf } from "./output.ts";
import { elapsed, transcriptWords } from "./run-lines.ts";

export interface Progress {
  begin(run: RunRecord): void;
  event(event: RunEvent, run: RunRecord): void;
  /** A leg of the run is over. */
  over(run: RunRecord): void;
  /** Takes the changing line away. May be called twice. */
  end(): void;
}

const TICK_MS = 1_000;
/** Moves to the beginning of the line and empties it. */
const EMPTY_LINE = "\r\u001b[K";

export function showProgress(io: Io): Progress {
  const startedMs = performance.now();
  const since = () => elapsed(performance.now() - startedMs);
  // Several at once, when what was handed over is done side by side; a run that is over still cost something.
  const runs = new Map<string, { agent: string; usage: RunUsage; isAtWork: boolean }>();
  let doing = "starting";
  let isShown = false;
  const draw = () => {
    const all = [...runs.values()];
    const names = all.filter(({ isAtWork }) => isAtWork).map(({ agent }) => agent);
    const spent = spendWords(all.map(({ usage }) => usage));
    const line = `${names.join(", ")} · ${since()} · ${spent} · ${doing}`;
    io.stderr(`${EMPTY_LINE}${fitted(plain(line), widthOf(io))}`);
    isShown = true;
  };
  const ticker = io.live ? setInterval(draw, TICK_MS) : null;
  /** A line that stays. */
  const say = (words: string) => {
    if (isShown) io.stderr(EMPTY_LINE);
    isShown = false;
    io.stderr(`${since()} ${plain(words)}\n`);
  };
  const isOneOfSeveral = () => [...runs.values()].filter(({ isAtWork }) => isAtWork).length > 1;
  return {
    begin: ({ id, agent, usage }) => {
      runs.set(id, { agent, usage, isAtWork: true });
      if (io.live) draw();
      else say(`${id}: ${agent} begins`);
    },
    event: (event, { id, agent }) => {
      const known = runs.get(id) ?? { agent, usage: NO_USAGE, isAtWork: true };
      if (event.kind === "usage") runs.set(id, { ...known, usage: event.usage });
      const words = transcriptWords({ at: "", ...event });
      const named = words !== null && isOneOfSeveral() ? `${agent}: ${words}` : words;
      // What goes wrong must not be drawn over by what comes next.
      const stays = event.kind === "trouble" || (event.kind === "tool-done" && !event.ok);
      if (named !== null && (stays || !io.live)) say(named);
      if (event.kind === "tool-done") doing = "thinking";
      else if (named !== null) doing = named;
      if (io.live) draw();
    },
    over: ({ id, agent, usage }) => {
      runs.set(id, { agent, usage, isAtWork: false });
    },
    end: () => {
      if (ticker !== null) clearInterval(ticker);
      if (isShown) io.stderr(EMPTY_LINE);
      isShown = false;
    },
  };
}

/** What they have cost so far. */
function spendWords(all: readonly RunUsage[]): string {
  const sum = (of: (usage: RunUsage) => number) => all.reduce((total, one) => total + of(one), 0);
  const calls = sum((usage) => usage.calls);
  const tokens = sum((usage) => usage.inputTokens + usage.outputTokens).toLocaleString("en");
  return `${calls} ${calls === 1 ? "call" : "calls"}, ${tokens} tokens`;
}

/** As much of the line as the terminal has columns for: one that wraps could not be drawn anew. */
function fitted(line: string, columns: number): string {
  return wrap("", line, { width: columns, breakWords: true })[0] ?? "";
}
