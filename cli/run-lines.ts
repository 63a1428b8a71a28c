/** Runs in words for a terminal. */
import { amountWords } from "../company/budget/limit.ts";
import { clipWords } from "../company/clip.ts";
import { dateIn, timeIn } from "../company/dates.ts";
import type { RunRecord, RunUsage } from "../ledger/runs.ts";
import type { PricedRun } from "../office/list-runs.ts";
import type { AskedOf, WaitingRun } from "../office/list-waiting.ts";
import type { TranscriptLine } from "../office/runs/transcript.ts";
import { plain } from "./output.ts";

/** `0:42`, `12:05`, `1:02:03`. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (number: number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const end = two(seconds % 60);
  return hours === 0 ? `${minutes}:${end}` : `${hours}:${two(minutes)}:${end}`;
}

/** `5 calls, 12,300 tokens in, 640 out`. */
export function usageWords({ calls, inputTokens, outputTokens }: RunUsage): string {
  const number = (value: number) => value.toLocaleString("en");
  const counted = `${number(calls)} model ${calls === 1 ? "call" : "calls"}`;
  return `${counted}, ${number(inputTokens)} tokens in, ${number(outputTokens)} out`;
}

/** How it ended, without why. */
export function endWords(run: RunRecord): string {
  const until = run.endedAt ?? run.waiting?.since ?? run.startedAt;
  const tookMs = Date.parse(until) - Date.parse(run.startedAt);
  return `${run.id}: ${run.agent} ${STATE_WORDS[run.state]} after ${elapsed(tookMs)} (${usageWords(run.usage)}).`;
}

const STATE_WORDS: Record<RunRecord["state"], string> = {
  running: "is at work",
  waiting: "waits",
  done: "is done",
  failed: "failed",
  stopped: "was stopped",
  lost: "is lost",
};

/** `0.42 EUR`, `12,300 tokens` where no price is known, "" where nothing was used. */
export function costWords(cost: Readonly<Record<string, number>>, tokens: number): string {
  const known = Object.entries(cost).map(([unit, amount]) => amountWords({ amount, unit }));
  if (known.length > 0) return known.join(" and ");
  return tokens === 0 ? "" : amountWords({ amount: tokens, unit: "tokens" });
}

/** One line of a list, cut to the columns. */
export function runLine(run: PricedRun, timeZone: string, columns: number): string {
  const at = new Date(run.startedAt);
  const when = `${dateIn(at, timeZone)} ${timeIn(at, timeZone)}`;
  const spent = costWords(run.cost, run.usage.inputTokens + run.usage.outputTokens);
  const cost = spent === "" ? "" : `${spent}  `;
  const head = `${run.id}  ${when}  ${run.state.padEnd(7)}  ${run.agent}  ${cost}`;
  return plain(head + clipWords(run.task, Math.max(1, columns - head.length)));
}

/** `run-1: coo waits for H-1 (marketing: run-2, running)`, and what keeps it. */
export function waitingWords({ run, agent, for: what, asked, stuck }: WaitingRun): string {
  const back = asked.map(askedWords).join(", ");
  const waits =
    what === "crash" ? "lost its hq and waits to be taken up again" : `waits for ${back}`;
  return `${run}: ${agent} ${waits}${stuck === null ? "" : `; it is stuck: ${stuck}`}.`;
}

/** `H-1 (marketing: run-2, running)`. */
export function askedWords({ handOver, agent, review, run, state }: AskedOf): string {
  const what = review === null ? handOver : `${handOver}, ${review}`;
  return `${what} (${agent}: ${run === null ? "" : `${run}, `}${state})`;
}

/** What one line of a transcript tells; null for what only moves the counters. */
export function transcriptWords(line: TranscriptLine): string | null {
  switch (line.kind) {
    case "started":
      return `Copilot CLI ${line.client} started`;
    case "ready":
      return "its tools are connected";
    case "tool":
      return `${line.tool} ${oneLine(line.input)}`;
    case "tool-done":
      return line.ok ? null : `${line.tool} was refused: ${oneLine(line.text)}`;
    case "said":
      return `says: ${oneLine(line.text)}`;
    case "taken-up":
      return `goes on: ${oneLine(line.text)}`;
    case "trouble":
      return oneLine(line.text);
    case "full":
      return "the transcript is full; what follows is not kept";
    case "end":
      return `ended: ${line.state}`;
    case "usage":
      return null;
  }
}

const LINE_CHARS = 200;

function oneLine(text: string): string {
  const line = plain(text).replaceAll(/\s+/g, " ").trim();
  return line.length > LINE_CHARS ? `${line.slice(0, LINE_CHARS)} …` : line;
}
