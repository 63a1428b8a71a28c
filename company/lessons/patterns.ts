/**
 * Mistakes that come back, worked out by code: lessons and failures of runs in groups, ranked by how
 * often, how lately and how dearly, each with the kind of change that would meet it, and its file.
 */
import { daysBetween } from "../dates.ts";
import type { RepeatedFailure } from "../synthesis.ts";
import { answered, type Change, type ChangeKind, changeFor, type SkillText } from "./change.ts";
import { type Group, groupsOf } from "./groups.ts";
import type { Lesson } from "./lesson.ts";
import type { PastLesson } from "./past-lesson.ts";
import { isRejection } from "./rejection.ts";

export interface Pattern {
  /** Its newest lesson, or the failure, in one line. */
  summary: string;
  /** Lessons, and for failures of runs how often. */
  count: number;
  /** Names of lessons, newest first. */
  lessons: string[];
  /** Ids of runs in which it failed. */
  runs: string[];
  kind: ChangeKind;
  /** The file to change, from the root. */
  file: string;
  /** What makes it a pattern, and why this change. */
  why: string;
  agents: string[];
  /** ISO date of the newest lesson; null for failures of runs. */
  last: string | null;
  /** Came back after it was answered: date and file of the answer. */
  recurredAfter: { date: string; path: string } | null;
  /** Answered, and not seen since. */
  isAnswered: boolean;
}

export interface Patterns {
  /** Best first. */
  patterns: Pattern[];
  /** Names of lessons that stand alone: no change yet. */
  oneOffs: string[];
}

export interface PatternSources {
  lessons: readonly PastLesson[];
  /** Pairs of lessons that somebody said have one cause. */
  links: readonly (readonly [string, string])[];
  /** What failed again and again in runs. */
  failures: readonly RepeatedFailure[];
  skills: readonly SkillText[];
  /** How a text says a term that lessons share, in its own words; null where it does not. */
  saidOf(text: string, term: string): string | null;
  /** ISO date. */
  today: string;
}

/** After so many days a lesson weighs half. */
const HALF_LIFE_DAYS = 60;
/** What one more of the kind is worth. */
const WEIGHTS = { lesson: 1, saysAgain: 1.5, cost: 0.75, gap: 1.5, recurred: 3, failure: 0.3 };
/** A lesson that says of itself that it was not the first time. */
const SAYS_AGAIN =
  /(?<!\p{L})(?:again|once (?:more|before)|(?:second|third|fourth|fifth) (?:time|month|week|year)|twice|(?:two|three|\d+) times|in a row|recurr\w*|de novo|outra vez|mais uma vez|segunda vez|de nuevo|otra vez|nochmals?|erneut|wieder|zum (?:zweiten|dritten) mal)(?!\p{L})/iu;
/** Money lost, or seen from outside. */
const COST =
  /[€$£]\s?\d|\d\s?(?:€|eur\b|usd\b|gbp\b|brl\b)|(?<!\p{L})(?:r\$|refund\w*|fine|penalty|customer\w*|cliente\w*|kund(?:e|en|in)|coima|multa|reembols\w+|erstattung)(?!\p{L})/iu;
/** Share of its lessons from which on the work of a department is two. */
const SPLIT = { least: 6, share: 0.3 };
const SHARED_SHOWN = 4;

/** Deterministic: the same lessons give the same patterns, in the same order. */
export function patternsOf(sources: PatternSources): Patterns {
  const { links, failures, today } = sources;
  const lessons = [...sources.lessons].sort(byAge);
  // A proposal that was rejected is no mistake of those that it was to meet, though it names them.
  const { mistakes = [], rejections = [] } = Object.groupBy(lessons, (one) =>
    isRejection(one) ? "rejections" : "mistakes",
  );
  const groups = [...groupsOf(mistakes, links), ...groupsOf(rejections, links)];
  const isPattern = ({ members }: Group<PastLesson>) =>
    members.length > 1 || members.some((one) => one.isGap || saysAgain(one));
  const scored = [
    ...groups.filter(isPattern).map((group) => ofLessons(group, sources)),
    ...splits(groups, sources),
    ...failures.map((failure) => ofFailure(failure, sources)),
  ];
  const best = scored.sort(
    (a, b) => b.score - a.score || (a.pattern.summary < b.pattern.summary ? -1 : 1),
  );
  const alone = groups.filter((group) => !isPattern(group)).flatMap(({ members }) => members);
  const open = alone.filter((one) => one.improved.length === 0 && !isRejection(one));
  const newest = open.sort((a, b) => -byAge(a, b)).filter(({ date }) => date <= today);
  return { patterns: best.map(({ pattern }) => pattern), oneOffs: newest.map(({ name }) => name) };
}

interface Scored {
  pattern: Pattern;
  score: number;
}

function byAge(a: PastLesson, b: PastLesson): number {
  return a.date < b.date || (a.date === b.date && a.name < b.name) ? -1 : 1;
}

function saysAgain(lesson: Lesson): boolean {
  return !isRejection(lesson) && SAYS_AGAIN.test(saidIn(lesson));
}

function saidIn({ summary, detail }: Lesson): string {
  return `${summary} ${detail}`;
}

function ofLessons(group: Group<PastLesson>, sources: PatternSources): Scored {
  const { today, skills } = sources;
  const members = group.members.toReversed();
  const answers = members
    .flatMap(({ improved }) => improved)
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  const answer = answers.at(-1) ?? null;
  const newest = members[0];
  if (newest === undefined) throw new Error("A group of lessons has no lesson.");
  // A lesson of the day of the answer led to it; a later one came back in spite of it.
  const recurredAfter = answers.findLast(({ date }) => date < newest.date) ?? null;
  const isAnswered = answer !== null && answer.date >= newest.date;
  const change =
    isAnswered && answer !== null
      ? { ...answered(answer.path), why: "Nothing to do while it stays away." }
      : changeFor({ members, shared: group.shared, recurredAfter, skills });
  const pattern: Pattern = {
    summary: newest.summary,
    count: members.length,
    lessons: members.map(({ name }) => name),
    runs: [],
    ...{ kind: change.kind, file: change.file },
    why: whyOf(group, { recurredAfter, isAnswered, answer, change }, wordsOf(group, sources)),
    agents: [...new Set(members.map(({ agent }) => agent))],
    last: newest.date,
    ...{ recurredAfter, isAnswered },
  };
  const weight = members.reduce((all, one) => all + worthOf(one, today), 0);
  const score = weight * (recurredAfter === null ? 1 : WEIGHTS.recurred);
  // What was answered and stayed away is told, behind all that is open.
  return { pattern, score: isAnswered ? score / 1_000 : score };
}

function worthOf(lesson: PastLesson, today: string): number {
  const days = Math.max(0, daysBetween(lesson.date, today));
  const worth =
    WEIGHTS.lesson +
    (saysAgain(lesson) ? WEIGHTS.saysAgain : 0) +
    (COST.test(saidIn(lesson)) ? WEIGHTS.cost : 0) +
    (lesson.isGap ? WEIGHTS.gap : 0);
  return worth * 0.5 ** (days / HALF_LIFE_DAYS);
}

interface Judged {
  recurredAfter: Pattern["recurredAfter"];
  isAnswered: boolean;
  answer: { date: string; path: string } | null;
  change: Change;
}

function whyOf(
  { members, isLinked }: Group<PastLesson>,
  judged: Judged,
  words: readonly string[],
): string {
  const { recurredAfter, isAnswered, answer, change } = judged;
  const says = members.filter(saysAgain).length;
  const about = words.length === 0 ? "" : ` on ${words.join(", ")}`;
  const notFirst = "that it was not the first time";
  const head =
    members.length > 1
      ? [
          `${members.length} lessons${about}${isLinked ? ", linked by hand" : ""}`,
          ...(says === 0 ? [] : [`${says} of them ${says === 1 ? "says" : "say"} ${notFirst}`]),
        ]
      : [says === 0 ? "one lesson" : `one lesson, which says ${notFirst}`];
  const parts = [
    ...head,
    ...(members.some(({ isGap }) => isGap) ? ["reported as a gap"] : []),
    ...(recurredAfter === null
      ? []
      : [`came back after ${recurredAfter.path} was changed on ${recurredAfter.date}`]),
    ...(isAnswered && answer !== null
      ? [`answered on ${answer.date} in ${answer.path}, and not seen since`]
      : []),
  ];
  return `${parts.join("; ")}. ${change.why}`;
}

/** What the lessons share, as the newest that says it does: a founder knows their words, not our names of meanings. */
function wordsOf(
  { members, shared }: Pick<Group<PastLesson>, "members" | "shared">,
  { saidOf }: PatternSources,
): string[] {
  const texts = members
    .toReversed()
    .map(({ summary, detail, action }) => [summary, detail, action]);
  const words = shared.flatMap((term) => {
    for (const text of texts.flat()) {
      const said = saidOf(text, term);
      if (said !== null) return [said];
    }
    return [];
  });
  return [...new Set(words)].slice(0, SHARED_SHOWN);
}

/** A department whose lessons fall into two bodies of work that share nothing. */
function splits(groups: readonly Group<PastLesson>[], sources: PatternSources): Scored[] {
  const { today } = sources;
  const agents = new Set(groups.flatMap(({ members }) => members.map(({ agent }) => agent)));
  return [...agents].sort().flatMap((agent) => {
    const own = groups
      .map(({ members, shared }) => ({
        shared,
        members: members.filter((one) => one.agent === agent),
      }))
      .sort((a, b) => b.members.length - a.members.length);
    const all = own.reduce((sum, { members }) => sum + members.length, 0);
    const [first, second] = own;
    if (first === undefined || second === undefined || agent === "founder") return [];
    const isHalf = second.members.length >= Math.max(SPLIT.least, all * SPLIT.share);
    if (!isHalf || second.shared.some((term) => first.shared.includes(term))) return [];
    const topic = second.shared.map((term) => term.replace(/^~/, ""))[0] ?? "new";
    const members = second.members.toReversed();
    const pattern: Pattern = {
      summary: `The work of @${agent} is two: ${wordsOf(first, sources).slice(0, 2).join(", ")} and ${wordsOf(second, sources).slice(0, 2).join(", ")}`,
      count: members.length,
      lessons: members.map(({ name }) => name),
      runs: [],
      kind: "new-department",
      file: `.github/agents/${topic.replaceAll("_", "-")}.agent.md`,
      why: `${first.members.length} and ${second.members.length} of ${all} lessons of @${agent} share no words. A new department is the founder's decision.`,
      agents: [agent],
      last: members[0]?.date ?? null,
      ...{ recurredAfter: null, isAnswered: false },
    };
    // Behind the patterns that it is made of.
    const score = members.reduce((sum, one) => sum + worthOf(one, today), 0) / 2;
    return [{ pattern, score }];
  });
}

function ofFailure(failure: RepeatedFailure, { lessons }: PatternSources): Scored {
  const { agent, tool, refused, text, times, runs } = failure;
  const tools = tool.split(/[-_/]/);
  const same = lessons.filter(
    (one) =>
      one.agent === agent &&
      one.tools.some((known) => tool.endsWith(known) || tools.includes(known)),
  );
  const pattern: Pattern = {
    summary: `${tool} ${refused ? "refused" : "failed"} in runs of @${agent}: ${text}`,
    count: times,
    lessons: same.map(({ name }) => name),
    runs,
    kind: "agent-update",
    file: `.github/agents/${agent}.agent.md`,
    why: `${times} times in ${runs.length} ${runs.length === 1 ? "run" : "runs"}. The agent's own page should say what to call instead, or what to give.`,
    agents: [agent],
    last: null,
    ...{ recurredAfter: null, isAnswered: false },
  };
  return { pattern, score: times * WEIGHTS.failure + same.length };
}
