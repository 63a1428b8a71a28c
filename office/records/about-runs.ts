/** What the Improver should know of the departments' runs, in a line or two. */
import { type Synthesis, synthesisLine } from "../../company/synthesis.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { LessonDraft } from "../../ledger/lesson-drafts.ts";

const DRAFTS_TOLD = 5;
const DRAFTS_COUNTED = 100;

/**
 * The newest synthesis, and the failures that wait for somebody to make a lesson of them.
 * @throws LedgerError
 */
export async function aboutRuns(ledger: Ledger): Promise<string[]> {
  return ledger.read(async ({ syntheses, lessonDrafts }) => {
    const newest = await syntheses.newest();
    const drafts = await lessonDrafts.open(DRAFTS_COUNTED);
    return [
      ...(newest === null
        ? []
        : [synthesisLine(newest.day, JSON.parse(newest.synthesis) as Synthesis)]),
      ...(drafts.length === 0 ? [] : [draftsLine(drafts)]),
    ];
  });
}

function draftsLine(drafts: readonly LessonDraft[]): string {
  const shown = drafts
    .slice(0, DRAFTS_TOLD)
    .map(
      ({ id, agent, tool, refused, times, text }) =>
        `${id} ${agent} ${tool ?? "run"} ${refused ? "refused" : "failed"} ${times}x (${text.slice(0, 100)})`,
    );
  return `Failures of runs without a lesson yet, ${drafts.length} in all: ${shown.join("; ")}. Material to judge; log_lesson where it is a mistake of ours, and the founder drops the rest (hq lesson drafts).`;
}
