/** What the tools read of the company: always from the files as they are now, never from a cache. */
import type { Board } from "../../company/board/task.ts";
import { dateIn } from "../../company/dates.ts";
import type { MemoryView } from "../../company/memory-view.ts";
import { standupPlan } from "../../company/standup/plan.ts";
import type { StandupPlan } from "../../company/standup/types.ts";
import { readCompany, readConstitution } from "../../files/company.ts";
import { gatherStandup } from "../../files/standup-input.ts";
import { missedJobs } from "./missed-jobs.ts";

export interface CompanyReader {
  readConstitution(): ReturnType<typeof readConstitution>;
  /** `today` is the date in the company's time zone. */
  readBoard(): Promise<{ board: Board | null; notes: string[]; today: string }>;
  readPlan(): Promise<StandupPlan>;
  /** `note` says why there is no view. */
  readMemory(): Promise<{ view: MemoryView | null; note: string | undefined }>;
}

export interface ReaderSources {
  root: string;
  now(): Date;
  /** The memory as it is now; a rejected promise becomes a note in the plan. */
  readMemory(): Promise<MemoryView>;
}

export function createReader({ root, now, readMemory: read }: ReaderSources): CompanyReader {
  const readMemory = (): ReturnType<CompanyReader["readMemory"]> =>
    read().then(
      (view) => ({ view, note: undefined }),
      (error: unknown) => ({ view: null, note: memoryNote(error) }),
    );
  return {
    readMemory,
    readConstitution: () => readConstitution(root),
    readBoard: async () => {
      const company = await readCompany(root);
      const today = dateIn(now(), company.constitution.company.timeZone);
      return { board: company.board, notes: company.notes, today };
    },
    readPlan: async () => {
      const memory = await readMemory();
      const company = await readCompany(root);
      company.notes.push(...(await missedJobs({ root, now: now() }, company.constitution)));
      const input = await gatherStandup({
        company,
        now: now(),
        memory: memory.view,
        ...(memory.note === undefined ? {} : { memoryNote: memory.note }),
      });
      return standupPlan(input);
    },
  };
}

/** A memory that cannot be read costs the plan that part; a bug is not hidden behind a note. */
function memoryNote(error: unknown): string {
  if (error instanceof Error && error.name === "MemoryError") return error.message;
  throw error;
}
