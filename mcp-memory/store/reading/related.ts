/** What is tied to the best answers: a question about a fire may be answered by the lesson of it. */
import type { RecallSource } from "./recall-source.ts";

export interface Answer {
  name: string;
  score: number;
}

/** Answers whose relations are followed, and how many of each. */
const SOURCES = 3;
const RELATIONS = 8;
/** The share of an answer's score that passes to what is tied to it, never up to its own. */
const PASSED = 0.3;
const AT_MOST = 0.9;

/** Names that the relations of the first answers lead to; `answers` are in order, the best first. */
export function tiedTo(source: RecallSource, answers: readonly Answer[]): Map<string, number> {
  const tied = new Map<string, number>();
  for (const { name, score } of answers.slice(0, SOURCES)) {
    if (score <= 0) continue;
    for (const { from, to } of source.relationsOf(name).slice(0, RELATIONS)) {
      const other = from === name ? to : from;
      if (other !== name) tied.set(other, Math.max(tied.get(other) ?? 0, score));
    }
  }
  return tied;
}

/** The score of an answer that is tied to one of this score. */
export function raised(own: number, source: number | undefined): number {
  if (source === undefined) return own;
  return Math.max(own, Math.min(own + PASSED * source, AT_MOST * source));
}
