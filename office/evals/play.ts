/**
 * Plays scenarios of one department, one after another, in one session of the client: the model is a
 * script that reads. Between two of them the world is judged and put in order.
 */
import { type Seen, unmet } from "../../company/evals/judge.ts";
import { moveIn, nextMove } from "../../company/evals/reader.ts";
import type { Scenario } from "../../company/evals/scenario.ts";
import type { Asked, Reply, Script, ToolCall } from "./conversation.ts";
import { type Begun, beginScenario, lookAround, type World } from "./world.ts";

/** What came of one scenario. */
export interface Played {
  scenario: Scenario;
  /** What was not as expected, a sentence each. */
  unmet: string[];
  /** The sentence that did not reach the model; null when it did, or a barrier is looked at. */
  unread: string | null;
  ms: number;
}

export interface Play {
  script: Script;
  /** What the client is told to begin with; the main conversation is known by it. */
  prompt: string;
  /** Those that came to their end. */
  played(): Played[];
}

interface Current {
  scenario: Scenario;
  begun: Begun;
  /** Results that were there when it began. */
  from: number;
  said: string[];
  handed: { agent: string; prompt: string }[];
  startedMs: number;
}

/** `mark` is in the prompt of the main conversation and in no other. */
export function playScenarios(
  world: World,
  scenarios: readonly Scenario[],
  { mark, clock }: { mark: string; clock(): number },
): Play {
  const queue = [...scenarios];
  const done: Played[] = [];
  let current: Current | null = null;

  const begin = async (results: number): Promise<Current | null> => {
    const scenario = queue.shift();
    if (scenario === undefined) return null;
    const startedMs = clock();
    const begun = await beginScenario(world, scenario);
    return { scenario, begun, from: results, said: [], handed: [], startedMs };
  };

  const main = async (asked: Asked): Promise<Reply> => {
    const told = `${asked.system}\n${toldIn(asked)}`;
    current ??= await begin(asked.results.length);
    while (current !== null) {
      const results = asked.results.slice(current.from);
      const move = nextMove(current.scenario, { told, results }, current.begun.playing);
      current.said.push(...move.said);
      if (move.kind === "call") {
        noteHanded(current, move);
        const call = { name: move.tool, args: move.args as ToolCall["args"] };
        return { text: move.said.join("\n"), calls: [call] };
      }
      done.push(await judged(world, current, { results, heeded: move.heeded, endedMs: clock() }));
      current = await begin(asked.results.length);
    }
    return "Everything is played.";
  };

  return {
    prompt: `${mark}\n\nGo on.`,
    played: () => [...done],
    script: (asked) => {
      const isMain = asked.messages.some(
        ({ role, content }) => role === "user" && content.includes(mark),
      );
      return isMain ? main(asked) : other(asked, current);
    },
  };
}

async function judged(
  world: World,
  { scenario, begun, said, handed, startedMs }: Current,
  { results, heeded, endedMs }: { results: string[]; heeded: boolean; endedMs: number },
): Promise<Played> {
  const around = await lookAround(world, scenario, begun);
  // Paths as everybody else writes them, from the root.
  const told = results.map((each) => each.replaceAll(`${world.root}/`, ""));
  const seen: Seen = { ...around, results: told, said: said.join("\n"), handed };
  const failures = withLast(unmet(scenario, seen, begun.playing), told);
  const { sentence } = scenario;
  const unread =
    sentence !== undefined && !heeded
      ? `"${sentence.text}" of ${sentence.file} did not reach the model`
      : null;
  return {
    scenario,
    unmet: failures,
    unread,
    ms: Math.round(endedMs - startedMs),
  };
}

const SHOWN_CHARS = 300;

/** Whoever writes a scenario finds in what a tool said why it went another way. */
function withLast(failures: string[], results: readonly string[]): string[] {
  const last = (results.at(-1) ?? "").replaceAll(/\s+/g, " ").slice(0, SHOWN_CHARS);
  if (
    failures.length === 0 ||
    last === "" ||
    failures.some((each) => each.includes("the last said"))
  )
    return failures;
  return [...failures, `the last tool said: ${last}`];
}

/** What the client tells beside the system text: its own words around the prompt, and what tools say. */
function toldIn({ messages, raw }: Asked): string {
  const users = messages.filter(({ role }) => role === "user").map(({ content }) => content);
  return [...users, toolsIn(raw)].join("\n");
}

/** Descriptions of tools, of which a request names the names alone. */
function toolsIn(raw: string): string {
  const { tools = [] } = JSON.parse(raw) as { tools?: unknown[] };
  return JSON.stringify(tools);
}

function noteHanded(current: Current, { tool, args }: { tool: string; args: unknown }): void {
  if (tool !== "task") return;
  const { agent_type: agent, prompt } = args as { agent_type?: unknown; prompt?: unknown };
  if (typeof agent === "string")
    current.handed.push({ agent, prompt: typeof prompt === "string" ? prompt : "" });
}

/** A department that was handed work does what the scenario says it does there. */
function other(asked: Asked, current: Current | null): Reply {
  const agent = current?.handed.at(-1)?.agent ?? "";
  const steps = current?.scenario.others[agent] ?? [];
  if (current === null || steps.length === 0) return `Done.\n\nEnd: ${agent}`;
  const move = moveIn(steps, asked.results, current.begun.playing);
  if (move.kind === "over") return [...move.said, `End: ${agent}`].join("\n");
  return [{ name: move.tool, args: move.args as ToolCall["args"] }];
}
