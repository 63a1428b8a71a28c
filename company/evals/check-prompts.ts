/**
 * What the texts of the kit must hold so that departments work by them, asked of the texts alone: each
 * question is asked of each page that it is about, and is passed or not. No model is asked.
 */
import { parseConstitution } from "../constitution/parse.ts";
import { FOUNDER } from "../constitution/sections.ts";
import type { Constitution } from "../constitution/types.ts";
import { AGENT_SUFFIX, AGENTS_FOLDER, agentId } from "../kit/agents/agent-files.ts";
import { checkNamedTools, KIT_DEPARTMENTS } from "../kit/agents/agent-reach.ts";
import { FACTS_COLUMNS } from "../kit/facts/facts.ts";
import { readSkillTable } from "../kit/facts/skill-tables.ts";
import { readFrontMatter } from "../kit/front-matter.ts";
import { looseningRefusals } from "../proposals/loosening.ts";
import { limitPassed } from "../proposals/places.ts";
import type { KitTexts } from "../proposals/proposal.ts";
import { type Unit, unitsOf } from "../proposals/units.ts";
import {
  asksItself,
  bareFigure,
  claimedTwice,
  otherLimit,
  storesOthers,
  unnamedDuty,
} from "./check-duties.ts";
import { keptWords } from "./check-scenarios.ts";

const CONSTITUTION = ".github/copilot-instructions.md";

export const PROMPT_CHECKS = [
  "readable",
  "length",
  "limits named",
  "reviews named",
  "reviewers exist",
  "verdict asked for",
  "format shown",
  "tools had",
  "own end",
  "no overlap",
  "figures sourced",
  "no contradiction",
  "schedule met",
  "asks others",
  "stores its own",
  "duties named",
  "owned once",
  "no bare figure",
  "limits agree",
  "sentences kept",
] as const;

export type PromptCheck = (typeof PROMPT_CHECKS)[number];

export interface PromptFailure {
  check: PromptCheck;
  /** From the root. */
  file: string;
  /** What was found, without a full stop. */
  what: string;
}

export interface PromptResults {
  /** Questions that were asked and passed. */
  passed: number;
  failures: PromptFailure[];
}

interface Page {
  file: string;
  text: string;
  units: readonly Unit[];
}

/** By file and question; the same texts give the same results. */
export function checkPrompts(texts: KitTexts): PromptResults {
  const { constitution } = parseConstitution(texts.get(CONSTITUTION) ?? "", CONSTITUTION);
  const failures: PromptFailure[] = [];
  let passed = 0;
  const ask = (check: PromptCheck, file: string, what: string | null) => {
    if (what === null) passed += 1;
    else failures.push({ check, file, what });
  };
  const pages = [...texts].flatMap(([file, text]) =>
    text !== null && isPage(file) ? [{ file, text, units: unitsOf(text) ?? [] }] : [],
  );
  for (const page of pages) {
    askOfPage(page, ask);
    ask("limits agree", page.file, otherLimit(page, constitution));
    if (agentId(page.file) !== null) askOfAgent(page, { constitution, texts }, ask);
  }
  const departments = new Set(constitution.departments.map(({ agent }) => agent));
  askOfAll(pages, departments, ask);
  askOfSchedule(texts, constitution, ask);
  for (const { file, what } of keptWords(texts)) ask("sentences kept", file, what);
  return { passed, failures };
}

type Ask = (check: PromptCheck, file: string, what: string | null) => void;

function isPage(file: string): boolean {
  return /^\.github\/(agents|skills|prompts|instructions)\/.*\.md$/.test(file);
}

function askOfPage({ file, text, units }: Page, ask: Ask): void {
  const front = readFrontMatter(text);
  const isReadable = front.kind !== "bad" && units.length > 0;
  ask("readable", file, isReadable ? null : "the page or its front matter cannot be read");
  ask("length", file, limitPassed(file, text)?.replace(/\.$/, "") ?? null);
  ask("no bare figure", file, bareFigure({ file, text, units }));
  const facts = readSkillTable({ path: file, text }, "Facts", FACTS_COLUMNS);
  if (facts.isThere) {
    const bare = facts.rows.find(({ cells }) => !cells.Source || !cells.Verified);
    const found =
      bare === undefined
        ? null
        : `the fact "${bare.cells.Fact ?? ""}" has no source or no day of reading`;
    ask("figures sourced", file, found);
  }
}

function askOfAgent(
  page: Page,
  { constitution, texts }: { constitution: Constitution; texts: KitTexts },
  ask: Ask,
): void {
  const { file, text, units } = page;
  const id = agentId(file) ?? "";
  if (!constitution.departments.some(({ agent }) => agent === id)) return;
  const under = (heading: RegExp) =>
    units.filter((unit) => unit.under.some((each) => heading.test(each)));
  ask(
    "limits named",
    file,
    under(/must not/i).length > 0 ? null : "nothing stands under what it must not do",
  );
  const reviews = under(/reviews you must ask/i).filter(({ kind }) => kind === "row");
  const isAsked = reviews.length > 0 && text.includes("request_review");
  ask(
    "reviews named",
    file,
    isAsked ? null : "no table says which reviews it asks for, by request_review",
  );
  const known = new Set([
    ...constitution.departments.map(({ agent }) => agent),
    FOUNDER,
    // Where one is not on board, the founder answers in its place.
    ...KIT_DEPARTMENTS,
    "that department",
  ]);
  const reviewers = reviews.flatMap(({ cells }) => Object.values(cells ?? {}).slice(1));
  const stranger = reviewers.find((cell) => ![...known].some((name) => cell.includes(name)));
  ask(
    "reviewers exist",
    file,
    stranger === undefined ? null : `it asks "${stranger}", which is no department`,
  );
  const isReviewer = constitution.reviewTriggers.some(({ reviewer }) => reviewer === id);
  if (isReviewer || id === "improver")
    ask(
      "verdict asked for",
      file,
      text.includes(`submit_verdict\` with \`reviewer: ${id}\``)
        ? null
        : "it is not told to answer a review by submit_verdict in its own name",
    );
  const hasFormat = under(/^output$/i).some(({ kind }) => kind === "code");
  ask(
    "format shown",
    file,
    hasFormat ? null : 'nothing under "Output" shows the form of an answer',
  );
  const front = readFrontMatter(text);
  const named = front.kind === "fields" ? checkNamedTools(file, front) : [];
  ask("tools had", file, named[0]?.what ?? null);
  ask(
    "own end",
    file,
    text.includes(`\`End: ${id}\``) ? null : "it is not told how its answers end",
  );
  ask("asks others", file, asksItself(page, id));
  ask("stores its own", file, storesOthers(page, id, constitution));
  ask("duties named", file, unnamedDuty(page, id, { constitution, texts }));
  const loose = looseningRefusals({ path: file, before: null, after: text }, constitution);
  ask("no contradiction", file, loose[0] === undefined ? null : loose[0].why.replace(/\.$/, ""));
}

/** Words that every description has. */
const COMMON = /^(use|it|to|for|and|the|a|an|of|or|in|on|when|what|is|are|by|at|with|as)$/;
const ALIKE = 0.5;

function askOfAll(pages: readonly Page[], departments: ReadonlySet<string>, ask: Ask): void {
  const described = pages.flatMap(({ file, text }) => {
    const front = readFrontMatter(text);
    const description = front.kind === "fields" ? front.data.description : undefined;
    const isAgent = departments.has(agentId(file) ?? "");
    if (!isAgent || typeof description !== "string") return [];
    const words = description.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
    return [{ file, words: new Set(words.filter((word) => !COMMON.test(word))) }];
  });
  for (const one of described) {
    const twin = described.find(
      (other) => other !== one && likeness(one.words, other.words) > ALIKE,
    );
    const what =
      twin === undefined ? null : `its description says nearly the same as that of ${twin.file}`;
    ask("no overlap", one.file, what);
  }
  const twice = claimedTwice(pages.filter(({ file }) => departments.has(agentId(file) ?? "")));
  for (const { file } of described) ask("owned once", file, twice.get(file) ?? null);
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / Math.max(1, Math.min(one.size, other.size));
}

function askOfSchedule(
  texts: KitTexts,
  { cadence, reviewTriggers, departments }: Constitution,
  ask: Ask,
): void {
  for (const { prompt } of cadence) {
    const file = `.github/skills/${prompt}/SKILL.md`;
    ask(
      "schedule met",
      file,
      texts.has(file) ? null : "the table Cadence starts it, and there is no such page",
    );
  }
  const wanted = [
    ...departments.map(({ agent }) => agent),
    ...reviewTriggers.map(({ reviewer }) => reviewer),
  ];
  for (const id of new Set(wanted.filter((each) => each !== FOUNDER))) {
    const file = `${AGENTS_FOLDER}${id}${AGENT_SUFFIX}`;
    ask(
      "schedule met",
      file,
      texts.has(file) ? null : "the constitution names the department, and there is no such page",
    );
  }
}
