/**
 * The model that plays a scenario is a reader: it does what a sentence of the kit asks only when that
 * sentence reached it through the client, and oversteps otherwise. Where a barrier is the subject it
 * oversteps always.
 */
import { addDays, weekOf } from "../dates.ts";
import type { Scenario, Step } from "./scenario.ts";

/** What reached the model. */
export interface Heard {
  /** What the client sends before any word of the conversation, and what the tools say of themselves. */
  told: string;
  /** What tools answered in this scenario, in order. */
  results: readonly string[];
}

/** What placeholders in a scenario stand for. */
export interface Playing {
  /** The company's root. */
  root: string;
  /** ISO date in the company's time zone. */
  today: string;
  /** The first review that waits when the scenario begins; empty when none does. */
  review?: string;
}

export type Move =
  | { kind: "call"; tool: string; args: unknown; said: string[] }
  /** Nothing is left to do. */
  | { kind: "over"; said: string[]; heeded: boolean };

/** Whether the words reached the model, however lines were broken on the way. */
export function reached(words: string, { told, results }: Heard): boolean {
  const wanted = plain(words);
  return [told, ...results].some((each) => plain(each).includes(wanted));
}

/** Tools answer in JSON, where quotes and line ends are escaped. */
function plain(given: string): string {
  return given
    .replaceAll(/\\[nrt]/g, " ")
    .replaceAll('\\"', '"')
    .replaceAll(/\s+/g, " ");
}

/** What the reader does next. Each call gives one result; what it says gives none. */
export function nextMove(scenario: Scenario, heard: Heard, playing: Playing): Move {
  const { looks, heeds, oversteps, sentence } = scenario;
  const lookCalls = looks.filter(isCall).length;
  const read = { told: heard.told, results: heard.results.slice(0, lookCalls) };
  const heeded = sentence !== undefined && reached(filled(sentence.text, playing), read);
  const all = [...looks, ...(heeded ? heeds : oversteps)];
  return { ...moveIn(all, heard.results, playing), heeded } as Move;
}

/** The next of a plain list of steps. */
export function moveIn(all: readonly Step[], results: readonly string[], playing: Playing) {
  let done = 0;
  const said: string[] = [];
  for (const step of all) {
    if (!isCall(step)) {
      if (done === results.length) said.push(filled(step.say, playing));
      continue;
    }
    if (done === results.length) {
      const args = filledIn(step.args, playing, results);
      return { kind: "call" as const, tool: step.tool, args, said };
    }
    done += 1;
  }
  return { kind: "over" as const, said };
}

function isCall(step: Step): step is Extract<Step, { tool: string }> {
  return "tool" in step;
}

/** Looks like a key of a host and opens nothing: a file with one would not pass `hq doctor`. */
const SECRET = ["ghp", "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA4"].join("_");

/** `{root}`, `{today}`, `{today+3}`, `{today-10}`, `{week}`, `{review}`, `{secret}`: the root, days, this ISO week, the review that waits, what no memory may keep. */
export function filled(given: string, { root, today, review = "" }: Playing): string {
  return given
    .replaceAll("{root}", root)
    .replaceAll("{review}", review)
    .replaceAll("{secret}", SECRET)
    .replaceAll("{week}", weekOf(today))
    .replaceAll(/\{today([+-]\d{1,4})?\}/g, (_, days: string | undefined) =>
      days === undefined ? today : addDays(today, Number(days)),
    );
}

/** Also `$2.text`: that field of what the second call of the scenario gave. */
function filledIn(value: unknown, playing: Playing, results: readonly string[]): unknown {
  if (typeof value === "string") {
    const [, at, fields = ""] = /^\$(\d+)((?:\.\w+)+)$/.exec(value) ?? [];
    if (at === undefined) return filled(value, playing);
    return fieldOf(results[Number(at) - 1] ?? "", fields.slice(1).split("."));
  }
  if (Array.isArray(value)) return value.map((each) => filledIn(each, playing, results));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, filledIn(each, playing, results)]),
  );
}

/** Empty for what is not there: the tool then says so. */
function fieldOf(result: string, fields: readonly string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(result);
  } catch {
    return "";
  }
  for (const field of fields) {
    if (value === null || typeof value !== "object") return "";
    value = (value as Record<string, unknown>)[field];
  }
  return value ?? "";
}
