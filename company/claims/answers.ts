/** Answers to the statements of a post: what code checks of them, and which statements still wait for one. */
import type { Constitution, StatementLevel } from "../constitution/types.ts";
import type { MemoryView } from "../memory-view.ts";
import { checkEvidence, evidenceOf } from "./sources/evidence.ts";
import type { Statement } from "./types.ts";

/** The department that answers for what a post says; without it on board the founder does. */
export const CLAIMS_REVIEWER = "lawyer";
export const ANSWERS = ["LIVE", "ROADMAP", "THESIS", "no claim", "change", "founder"] as const;
/** The level that it claims; that it claims nothing; that it must change; that only the founder knows. */
export type Answer = (typeof ANSWERS)[number];

export interface StatementAnswer {
  /** Number of the statement. */
  statement: number;
  is: Answer;
  /** The row of "Statement levels" or the evidence that carries it. */
  by?: string | undefined;
  /** What must change, or a word on why. */
  why?: string | undefined;
}

/** What a reviewer is handed of a statement, and answers. */
export type PutStatement = Pick<
  Statement,
  "number" | "line" | "text" | "key" | "product" | "kinds" | "topics" | "open"
>;

/** As it was recorded. */
export interface RecordedStatementAnswer {
  key: string;
  is: Answer;
  by: string | null;
  workHash: string;
  /** A department, or `founder`. */
  who: string;
  attestation: "headless-run" | "guard-hook" | "founder" | null;
}

export interface AnswerSources {
  constitution: Constitution;
  /** null when it could not be read: then no entity counts as evidence. */
  memory: MemoryView | null;
  existingPaths: ReadonlySet<string>;
  /** The founder's word carries what no row of the table speaks of. */
  isFounder: boolean;
}

const ORDER: Record<StatementLevel, number> = { THESIS: 0, ROADMAP: 1, LIVE: 2 };
/** Somebody may check these, so that they claim something and need what carries them. */
const CHECKABLE = ["figure", "comparison", "absolute", "quote"] as const;
/** Instead of evidence, in an answer of the founder. */
export const FOUNDERS_WORD = "my word";

/** What is missing or does not hold, a sentence each; empty when the answers may be recorded. */
export function answerProblems(
  put: readonly PutStatement[],
  answers: readonly StatementAnswer[],
  sources: AnswerSources,
): string[] {
  const numbers = answers.map(({ statement }) => statement);
  const left = put.filter(({ number }) => !numbers.includes(number)).map(({ number }) => number);
  const twice = numbers.filter((number, at) => numbers.indexOf(number) !== at);
  const unknown = numbers.filter((number) => !put.some((statement) => statement.number === number));
  return [
    ...(left.length > 0 ? [`no answer to ${left.join(", ")}`] : []),
    ...(twice.length > 0 ? [`two answers to ${[...new Set(twice)].join(", ")}`] : []),
    ...(unknown.length > 0 ? [`no statement ${unknown.join(", ")} was put`] : []),
    ...put.flatMap((statement) => {
      const answer = answers.find((each) => each.statement === statement.number);
      const problem = answer === undefined ? null : answerProblem(statement, answer, sources);
      return problem === null ? [] : [`${statement.number}: ${problem}`];
    }),
  ];
}

/** Why an answer does not hold, in a few words; null when it does. */
function answerProblem(
  statement: PutStatement,
  { is, by = "", why = "" }: Pick<StatementAnswer, "is" | "by" | "why">,
  sources: AnswerSources,
): string | null {
  const { kinds, topics } = statement;
  const checkable = CHECKABLE.find((kind) => kinds.includes(kind));
  if (is === "founder") return sources.isFounder ? "the founder is you" : null;
  if (is === "change") return why.trim() === "" ? 'say in "why" what must change' : null;
  if (is === "no claim") {
    const what = topics[0] ?? checkable;
    return what === undefined ? null : `"no claim" cannot be said of ${what}`;
  }
  return (
    levelProblem(statement, is, sources) ??
    (is === "LIVE" || checkable !== undefined || by !== ""
      ? carrierProblem(statement, { is, by }, sources)
      : null)
  );
}

/** Nothing may be claimed above the rows that it touches, or of a product that is not there. */
function levelProblem(
  { topics, product }: PutStatement,
  is: StatementLevel,
  { constitution }: AnswerSources,
): string | null {
  for (const topic of topics) {
    const level =
      constitution.statementLevels.find((rule) => rule.topic === topic)?.level ?? "THESIS";
    if (ORDER[is] > ORDER[level]) return `${topic} is ${level} in the table`;
  }
  const status = constitution.products.find(({ name }) => name === product)?.status;
  const isThere = status === undefined || status === "live" || status === "beta";
  return is === "LIVE" && !isThere ? `${product} is ${status}` : null;
}

function carrierProblem(
  { topics, product }: PutStatement,
  { is, by }: { is: StatementLevel; by: string },
  sources: AnswerSources,
): string | null {
  const { constitution, isFounder } = sources;
  const name = by.trim();
  if (name === "") return 'name in "by" the row or the evidence that carries it';
  if (isFounder && name === FOUNDERS_WORD && topics.length === 0) return null;
  const { products, statementLevels } = constitution;
  const row = statementLevels.find(({ topic }) => topic.toLowerCase() === name.toLowerCase());
  if (row !== undefined && ORDER[is] > ORDER[row.level]) return `${row.topic} is ${row.level}`;
  if (row !== undefined && is !== "LIVE") return null;
  const evidence = row?.evidence ?? name;
  // One of a row is enough; of what is named here, each must be there.
  const parts = row === undefined ? evidenceOf(evidence).map(({ text }) => text) : [evidence];
  for (const part of parts) {
    const found = checkEvidence(
      { line: 0, topic: name, level: "LIVE", evidence: part },
      { ...sources, products, product: products.find((each) => each.name === product) ?? null },
    );
    if (!found.isProven) return found.problems.join("; ");
  }
  return parts.length === 0 ? `"${name}" names nothing` : null;
}

export interface OpenStatements {
  /** The reviewer has still to answer these. */
  forReviewer: Statement[];
  /** Only the founder can. */
  forFounder: Statement[];
}

/**
 * The statements that still wait for an answer. One holds while its words do, as long as what carries it is
 * there: of a department when code saw that it answered, or on exactly these bytes; "change" only there.
 */
export function openStatements(
  statements: readonly Statement[],
  answers: readonly RecordedStatementAnswer[],
  asked: { hash: string; isReviewerThere: boolean } & Omit<AnswerSources, "isFounder">,
): OpenStatements {
  const open: OpenStatements = { forReviewer: [], forFounder: [] };
  for (const statement of statements) {
    if (statement.open.length === 0) continue;
    const last = answers.findLast(
      ({ key, who, attestation, workHash, is }) =>
        key === statement.key &&
        (who === "founder" || workHash === asked.hash || (attestation !== null && is !== "change")),
    );
    const isFounder = last?.who === "founder";
    const isForFounder =
      last === undefined
        ? !asked.isReviewerThere || statement.kinds.includes("unread")
        : last.is === "founder" || isFounder;
    const holds =
      last !== undefined &&
      last.is !== "founder" &&
      !(last.is === "change" && isFounder) &&
      answerProblem(
        statement,
        { is: last.is, by: last.by ?? "", why: "-" },
        { ...asked, isFounder },
      ) === null;
    if (holds) continue;
    (isForFounder || !asked.isReviewerThere ? open.forFounder : open.forReviewer).push(statement);
  }
  return open;
}
