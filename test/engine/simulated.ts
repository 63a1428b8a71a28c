/** A company whose day is played with a clock that the test moves, on a real ledger. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setCompanyField } from "../../company/constitution/edit.ts";
import { type Engine, tick } from "../../engine/tick.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import { BEGAN } from "../../office/records/mark-names.ts";
import type { PromptOutcome } from "../../office/run-prompt.ts";

const PAGE = path.join(import.meta.dirname, "../../examples/mare/.github/copilot-instructions.md");

export const MACHINE = "desk";

export interface Simulated {
  root: string;
  file: string;
  ledger: Ledger;
  clock: { now: Date };
  /** Instants at which the prompt was carried out. */
  runs: string[];
  engine: Engine;
  /** Another text for the row of the standup in Cadence. */
  cadence(row: string): void;
  tick(): ReturnType<typeof tick>;
  /** A new process: the ledger is opened again. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface SimulatedOptions {
  start: string;
  timeZone?: string;
  row?: string;
  inMemory?: boolean;
  run?: (prompt: string) => Promise<PromptOutcome>;
  /** Rows of the table Budgets, without which only code runs by itself. */
  budgets?: string;
}

const ROW = /^\| standup \| `.*\n/m;

export async function simulated(options: SimulatedOptions): Promise<Simulated> {
  const root = mkdtempSync(path.join(tmpdir(), "hq motor "));
  const page = path.join(root, ".github", "copilot-instructions.md");
  mkdirSync(path.dirname(page), { recursive: true });
  const zoned = setCompanyField(readFileSync(PAGE, "utf8"), "Time zone", options.timeZone ?? "UTC");
  const text = setCompanyField(zoned, "Runner", MACHINE).replace(
    /^\| company \| 30M.*\n^\| run \| 2M.*\n/m,
    options.budgets ?? "",
  );
  const cadence = (row: string) =>
    writeFileSync(page, text.replace(ROW, row === "" ? "" : `${row}\n`));
  cadence(options.row ?? "| standup | `30 8 * * *` | coo | once |");
  const file = options.inMemory === true ? ":memory:" : path.join(root, ".hq", "hq.db");
  const clock = { now: new Date(options.start) };
  const runs: string[] = [];
  const company: Simulated = {
    root,
    file,
    clock,
    runs,
    ledger: await openLedger({ file }),
    engine: {
      root,
      machine: MACHINE,
      now: () => clock.now,
      ledger: undefined as unknown as Ledger,
      run: async (prompt) => {
        const outcome = await (options.run?.(prompt) ?? done());
        runs.push(clock.now.toISOString());
        return outcome;
      },
    },
    cadence,
    tick: () => tick({ ...company.engine, ledger: company.ledger }),
    restart: async () => {
      await company.ledger.close();
      company.ledger = await openLedger({ file });
    },
    close: async () => {
      await company.ledger.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  await company.ledger.write(({ marks }) => marks.set(BEGAN, clock.now.toISOString()));
  return company;
}

async function done(): Promise<PromptOutcome> {
  return { kind: "done", summary: "planned" };
}

/** Every due time of the company with its state, the oldest first. */
export async function outcomes({ ledger }: Simulated): Promise<{ dueAt: string; state: string }[]> {
  const all = await ledger.read(async ({ jobs }) => [
    ...(await jobs.settled(null, 1_000_000)),
    ...(await jobs.unsettled("prompt:standup")),
  ]);
  return all
    .map(({ dueAt, state }) => ({ dueAt, state }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
}
