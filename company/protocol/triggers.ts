/** Which reviews a piece of work needs, by the constitution's "Review triggers", and why. */

import { CLAIMS_REVIEWER } from "../claims/answers.ts";
import { FOUNDER } from "../constitution/sections.ts";
import type { Constitution } from "../constitution/types.ts";
import { partWorkPath } from "../draft-posts.ts";
import { foldName } from "../markdown/table.ts";
import { withoutStackedMarks } from "../stacked-marks.ts";
import { chainRefusal } from "./chain.ts";
import { compileRow, hitsIn, readForSignals, type TriggerRow } from "./signals.ts";

/** What is to be delivered, and by whom. */
export interface Work {
  /** The department that wrote it. */
  author: string;
  text: string;
  /** Files that it touches, from the company's root, with forward slashes. */
  paths?: readonly string[];
  /** Of a post: what it says that somebody must answer. */
  statements?: readonly { line: number; text: string }[];
  /** What its author says that it is about, such as "pricing"; or the topics that an earlier version touched. */
  topic?: string | readonly string[];
  /** Who is in the call chain so far, oldest first, the author last; the author alone if left out. */
  chain?: readonly string[];
}

/** One thing that showed that a row's topic is there. */
export interface TriggerHit {
  /** "When the work touches" of the row. */
  topic: string;
  /** Line of the row in the constitution. */
  row: number;
  /** The word, phrase, amount or path of the table; the row's topic when it was declared. */
  signal: string;
  /** What was found: words of the text, a path, or the declared topic. */
  found: string;
  in: "text" | "path" | "topic" | "statement";
  /** 1-based, in the text; 0 for paths and topics. */
  line: number;
  column: number;
  /** In UTF-16 units from the start of the text; -1 for paths and topics. */
  offset: number;
}

/** Who is to see to the review: its reviewer, or, when that cannot be, whoever it goes back to. */
export type ReviewRoute =
  | { kind: "ask" }
  | { kind: "owner"; to: string; reason: string }
  | { kind: "founder"; reason: string };

/** A review that must be had before the work is delivered. It never lapses, whatever its route. */
export interface RequiredReview {
  reviewer: string;
  route: ReviewRoute;
  because: TriggerHit[];
}

/**
 * The reviews that the work needs, one for each reviewer, in the order of the table. A review that
 * its reviewer cannot give (own work, callback, full chain, no such department) goes back to the one
 * who began the chain, else to the founder, with the reason.
 */
export function requiredReviews(work: Work, constitution: Constitution): RequiredReview[] {
  const byReviewer = new Map<string, TriggerHit[]>();
  for (const hit of triggerHits(work, constitution)) {
    byReviewer.set(hit.reviewer, [...(byReviewer.get(hit.reviewer) ?? []), hit.hit]);
  }
  return [...byReviewer].map(([reviewer, because]) => ({
    reviewer,
    route: routeOf(work, reviewer, constitution),
    because,
  }));
}

function routeOf(work: Work, reviewer: string, constitution: Constitution): ReviewRoute {
  if (reviewer === FOUNDER) return { kind: "founder", reason: "the table names the founder" };
  if (!constitution.departments.some(({ agent }) => agent === reviewer)) {
    return { kind: "founder", reason: `there is no department "${reviewer}"` };
  }
  const chain = work.chain ?? [work.author];
  const refusal = chainRefusal(
    chain.at(-1) === work.author ? chain : [...chain, work.author],
    reviewer,
  );
  if (refusal === null) return { kind: "ask" };
  const first = chain[0] ?? work.author;
  return first === work.author || first === FOUNDER
    ? { kind: "founder", reason: refusal.reason }
    : { kind: "owner", to: first, reason: refusal.reason };
}

/** Enough to see why; the request has them all. */
const STATEMENT_HITS = 10;

interface ReviewerHit {
  reviewer: string;
  hit: TriggerHit;
}

function triggerHits(work: Work, constitution: Constitution): ReviewerHit[] {
  const text = withoutStackedMarks(work.text);
  const read = readForSignals(text);
  const topics = [work.topic ?? []].flat().map(readForSignals);
  const placeOf = placesIn(text);
  const statements = (work.statements ?? []).slice(0, STATEMENT_HITS).map((each): ReviewerHit => {
    const place = { line: each.line, column: 1, offset: -1, in: "statement" as const };
    const about = { topic: "Statements of a post", row: 0, signal: "a statement" };
    return { reviewer: CLAIMS_REVIEWER, hit: { ...about, found: each.text, ...place } };
  });
  const rows = rowsOf(constitution).flatMap((row) => {
    const { topic: name, line, reviewer } = row.rule;
    const hit = (found: Omit<TriggerHit, "topic" | "row">): ReviewerHit => ({
      reviewer,
      hit: { topic: name, row: line, ...found },
    });
    const nowhere = { line: 0, column: 0, offset: -1 } as const;
    return [
      ...hitsIn(read, row).map((found) => hit({ ...found, in: "text", ...placeOf(found.offset) })),
      ...pathHits(row, work.paths ?? []).map((found) => hit({ ...found, in: "path", ...nowhere })),
      ...topics
        .flatMap((topic) => topicHits(row, topic))
        .map((found) => hit({ ...found, in: "topic", ...nowhere })),
    ];
  });
  return [...statements, ...rows];
}

function pathHits(row: TriggerRow, paths: readonly string[]): { signal: string; found: string }[] {
  if (row.matchesPath === null) return [];
  return paths.flatMap((path) => {
    const plain = path.replace(/^\.\//, "");
    // A post is in its file: `*.md` is met by `week.md#2026-11-24-x` too.
    const { file } = partWorkPath(plain);
    const signal = row.matchesPath?.(plain) ?? row.matchesPath?.(file) ?? null;
    return signal === null ? [] : [{ signal, found: path }];
  });
}

/** A declared topic names the row, or one of the things between its commas, or a signal. */
function topicHits(
  row: TriggerRow,
  topic: ReturnType<typeof readForSignals>,
): { signal: string; found: string }[] {
  const declared = foldName(topic.text);
  const names = [row.rule.topic, ...row.rule.topic.split(",")].map(foldName);
  if (names.includes(declared)) return [{ signal: row.rule.topic, found: topic.text.trim() }];
  return hitsIn(topic, row).map(({ signal, found }) => ({ signal, found }));
}

const compiled = new WeakMap<Constitution, TriggerRow[]>();

function rowsOf(constitution: Constitution): TriggerRow[] {
  const known = compiled.get(constitution);
  if (known !== undefined) return known;
  const rows = constitution.reviewTriggers.map(compileRow);
  compiled.set(constitution, rows);
  return rows;
}

/** Line and column of an offset; the ends of the lines are looked up once. */
function placesIn(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
    const next = starts.findIndex((start) => start > offset);
    const line = next < 0 ? starts.length : next;
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}
