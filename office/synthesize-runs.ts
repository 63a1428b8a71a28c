/** What the runs of a day, or since one, were like. */
import { startOfDay } from "../company/calendar.ts";
import { addDays, dateIn } from "../company/dates.ts";
import { instantOn } from "../company/instant-on.ts";
import { type JudgedRun, type Synthesis, synthesisOf } from "../company/synthesis.ts";
import { readConstitution } from "../files/company.ts";
import type { Ledger, LedgerReads } from "../ledger/ledger.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { wholeTrace } from "./runs/whole-trace.ts";

const SINCE_DAYS = 7;

export interface SynthesisRequest {
  root: string;
  now: Date;
  /** ISO date; a week ago when left out. */
  since?: string | undefined;
}

/**
 * Worked out now, from the day on to the present.
 * @throws HqError `usage` for a date that is none; LedgerError
 */
export async function synthesizeRuns(request: SynthesisRequest): Promise<Synthesis> {
  const { root, now, since } = request;
  const { timeZone } = (await readConstitution(root)).constitution.company;
  // Refuses what is no day.
  instantOn(since, now, timeZone);
  const day = since ?? addDays(dateIn(now, timeZone), 1 - SINCE_DAYS);
  const from = startOfDay(day, timeZone).toISOString();
  // The end is not in the stretch, and a run that begins now is.
  const stretch = { from, until: new Date(now.getTime() + 1).toISOString() };
  const runs = await lookIntoLedger<JudgedRun[]>(root, [], (ledger) =>
    ledger.read((tables) => runsOf(tables, stretch)),
  );
  return synthesisOf(stretch, runs);
}

/**
 * Writes yesterday's synthesis down, once, when there were runs. The day that was written, or null.
 * @throws LedgerError
 */
export async function keepSynthesis(
  ledger: Ledger,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<string | null> {
  const day = addDays(dateIn(now, timeZone), -1);
  const stretch = {
    from: startOfDay(day, timeZone).toISOString(),
    until: startOfDay(addDays(day, 1), timeZone).toISOString(),
  };
  const runs = await ledger.read(async (tables) => {
    const known = await tables.syntheses.find(day);
    return known === null ? runsOf(tables, stretch) : [];
  });
  if (runs.length === 0) return null;
  const synthesis = JSON.stringify(synthesisOf(stretch, runs));
  const isNew = await ledger.write(({ syntheses }) =>
    syntheses.add({ day, at: now.toISOString(), synthesis }),
  );
  return isNew ? day : null;
}

async function runsOf(
  { runs, traces }: LedgerReads,
  { from, until }: { from: string; until: string },
): Promise<JudgedRun[]> {
  const legs = Map.groupBy(await traces.between(from, until), ({ run }) => run);
  return (await runs.between(from, until)).map(({ id, agent, state, usage }) => {
    const trace = wholeTrace(legs.get(id) ?? []);
    return {
      ...{ id, agent, state, ...usage },
      trace:
        trace === null
          ? null
          : {
              ...{ toolCalls: trace.tools.calls, refused: trace.tools.refused },
              ...{ failed: trace.tools.failed, failures: trace.failures },
              filesChanged: trace.files.filter(({ named }) => named).length,
            },
    };
  });
}
