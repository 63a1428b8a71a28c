/**
 * What a run has used, read while it goes on. The client's output has no count of tokens; its session's
 * own file has a record a call, within a fifth of a second, and what compacting the conversation took,
 * which is in none of the client's totals.
 */
import { open } from "node:fs/promises";
import path from "node:path";
import type { RunUsage } from "../../ledger/runs.ts";
import type { ModelUsage } from "../../ledger/spend.ts";
import { NO_USAGE } from "../../office/runs/runtime.ts";
import { numberIn, objectIn, readClientEvent, textIn } from "./client-events.ts";
import { createLineSplitter } from "./line-splitter.ts";

const PIECE_BYTES = 1024 * 1024;
const MODEL_CHARS = 200;
const COUNTED = [
  '"session.usage_record"',
  '"session.compaction_complete"',
  '"assistant.message"',
] as const;

export interface SessionUsage {
  /** Reads what is new. Contract: one call at a time. */
  read(): Promise<RunUsage>;
  /** The same, with a last line that was never ended. */
  readToEnd(): Promise<RunUsage>;
}

/** Where the client writes what happens in a session; taken up again, it goes on in the same file. */
export function eventsFile(home: string, session: string): string {
  return path.join(home, "session-state", session, "events.jsonl");
}

/** Counts everything that the session used since it began, whoever watched over it. */
export function openSessionUsage(home: string, session: string): SessionUsage {
  const file = eventsFile(home, session);
  const lines = createLineSplitter();
  const models = new Map<string, ModelUsage>();
  let usage = NO_USAGE;
  let offset = 0;
  let lastModel = "";
  let answerBytes = 0;
  const count = (line: string) => {
    // Most lines are none of these, and some are megabytes long.
    if (!COUNTED.some((type) => line.includes(type))) return;
    const event = readClientEvent(line);
    if (event?.type === "assistant.message") answerBytes += bytesOf(event.data);
    if (event?.type === "session.usage_record") add(objectIn(event.data, "usage"));
    if (event?.type === "session.compaction_complete") {
      add(objectIn(event.data, "compactionTokensUsed"));
    }
  };
  const add = (record: Readonly<Record<string, unknown>>) => {
    // Compacting is done by the model of the conversation, and its record does not name it.
    lastModel = textIn(record, "model").slice(0, MODEL_CHARS) || lastModel;
    models.set(lastModel, added(models.get(lastModel), { model: lastModel, record, answerBytes }));
    answerBytes = 0;
    usage = totalOf([...models.values()]);
  };
  const read = async () => {
    const handle = await open(file).catch((error: unknown) => {
      // Made with the session's first event.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    });
    if (handle === null) return usage;
    try {
      for (;;) {
        const { bytesRead, buffer } = await handle.read(
          Buffer.alloc(PIECE_BYTES),
          0,
          PIECE_BYTES,
          offset,
        );
        if (bytesRead === 0) return usage;
        offset += bytesRead;
        for (const line of lines.push(buffer.subarray(0, bytesRead))) count(line);
      }
    } finally {
      await handle.close();
    }
  };
  return {
    read,
    readToEnd: async () => {
      await read();
      count(lines.rest());
      return usage;
    },
  };
}

interface Counted {
  model: string;
  record: Readonly<Record<string, unknown>>;
  /** What the model said since the record before. */
  answerBytes: number;
}

/** A provider that reports nothing would count as free: its tokens are reckoned from the bytes. */
function added(usage: ModelUsage | undefined, { model, record, answerBytes }: Counted): ModelUsage {
  const input = countIn(record, "inputTokens");
  const output = countIn(record, "outputTokens");
  const requestBytes = countIn(record, "requestBodyBytes") ?? 0;
  const credits = creditsOf(record);
  const isEstimated = input === null || output === null;
  return {
    model,
    // One compacting may take several calls.
    calls: (usage?.calls ?? 0) + (countIn(record, "requestCount") ?? 1),
    inputTokens: (usage?.inputTokens ?? 0) + (input ?? Math.ceil(requestBytes / TOKEN_BYTES)),
    cachedTokens: (usage?.cachedTokens ?? 0) + (countIn(record, "cacheReadTokens") ?? 0),
    outputTokens: (usage?.outputTokens ?? 0) + (output ?? Math.ceil(answerBytes / TOKEN_BYTES)),
    estimatedCalls: (usage?.estimatedCalls ?? 0) + (isEstimated ? 1 : 0),
    credits: credits === null ? (usage?.credits ?? null) : (usage?.credits ?? 0) + credits,
  };
}

/** What is no whole number, or below nothing, is no count: the record would not take it. */
function countIn(record: Counted["record"], field: string): number | null {
  const found = numberIn(record, field);
  return found === null || found < 0 || found > Number.MAX_SAFE_INTEGER ? null : Math.ceil(found);
}

/** Of English and code; a letter with an accent is two. */
const TOKEN_BYTES = 4;
const NANO = 1e9;

/** With a provider of one's own the client says "unavailable" and 0, which is no price. */
function creditsOf(record: Readonly<Record<string, unknown>>): number | null {
  if (textIn(record, "aiCreditsStatus") === "unavailable") return null;
  const nano = numberIn(record, "totalNanoAiu");
  return nano === null ? null : nano / NANO;
}

function bytesOf(data: Readonly<Record<string, unknown>>): number {
  return Buffer.byteLength(textIn(data, "content") + JSON.stringify(data.toolRequests ?? ""));
}

function totalOf(byModel: readonly ModelUsage[]): RunUsage {
  const sum = (of: (one: ModelUsage) => number) => byModel.reduce((all, one) => all + of(one), 0);
  return {
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    byModel,
  };
}
