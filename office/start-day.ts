/** The first thing that a newcomer runs: the day of this company, or of a sample one before it is set up. */
import { readConstitution } from "../files/company.ts";
import { runStandup, type StandupOutcome, wasSetUp } from "./plan-day.ts";
import { withSampleCompany } from "./sample/sample-company.ts";

export interface StartRequest {
  root: string;
  /** Where the sample company lies, in `examples/`. */
  source: string;
  now: Date;
  /** What the outside is heard by; nothing is when it is left out. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface StartedDay {
  outcome: StandupOutcome;
  /** Set when the plan is the sample's, which ran in a copy that is gone again. */
  sample: { company: string | null } | null;
}

/**
 * The plan, remembered in the company's own memory once `hq init` ran there.
 * @throws HqError `no-company`, `unreadable-file`; `write-failed` when the sample cannot be copied
 */
export async function startDay({ root, source, now, env }: StartRequest): Promise<StartedDay> {
  const { constitution } = await readConstitution(root);
  if (constitution.company.name !== null || wasSetUp(root)) {
    return { outcome: await runStandup({ root, now, dryRun: false, env }), sample: null };
  }
  return withSampleCompany({ source, now }, async (copy) => ({
    outcome: await runStandup({ root: copy, now, dryRun: false }),
    sample: { company: (await readConstitution(copy)).constitution.company.name },
  }));
}
