/**
 * What the check makes of labelled posts, printed: a change of a rule shows here first. A wrong post must be
 * stopped or put to somebody; a clean one must not be stopped, and puts few of its sentences to anybody.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkDraft } from "../../../company/claims/check.ts";
import type { DraftContext } from "../../../company/claims/types.ts";
import texts from "../protocol/labelled-texts.json" with { type: "json" };
import { CHOIR_CONTEXT, CLINIC_CONTEXT, DRAFT_CONTEXT } from "./draft-company.ts";
import { HELD_OUT, LABELLED, type Labelled } from "./labelled-drafts.ts";
import posts from "./labelled-posts.json" with { type: "json" };

interface Post {
  text: string;
  channel: string;
  isWrong: boolean;
  company?: string | undefined;
  declared?: { product: string | null; level: "THESIS" | "ROADMAP" | "LIVE" | null };
}

interface Score {
  stopped: number;
  stoppedWrongly: string[];
  put: number;
  silent: string[];
  /** Statements for each sentence of the clean posts. */
  perSentence: number;
}

const CONTEXTS: Readonly<Record<string, DraftContext>> = {
  clinic: CLINIC_CONTEXT,
  choir: CHOIR_CONTEXT,
};
const SENTENCES = new Intl.Segmenter("en", { granularity: "sentence" });

function score(set: readonly Post[]): Score {
  const total: Score = { stopped: 0, stoppedWrongly: [], put: 0, silent: [], perSentence: 0 };
  let [statements, sentences] = [0, 0];
  for (const { text, channel, isWrong, company, declared } of set) {
    const context = CONTEXTS[company ?? ""] ?? DRAFT_CONTEXT;
    const check = checkDraft(text, channel, { ...context, declared: declared ?? null });
    const isStopped = check.kind === "refused" || !check.ok;
    const open =
      check.kind === "refused" ? 0 : check.statements.filter((each) => each.open.length > 0).length;
    if (!isWrong) {
      statements += open;
      sentences += [...SENTENCES.segment(text)].length;
    }
    if (isStopped && isWrong) total.stopped += 1;
    else if (isStopped) total.stoppedWrongly.push(text);
    else if (isWrong && (open > 0 || check.findings.length > 0)) total.put += 1;
    else if (isWrong) total.silent.push(text);
  }
  return { ...total, perSentence: statements / Math.max(1, sentences) };
}

function printed(name: string, set: readonly Post[]): Score & { precision: number } {
  const found = score(set);
  const { stopped, stoppedWrongly, put, silent, perSentence } = found;
  const precision = stopped / Math.max(1, stopped + stoppedWrongly.length);
  console.log(
    `claims, ${name}: of ${set.filter(({ isWrong }) => isWrong).length} wrong posts ${stopped} stopped (precision ${precision.toFixed(2)}), ${put} put to somebody, ${silent.length} silent; ${perSentence.toFixed(2)} statements for each sentence of a clean one`,
  );
  for (const text of [...silent, ...stoppedWrongly]) console.log(`  ${text.slice(0, 100)}`);
  return { ...found, precision: stopped === 0 ? 1 : precision };
}

const ofRound = (round: number): Post[] =>
  posts
    .filter((post) => post.round === round)
    .map(({ blocked, ...post }) => ({ ...post, isWrong: blocked }));

const ofLabelled = (set: readonly Labelled[]): Post[] =>
  set.map(({ text, channel = "x", rules, product, level }) => ({
    ...{ text, channel, isWrong: rules.length > 0 },
    declared: { product: product ?? null, level: level ?? null },
  }));

/** What taught a rule. 3 was first read with 1 of 72 silent, 4 with 13 of 20, 5 with 4 of 24. */
const TAUGHT: [string, Post[]][] = [
  ["labelled sentences", ofLabelled(LABELLED)],
  ["further sentences", ofLabelled(HELD_OUT)],
  ["round 1", ofRound(1)],
  ["round 2", ofRound(2)],
  ["round 3, two companies", ofRound(3)],
  ["round 4, stories without a name", ofRound(4)],
  ["round 5, other kinds of posts", ofRound(5)],
];
/**
 * No rule may learn from these. 6 was first read with 2 of 20 silent, both without a word of themselves; then
 * every sentence of such a post became a statement, by no word of theirs.
 */
const BLIND_ROUND = 6;

describe("the posts that taught a rule", () => {
  it.each(TAUGHT)("are stopped or put to somebody when they are wrong: %s", (name, set) => {
    const { precision, silent } = printed(`taught, ${name}`, set);
    expect(silent).toEqual([]);
    expect(precision).toBeGreaterThanOrEqual(0.95);
  });

  it("put few sentences to anybody when they are clean", () => {
    const clean = [1, 2, 3, 5].flatMap(ofRound).filter(({ isWrong }) => !isWrong);
    expect(score(clean).perSentence).toBeLessThanOrEqual(0.6);
  });
});

/**
 * By two other authors, the second with a company of its own; of what was wrong at first read the kind was mended.
 * 7: 1 of 106 silent, 0.57 statements, 8 of 27 stops wrong ("we" at a table, a beta, a list of plans); one is left,
 * "our help page". 8: 0 of 60 silent, 0.58, 2 of 5 stops wrong.
 */
const OTHERS: [string, number][] = [
  ["a second author", 7],
  ["a third author, a company of choirs", 8],
];

describe("the posts of other authors", () => {
  it.each(OTHERS)("are stopped or put to somebody when they are wrong: %s", (name, round) => {
    const { precision, silent, perSentence } = printed(name, ofRound(round));
    expect(silent).toEqual([]);
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(perSentence).toBeLessThanOrEqual(0.6);
  });
});

describe("the blind posts", () => {
  it("are stopped or put to somebody when they are wrong, and rarely otherwise", () => {
    const { precision, silent, perSentence } = printed("blind", ofRound(BLIND_ROUND));
    expect(silent.length).toBeLessThanOrEqual(2);
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(perSentence).toBeLessThanOrEqual(0.6);
  });
});

const RULES = path.join(import.meta.dirname, "../../../company");
/** So many words in a row are nobody's own. */
const RUN = 6;

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];

function copiedFrom(blind: readonly string[], sources: readonly string[]): string[] {
  const written = sources.map((source) => ` ${wordsOf(source).join(" ")} `);
  return blind.filter((text) => {
    const words = wordsOf(text);
    const runs = words
      .slice(0, Math.max(1, words.length - RUN + 1))
      .map((_, at) => words.slice(at, at + RUN));
    return runs.some((run) => written.some((source) => source.includes(` ${run.join(" ")} `)));
  });
}

describe("a text of the blind part", () => {
  const blind = [
    ...posts.filter(({ round }) => round === BLIND_ROUND),
    ...texts.filter(({ round }) => round === 9 || round === 11),
  ].map(({ text }) => text);

  it("stands in no comment and no list of a rule", () => {
    const files = ["claims", "protocol"].flatMap((folder) =>
      readdirSync(path.join(RULES, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(path.join(RULES, folder, name), "utf8")),
    );
    expect(files.length).toBeGreaterThan(30);
    expect(copiedFrom(blind, files)).toEqual([]);
  });

  it("would be found there", () => {
    const [text = ""] = blind;
    const comment = `// Learned: "${text.slice(0, 60)}"\nconst A = 1;`;
    expect(copiedFrom([text], ["const A = 1;"])).toEqual([]);
    expect(copiedFrom([text], [comment])).toEqual([text]);
  });
});
