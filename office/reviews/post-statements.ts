/** The statements of a post, and which of them still wait for an answer. */
import { access } from "node:fs/promises";
import path from "node:path";
import {
  type AnswerSources,
  CLAIMS_REVIEWER,
  type OpenStatements,
  openStatements,
  type StatementAnswer,
} from "../../company/claims/answers.ts";
import { checkDraft } from "../../company/claims/check.ts";
import { evidenceOf } from "../../company/claims/sources/evidence.ts";
import type { DraftContext, Statement } from "../../company/claims/types.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import type { Draft } from "../../company/drafts.ts";
import type { MemoryView } from "../../company/memory-view.ts";
import type { Review, ReviewedWork } from "../../company/protocol/review.ts";
import { gatherDraftContext } from "../../files/draft-context.ts";
import type { LedgerReads } from "../../ledger/ledger.ts";

export interface StatementSources {
  root: string;
  constitution: Constitution;
  /** null when it could not be read. */
  memory: MemoryView | null;
  now: Date;
}

/** The statements of a post, by the lines of its file, with the context they were found in; none for a work that is no post. */
export async function statementsOf(
  work: ReviewedWork,
  sources: StatementSources,
): Promise<{ statements: Statement[]; context: DraftContext | null }> {
  if (work.draft === undefined) return { statements: [], context: null };
  const { context } = await gatherDraftContext(sources);
  const { text, lineOffset, declared } = published(work.draft, context);
  const check = checkDraft(text, work.draft.channel, { ...context, declared });
  const found = check.kind === "refused" ? [] : check.statements;
  const statements = found.map((each) => ({ ...each, line: each.line + lineOffset }));
  return { statements, context };
}

/**
 * Of an X post the title stays at home; elsewhere it goes out, and stands on the line of its heading. A
 * title without a product or a figure ("Tide windows by mail") names what the post is about and claims nothing.
 */
export function published(
  { channel, title, text, line, textLine, product, level }: Draft,
  { constitution }: Pick<DraftContext, "constitution">,
): { text: string; lineOffset: number; declared: NonNullable<DraftContext["declared"]> } {
  const declared = { product, level };
  const low = title.toLowerCase();
  const isClaim =
    /\d/.test(title) || constitution.products.some(({ name }) => low.includes(name.toLowerCase()));
  if (channel === "x" || !isClaim) return { text, lineOffset: textLine - 1, declared };
  const between = Math.max(2, textLine - line);
  return { text: `${title}${"\n".repeat(between)}${text}`, lineOffset: line - 1, declared };
}

/** `reviews` are those of the work, whatever its version. */
export async function openOf(
  statements: readonly Statement[],
  { work, reviews, author }: { work: ReviewedWork; reviews: readonly Review[]; author: string },
  {
    tables,
    context,
  }: { tables: Pick<LedgerReads, "statementAnswers"> | null; context: DraftContext },
): Promise<OpenStatements> {
  const { hash, path: place } = work;
  const answers =
    tables === null
      ? []
      : await tables.statementAnswers.ofWork({
          ...{ reviews: reviews.map(({ id }) => id), path: place, hash },
        });
  const { constitution, memory } = context;
  const named = answers.map(({ by }) => by ?? "");
  const known = constitution.departments.some(({ agent }) => agent === CLAIMS_REVIEWER);
  return openStatements(statements, answers, {
    ...{ hash, constitution, memory },
    existingPaths: new Set([...context.existingPaths, ...pathsIn(named)]),
    isReviewerThere: known && author !== CLAIMS_REVIEWER,
  });
}

function pathsIn(named: readonly string[]): string[] {
  return named
    .flatMap((each) => evidenceOf(each))
    .flatMap((each) => (each.kind === "path" ? [each.text] : []));
}

/** What answers are checked against: of the files they name those that are there. */
export async function answerSources(
  { root, constitution, memory }: StatementSources,
  answers: readonly StatementAnswer[],
  isFounder: boolean,
): Promise<AnswerSources> {
  const levels = constitution.statementLevels.map(({ evidence }) => evidence);
  const paths = pathsIn([...levels, ...answers.map(({ by }) => by ?? "")]);
  const there = await Promise.all(
    paths.map((file) =>
      access(path.join(root, file)).then(
        () => [file],
        () => [],
      ),
    ),
  );
  return { constitution, memory, existingPaths: new Set(there.flat()), isFounder };
}
