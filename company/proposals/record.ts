/** A proposal as the message of its commit: words for people, and lines that are read back. */
import { z } from "zod";
import { clip, clipWords } from "../clip.ts";
import { CHANGE_KINDS } from "../lessons/change.ts";
import { curationOperation } from "./curation.ts";

const line = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .regex(/^[^\n\r]*$/u);

export const proposalRecord = z.strictObject({
  id: z.string().regex(/^\d{4}-\d{2}-\d{2}-[a-z0-9-]{1,80}$/),
  /** ISO date. */
  date: z.iso.date(),
  /** The mistake that comes back. */
  pattern: line,
  kind: z.enum(CHANGE_KINDS),
  /** Names of the lessons behind it. */
  lessons: z.array(z.string().max(300)).max(100),
  /** What should be different afterwards. */
  effect: line,
  /** What will show it. */
  check: line,
  /** Exact text for the constitution, which only the founder puts there; null when there is none. */
  suggests: z.string().max(8_000).nullable(),
  /** The run that made it; null when a person did. */
  run: z.string().max(40).nullable(),
  /** Of the memory, in this order. */
  operations: z.array(curationOperation).max(100),
});

const PATTERN_CHARS = 300;

/** The mistake in one line: a record with a longer one would not be read back. */
export function patternLine(words: string): string {
  return clip(words, PATTERN_CHARS);
}

export type ProposalRecord = z.infer<typeof proposalRecord>;

/** Of a proposal that oversteps: why, a line each. */
const AGAINST = "Refused: ";
const AGAINST_CHARS = 2_000;
export const BRANCHES = "refs/heads/hq/improve/";
const RECORD = "Hq-Proposal: ";
/** Of the commit that puts it into force. */
export const ACCEPTED = "Improves: ";
export const REVERTED = "Reverts-Improvement: ";
const SUBJECT_CHARS = 64;

/** The message of the proposal's own commit. */
export function proposalMessage(record: ProposalRecord): string {
  const { effect, check, suggests, lessons } = record;
  return [
    subject(record),
    "",
    `Effect: ${effect}`,
    `Check: ${check}`,
    ...lessons.map((name) => `Lesson: ${name}`),
    ...(suggests === null
      ? []
      : ["", "For the founder to put into the constitution, or not:", suggests]),
    "",
    `${RECORD}${JSON.stringify(record)}`,
    "",
  ].join("\n");
}

/** The message of one that oversteps the limits: as it was made, with what stands against it. */
export function refusedMessage(record: ProposalRecord, refusals: readonly string[]): string {
  const lines = refusals.map((why) => {
    const text = why.replaceAll(/\s+/g, " ").trim().slice(0, AGAINST_CHARS);
    return `${AGAINST}${text}`;
  });
  return `${proposalMessage(record)}${lines.join("\n")}\n`;
}

/** What stood against it when it was made; empty for every other message. */
export function refusalsIn(message: string): string[] {
  const lines = message.split("\n");
  // What stands before the record are the words of whoever made it.
  const behind = lines.slice(lines.findLastIndex((each) => each.startsWith(RECORD)) + 1);
  return behind.flatMap((each) => (each.startsWith(AGAINST) ? [each.slice(AGAINST.length)] : []));
}

/** null for the message of another commit, or one that was not made by us. */
export function readProposal(message: string): ProposalRecord | null {
  const found = message.split("\n").findLast((each) => each.startsWith(RECORD));
  if (found === undefined) return null;
  try {
    return proposalRecord.safeParse(JSON.parse(found.slice(RECORD.length))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What the suite of evals said before and after; null when it was not asked. */
export interface EvalResults {
  before: string;
  after: string;
}

/** The message of the commit on the founder's branch. */
export function acceptedMessage(record: ProposalRecord, evals: EvalResults | null): string {
  return [
    subject(record),
    "",
    `Effect: ${record.effect}`,
    `Check: ${record.check}`,
    "",
    `${ACCEPTED}${record.id}`,
    `Pattern: ${record.pattern}`,
    ...record.lessons.map((name) => `Lesson: ${name}`),
    ...(evals === null ? [] : [`Eval-Before: ${evals.before}`, `Eval-After: ${evals.after}`]),
    `${RECORD}${JSON.stringify(record)}`,
    "",
  ].join("\n");
}

export function revertedMessage(record: ProposalRecord, commit: string): string {
  return [
    clipWords(`Take back: ${record.pattern}`, SUBJECT_CHARS + 10),
    "",
    `This takes back ${commit}, and its pattern is open again.`,
    "",
    `${REVERTED}${record.id}`,
    ...record.lessons.map((name) => `Lesson: ${name}`),
    "",
  ].join("\n");
}

function subject({ pattern, kind }: ProposalRecord): string {
  const text = `Improve: ${pattern}`;
  const short =
    text.length <= SUBJECT_CHARS
      ? text
      : `${text.slice(0, SUBJECT_CHARS).replace(/\s+\S*$/, "")} …`;
  return `${short} (${kind})`;
}
