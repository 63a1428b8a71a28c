/** Finding entities by words, in a read transaction. */
import type { MemoryPolicy } from "../../policy.ts";
import { fitted, type RecallAnswer } from "../../recall/answer.ts";
import { freshnessOf } from "../../recall/freshness.ts";
import type { SoughtWord } from "../../recall/rank.ts";
import { type CheckedRequest, cursorFor, type RecallRequest } from "../../recall/request.ts";
import type { Database } from "../database/sqlite.ts";
import { databaseSource } from "./database-source.ts";
import { ranking } from "./ranking.ts";
import type { RecallSource } from "./recall-source.ts";
import { wordsLike } from "./sought-words.ts";

export interface Recalling {
  db: Database;
  request: RecallRequest;
  checked: CheckedRequest;
  policy: MemoryPolicy | null;
  now: Date;
  /** The department that asks, null when it is not known. */
  caller: string | null;
  /** True where the index cannot be brought up. */
  isReadOnly: boolean;
  /** Names in the order of another ranking, to be fused with that of the words; empty for none. */
  meaning: readonly string[];
}

const RELATIONS_SHOWN = 4;
const END_CHARS = 120;

/** The entities that answer a question best, as many as fit the budget. */
export function recallFrom(on: Recalling): RecallAnswer {
  const { db, request, checked } = on;
  const source = databaseSource(db, on);
  const { ranked, words } = ranking({ ...on, source });
  const results = fitted(ranked.slice(checked.offset), checked.budgetChars, (one) => {
    const freshness = freshnessOf(one.aged, on.policy, on.now);
    return {
      relations: relationsOf(source, one.name),
      ...(freshness === null ? {} : { freshness }),
    };
  });
  const shown = checked.offset + results.length;
  return {
    results,
    nextCursor: shown < ranked.length ? cursorFor(request, shown) : null,
    note: noteOn(source, words, { found: ranked.length, checked }),
  };
}

function relationsOf(source: RecallSource, name: string): string[] {
  return source
    .relationsOf(name)
    .slice(0, RELATIONS_SHOWN)
    .map(({ from, to, relationType }) =>
      from === name ? `${relationType} → ${shown(to)}` : `${shown(from)} → ${relationType}`,
    );
}

/** The other end's name; recall finds it by its head too. */
function shown(name: string): string {
  return name.length <= END_CHARS ? name : `${name.slice(0, END_CHARS - 1).toWellFormed()}…`;
}

/** "Nothing found" must not be read as "never stored". */
function noteOn(
  source: RecallSource,
  words: readonly SoughtWord[],
  { found, checked }: { found: number; checked: CheckedRequest },
): string | null {
  const unknown = words
    .filter(({ share, meaningShare }) => share + meaningShare === 0)
    .map(({ text }) => text);
  const read = words
    .filter(({ meant }) => meant.length > 0)
    .map(({ text, meant }) => `${text} as ${meant.join(" or ")}`);
  const notes: string[] = [];
  if (words.length === 0) notes.push("The question has no word to look for: these are the newest.");
  if (read.length > 0) notes.push(`Read ${read.join(", ")}.`);
  if (unknown.length > 0) notes.push(`No entity holds: ${unknown.join(", ")}.`);
  if (found === 0) {
    const { types, agent, since } = checked;
    const isFiltered = types.length > 0 || agent !== null || since !== null;
    notes.push(
      `Nothing found${isFiltered ? " with these filters" : ""}; it may be stored in other words. Ask again with a name, a number or another word for it${isFiltered ? ", or with no filters" : ""}, then memory_overview, before you say that it is not known.`,
    );
    const like = [...new Set(unknown.flatMap((word) => wordsLike(source, word)))];
    if (like.length > 0) notes.push(`Words that are known: ${like.join(", ")}.`);
  }
  return notes.length === 0 ? null : notes.join(" ");
}
