/**
 * What a stretch of runs was like, worked out by code: friction, errors that come back, runs that a
 * smaller model could have done. For the founder and the Improver.
 */

/** One run as it is judged. */
export interface JudgedRun {
  id: string;
  agent: string;
  state: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  /** null: nobody saw what it did. */
  trace: {
    toolCalls: number;
    refused: number;
    failed: number;
    filesChanged: number;
    failures: readonly { tool: string; refused: boolean; text: string; times: number }[];
  } | null;
}

export interface Synthesis {
  /** ISO 8601: from, and up to. */
  from: string;
  until: string;
  runs: number;
  /** Of them: failed, stopped or lost. */
  unfinished: number;
  calls: number;
  tokens: number;
  /** By department, the one with the most trouble first. */
  agents: AgentFriction[];
  /** The same failure in two runs or more, or three times in one. */
  repeated: RepeatedFailure[];
  /** Ids of runs that a smaller model could have done; see `isSmall`. */
  smallerModel: string[];
}

export interface AgentFriction {
  agent: string;
  runs: number;
  unfinished: number;
  refused: number;
  failed: number;
}

export interface RepeatedFailure {
  agent: string;
  tool: string;
  refused: boolean;
  text: string;
  times: number;
  runs: string[];
}

const REPEATED_SHOWN = 10;
const REPEATED_TIMES = 3;

/** A run is small when it came to its end with so few steps, in which nothing went wrong. */
export const SMALL = { toolCalls: 6, outputTokens: 1_500, inputTokens: 150_000 } as const;

export function synthesisOf(
  { from, until }: { from: string; until: string },
  runs: readonly JudgedRun[],
): Synthesis {
  const sum = (of: (run: JudgedRun) => number) => runs.reduce((all, run) => all + of(run), 0);
  return {
    ...{ from, until, runs: runs.length },
    unfinished: runs.filter(isUnfinished).length,
    calls: sum(({ calls }) => calls),
    tokens: sum(({ inputTokens, outputTokens }) => inputTokens + outputTokens),
    agents: frictionOf(runs),
    repeated: repeatedIn(runs),
    smallerModel: runs.filter(isSmall).map(({ id }) => id),
  };
}

/**
 * Whether a smaller model could have done it: done, with at most six tool calls of which none was refused
 * or failed, 1,500 tokens of answers and 150,000 that were read, and no file changed. Code cannot see how
 * well it was thought: a hint, never a decision.
 */
export function isSmall({ state, inputTokens, outputTokens, trace }: JudgedRun): boolean {
  if (state !== "done" || trace === null) return false;
  const { toolCalls, refused, failed, filesChanged } = trace;
  return (
    refused + failed + filesChanged === 0 &&
    toolCalls <= SMALL.toolCalls &&
    outputTokens <= SMALL.outputTokens &&
    inputTokens <= SMALL.inputTokens
  );
}

function isUnfinished({ state }: JudgedRun): boolean {
  return state !== "done" && state !== "running" && state !== "waiting";
}

function frictionOf(runs: readonly JudgedRun[]): AgentFriction[] {
  const trouble = ({ unfinished, refused, failed }: AgentFriction) => unfinished + refused + failed;
  return [...Map.groupBy(runs, ({ agent }) => agent)]
    .map(([agent, its]) => ({
      ...{ agent, runs: its.length, unfinished: its.filter(isUnfinished).length },
      refused: its.reduce((all, { trace }) => all + (trace?.refused ?? 0), 0),
      failed: its.reduce((all, { trace }) => all + (trace?.failed ?? 0), 0),
    }))
    .sort((a, b) => trouble(b) - trouble(a) || (a.agent < b.agent ? -1 : 1));
}

function repeatedIn(runs: readonly JudgedRun[]): RepeatedFailure[] {
  const found = new Map<string, RepeatedFailure>();
  for (const { id, agent, trace } of runs) {
    for (const { tool, refused, text, times } of trace?.failures ?? []) {
      const key = JSON.stringify([agent, tool, text]);
      const known = found.get(key) ?? { agent, tool, refused, text, times: 0, runs: [] };
      known.times += times;
      if (!known.runs.includes(id)) known.runs.push(id);
      found.set(key, known);
    }
  }
  return [...found.values()]
    .filter(({ times, runs: ids }) => ids.length > 1 || times >= REPEATED_TIMES)
    .sort((a, b) => b.times - a.times)
    .slice(0, REPEATED_SHOWN);
}

/** In one line, for a list of notes: what the Improver should look at. */
export function synthesisLine(day: string, synthesis: Synthesis): string {
  const { runs, unfinished, repeated, smallerModel } = synthesis;
  const parts = [
    `${runs} ${runs === 1 ? "run" : "runs"}${unfinished === 0 ? "" : `, ${unfinished} not finished`}`,
    ...repeated
      .slice(0, 3)
      .map(
        ({ agent, tool, refused, text, times }) =>
          `${agent}: ${tool} ${refused ? "refused" : "failed"} ${times} times (${text.slice(0, 120)})`,
      ),
    ...(smallerModel.length === 0
      ? []
      : [
          `${smallerModel.length} that a smaller model could have done (${smallerModel.join(", ")})`,
        ]),
  ];
  return `Runs of ${day}: ${parts.join("; ")}.`;
}
