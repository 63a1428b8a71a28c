/** Puts together what a standup is made of: the company's files, its memory and the repository's log. */
import { dateIn } from "../company/dates.ts";
import { findingSentence } from "../company/finding.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { lastStandupBefore } from "../company/standup/tracker.ts";
import type { StandupInput } from "../company/standup/types.ts";
import type { CompanyFiles } from "./company.ts";
import { commitsSince } from "./git-log.ts";
import { readCompanyPacks } from "./packs.ts";
import { readSkillPages } from "./skill-pages.ts";

export interface StandupSources {
  company: CompanyFiles;
  now: Date;
  /** What it really is, when the plan is of another day. */
  realNow?: Date;
  /** null when it could not be read; `memoryNote` then says why. */
  memory: MemoryView | null;
  memoryNote?: string;
  /** What was heard outside. */
  outside?: readonly string[];
  /** For who shows no changes: git is not asked. */
  withoutCommits?: boolean;
}

/** The input of `standupPlan`; a part that could not be read is one of its notes. */
export async function gatherStandup(sources: StandupSources): Promise<StandupInput> {
  const { company, now, memory } = sources;
  const today = dateIn(now, company.constitution.company.timeZone);
  const lastStandup = memory === null ? null : lastStandupBefore(memory, today);
  const since = sources.withoutCommits === true ? null : lastStandup;
  const commits = await commitsSince(company.root, since);
  const notes = [...company.notes];
  const found = await readCompanyPacks(company.root);
  notes.push(...found.findings.map(findingSentence));
  if (sources.memoryNote !== undefined) notes.push(sources.memoryNote);
  return {
    now,
    ...(sources.realNow === undefined ? {} : { realNow: sources.realNow }),
    constitution: company.constitution,
    board: company.board,
    memory,
    drafts: company.drafts,
    skillPages: await readSkillPages(company.root),
    packs: found.packs,
    commits,
    lastStandup,
    notes,
    ...(sources.outside === undefined ? {} : { outside: sources.outside }),
  };
}
