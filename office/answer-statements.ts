/** The founder's checklist of a post: the statements that wait for an answer, and the answers. */
import path from "node:path";
import {
  answerProblems,
  type PutStatement,
  type StatementAnswer,
} from "../company/claims/answers.ts";
import { FOUNDER } from "../company/constitution/sections.ts";
import { HqError } from "../company/error.ts";
import type { ReviewedWork } from "../company/protocol/review.ts";
import { readConstitution } from "../files/company.ts";
import type { Ledger, LedgerReads } from "../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../ledger/open.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { withMemory } from "./records/with-memory.ts";
import { secretIn } from "./reviews/desk.ts";
import { statementAnswered } from "./reviews/events.ts";
import {
  answerSources,
  openOf,
  type StatementSources,
  statementsOf,
} from "./reviews/post-statements.ts";
import { reviewsIn } from "./reviews/reviews-of-work.ts";
import { readWork } from "./reviews/work.ts";

export interface PostPlace {
  root: string;
  now(): Date;
  /** `file:<path from the root>#<id>` */
  work: string;
}

export interface Checklist {
  /** `<file>#<id>` */
  post: string;
  /** All that wait, the reviewer's too: the founder may answer any of them. */
  statements: PutStatement[];
  /** Numbers of those that only the founder can answer. */
  forFounder: number[];
}

interface Read {
  work: ReviewedWork & { path: string };
  known: StatementSources;
}

/** @throws HqError `usage` for a work that is no post; LedgerError, MemoryError */
export async function listStatements(place: PostPlace): Promise<Checklist> {
  const read = await readPost(place);
  const found = await lookIntoLedger(place.root, null, (ledger) =>
    ledger.read((tables) => waiting(read, tables)),
  );
  return found ?? waiting(read, null);
}

/**
 * Records the answers in the founder's name, all of them or none, and gives what waits still.
 * @throws HqError `usage` for a work that is no post, or answers that do not hold; LedgerError, MemoryError
 */
export async function answerStatements(
  place: PostPlace,
  answers: readonly StatementAnswer[],
): Promise<Checklist> {
  const read = await readPost(place);
  const secret = await secretIn(answers.flatMap(({ by = "", why = "" }) => [by, why]));
  if (secret !== null) {
    throw new HqError("usage", `Cannot record the answers: ${secret.reason}.`, {
      hint: secret.instead,
    });
  }
  const sources = await answerSources(read.known, answers, true);
  return inLedger(place.root, (ledger) =>
    ledger.write(async (tables) => {
      const { post, statements } = await waiting(read, tables);
      const wanted = statements.filter(({ number }) =>
        answers.some(({ statement }) => statement === number),
      );
      const problems = answerProblems(wanted, answers, sources);
      if (problems.length > 0) {
        throw new HqError(
          "usage",
          `Cannot record the answers to ${post}: ${problems.join("; ")}. Nothing was changed.`,
          { hint: `See what waits with: hq claims answer ${post} --json` },
        );
      }
      const { path: workPath, hash: workHash } = read.work;
      const at = place.now().toISOString();
      for (const statement of wanted) {
        const given = answers.find((each) => each.statement === statement.number);
        if (given === undefined) continue;
        const about = { review: null, workPath, workHash, who: FOUNDER, at };
        await statementAnswered(
          tables,
          { ...given, ...statement },
          { ...about, attestation: "founder" },
        );
      }
      return waiting(read, tables);
    }),
  );
}

async function readPost({ root, now, work: given }: PostPlace): Promise<Read> {
  const work = await readWork(root, given);
  if ("kind" in work) {
    throw new HqError("usage", `Cannot answer for ${given}: ${work.reason}.`, {
      hint: work.instead,
    });
  }
  const { draft, path: place } = work;
  if (draft === undefined || place === null) {
    throw new HqError("usage", `Cannot answer for ${given}: it is no post of Marketing/drafts/.`, {
      hint: "Name one as Marketing/drafts/week-2026-W48.md#2026-11-24-x",
    });
  }
  const { constitution } = await readConstitution(root);
  const memory = await withMemory({ root, now }, (store) => store.readWithOrigins());
  return { work: { ...work, path: place }, known: { root, constitution, memory, now: now() } };
}

async function waiting(
  { work, known }: Read,
  tables: Pick<LedgerReads, "reviews" | "statementAnswers"> | null,
): Promise<Checklist> {
  const { statements, context } = await statementsOf(work, known);
  const none = { post: work.path, statements: [], forFounder: [] };
  if (context === null) return none;
  const reviews = tables === null ? [] : await reviewsIn(tables, work);
  // Of a post that marketing wrote, as all posts are.
  const asked = { work, reviews, author: "marketing" };
  const { forReviewer, forFounder } = await openOf(statements, asked, { tables, context });
  const left = [...forReviewer, ...forFounder].sort((a, b) => a.number - b.number);
  return {
    post: work.path,
    statements: left.map(({ number, line, text, key, product, kinds, topics, open }) => ({
      ...{ number, line, text, key, product, kinds, topics, open },
    })),
    forFounder: forFounder.map(({ number }) => number),
  };
}

async function inLedger<T>(root: string, body: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    return await body(ledger);
  } finally {
    await ledger.close();
  }
}
