/** Puts together what a standup is made of: the company's files, its memory and the repository's log. */
import { dateIn } from "../company/dates.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { lastStandupBefore } from "../company/standup/tracker.ts";
import type { StandupInput } from "../company/standup/types.ts";
import type { CompanyFiles } from "./company.ts";
import { commitsSince } from "./git-log.ts";
import { readSkillPages } from "./skill-pages.ts";

export interface StandupSources {
  company: CompanyFiles;
  now: Date;
  /** null when it could not be read; `memoryNote` then says why. */
  memory: MemoryView | null;
  memoryNote?: string;
}

/** The input of `standupPlan`; a part that could not be read is one of its notes. */
export async function gatherStandup(sources: StandupSources): Promise<StandupInput> {
  const { company, now, memory } = sources;
  const today = dateIn(now, company.constitution.company.timeZone);
  const lastStandup = memory === null ? null : lastStandupBefore(memory, today);
  const commits = await commitsSince(company.root, lastStandup);
  const notes = [...company.notes];
  if (sources.memoryNote !== undefined) notes.push(sources.memoryNote);
  return {
    now,
    constitution: company.constitution,
    board: company.board,
    memory,
    drafts: company.drafts,
    skillPages: await readSkillPages(company.root),
    commits,
    lastStandup,
    notes,
  };
}
