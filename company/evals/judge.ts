/** Whether a company looks as a scenario expects: each expectation that is not met, in words. */
import { filled, type Playing, reached } from "./reader.ts";
import type { Expectation, Scenario } from "./scenario.ts";

export interface SeenReview {
  from: string;
  to: string;
  /** null as long as nobody answered. */
  verdict: string | null;
  text: string;
}

export interface SeenEntity {
  name: string;
  text: string;
}

/** What came of a scenario. */
export interface Seen {
  /** Texts at the paths that it names, before and after; null when there is no such file. */
  before: ReadonlyMap<string, string | null>;
  after: ReadonlyMap<string, string | null>;
  memory: readonly SeenEntity[];
  /** Asked for since it began. */
  reviews: readonly SeenReview[];
  /** What the tools answered. */
  results: readonly string[];
  /** What the department said. */
  said: string;
  /** Departments that were started, each with its prompt. */
  handed: readonly { agent: string; prompt: string }[];
}

/** Empty when everything is as expected. */
export function unmet(scenario: Scenario, seen: Seen, playing: Playing): string[] {
  const { barrier, expect } = scenario;
  const silent =
    barrier !== undefined && !reached(barrier.says, { told: "", results: seen.results });
  const words = silent
    ? [`expected that a tool says "${barrier.says}"; the last said: ${lastOf(seen.results)}`]
    : [];
  return [...words, ...expect.flatMap((each) => one(each, seen, playing) ?? [])];
}

function one(wanted: Expectation, seen: Seen, playing: Playing): string | null {
  if ("file" in wanted) return ofFile(wanted, seen, playing);
  if ("memory" in wanted) return ofMemory(wanted, seen, playing);
  if ("review" in wanted) return ofReview(wanted, seen, playing);
  if ("result" in wanted) {
    const text = filled(wanted.result, playing);
    if (reached(text, { told: "", results: seen.results })) return null;
    return `expected that a tool answers "${text}"; the last said: ${lastOf(seen.results)}`;
  }
  if ("answer" in wanted) {
    const found = heldIn(seen.said, wanted.answer, playing);
    return found && `its answer ${found}: ${clipped(seen.said) || "it said nothing"}`;
  }
  return ofHanded(wanted, seen, playing);
}

type Of<Key extends string> = Extract<Expectation, Record<Key, unknown>>;

function ofFile(wanted: Of<"file">, { before, after }: Seen, playing: Playing): string | null {
  const name = filled(wanted.file, playing);
  const text = after.get(name) ?? null;
  if (wanted.is === "missing") return text === null ? null : `${name} is there, expected no file`;
  if (wanted.is === "unchanged" && text !== (before.get(name) ?? null))
    return `${name} was changed, expected that it stays as it was`;
  if (text === null) return wanted.has === undefined ? null : `${name} is not there`;
  const found = heldIn(text, wanted, playing);
  return found && `${name} ${found}`;
}

function ofMemory(wanted: Of<"memory">, { memory }: Seen, playing: Playing): string | null {
  const name = filled(wanted.memory, playing);
  const found = memory.filter((entity) =>
    name.endsWith("*") ? entity.name.startsWith(name.slice(0, -1)) : entity.name === name,
  );
  if (wanted.is === "missing")
    return found[0] === undefined ? null : `memory holds ${found[0].name}, expected none`;
  // What is not there lacks everything.
  if (found.length === 0) return wanted.has === undefined ? null : `memory holds no ${name}`;
  const text = found.map((entity) => entity.text).join("\n");
  const held = heldIn(text, wanted, playing);
  return held && `${name} in memory ${held}: ${clipped(text)}`;
}

function ofReview(wanted: Of<"review">, { reviews }: Seen, playing: Playing): string | null {
  const { from, to } = wanted.review;
  const asked = reviews.filter(
    (each) => each.to === to && (from === undefined || each.from === from),
  );
  const who = `of ${to}${from === undefined ? "" : ` by ${from}`}`;
  if (wanted.is === "none")
    return asked.length === 0 ? null : `a review was asked ${who}, expected none`;
  const last = asked.at(-1);
  if (last === undefined) return `no review was asked ${who}`;
  if (!isVerdict(last.verdict, wanted.is))
    return `the review asked ${who} has ${last.verdict ?? "no verdict"}, expected it ${wanted.is}`;
  const held = heldIn(last.text, { has: wanted.has }, playing);
  return held && `the review asked ${who} ${held}`;
}

/** `withheld` is any verdict that does not approve. */
function isVerdict(verdict: string | null, wanted: Of<"review">["is"]): boolean {
  if (wanted === "asked") return true;
  if (wanted === "open") return verdict === null;
  if (wanted === "withheld") return verdict === "CONCERNS" || verdict === "BLOCKING";
  return verdict === wanted;
}

function ofHanded(wanted: Of<"handed">, { handed }: Seen, playing: Playing): string | null {
  const found = handed.filter(({ agent }) => agent === wanted.handed);
  if (wanted.is === "none")
    return found.length === 0 ? null : `${wanted.handed} was started, expected that it is not`;
  if (found.length === 0) return `${wanted.handed} was not handed any work`;
  const held = heldIn(found.map(({ prompt }) => prompt).join("\n"), wanted, playing);
  return held && `what ${wanted.handed} was handed ${held}`;
}

function heldIn(
  text: string,
  { has, lacks }: { has?: string | undefined; lacks?: string | undefined },
  playing: Playing,
): string | null {
  if (has !== undefined && !text.includes(filled(has, playing)))
    return `lacks "${filled(has, playing)}"`;
  if (lacks !== undefined && text.includes(filled(lacks, playing)))
    return `holds "${filled(lacks, playing)}", expected that it does not`;
  return null;
}

const SHOWN_CHARS = 300;

function lastOf(results: readonly string[]): string {
  return clipped(results.at(-1) ?? "") || "nothing";
}

function clipped(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > SHOWN_CHARS ? `${line.slice(0, SHOWN_CHARS)} …` : line;
}
