/** A company of three departments whose client does what the test says, and a process that may die. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readConstitution } from "../../files/company.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import type { RunSources } from "../../office/runs/leg.ts";
import type { RunJob, RunOutcome, RunWatch } from "../../office/runs/runtime.ts";

const CONSTITUTION = [
  "# Farol",
  "## Departments",
  "| Agent | Owns | Approves |",
  "|---|---|---|",
  "| coo | the board, the standup | the day plan |",
  "| marketing | posts, launches | public wording |",
  "| lawyer | contracts, claims | legal wording |",
  "## Review triggers",
  "| When the work touches | Signals | Reviewer |",
  "|---|---|---|",
  "| Trust wording | secure, safe | lawyer |",
  "| Large spending | > 200 | founder |",
];

/** What the client says of a turn that ended by itself, without finish_run. */
export const TURN_ENDED: RunOutcome = {
  ...{ state: "failed", why: "It ended without calling finish_run.", endedTurn: true },
  usage: { calls: 1, inputTokens: 10, outputTokens: 5 },
};

export interface Scripted {
  root: string;
  /** What each leg was given, in order. */
  jobs: RunJob[];
  /** The ledger without a process that could die. */
  ledger: Ledger;
  /** What a department does in a leg; `ledger` is that of its process. */
  work: (job: RunJob, watch: RunWatch, ledger: Ledger) => Promise<RunOutcome>;
  clock: { now: Date };
  /** Processes that are dead. */
  gone: Set<string>;
  /** Everything that a process needs, which dies at the given point (see `points`). */
  process(holder: string, dieAt?: number): RunSources;
  /** How many points at which it could die the last process has passed. */
  points(): number;
  readConstitution(): ReturnType<typeof constitutionOf>;
  close(): Promise<void>;
}

/** A process that is dead does nothing any more. */
export class Dead extends Error {}

export async function scriptedDepartments(): Promise<Scripted> {
  const root = mkdtempSync(path.join(tmpdir(), "hq espera "));
  mkdirSync(path.join(root, ".github"), { recursive: true });
  writeFileSync(
    path.join(root, ".github", "copilot-instructions.md"),
    `${CONSTITUTION.join("\n")}\n`,
  );
  const ledger = await openLedger({ file: ":memory:" });
  const sessions = new Set<string>();
  let passed = 0;
  const company: Scripted = {
    ...{
      root,
      ledger,
      jobs: [],
      gone: new Set(),
      clock: { now: new Date("2026-11-30T08:00:00Z") },
    },
    work: () => Promise.resolve(TURN_ENDED),
    points: () => passed,
    process: (holder, dieAt = Number.POSITIVE_INFINITY) => {
      passed = 0;
      let isDead = false;
      const point = () => {
        passed += 1;
        if (passed === dieAt) {
          isDead = true;
          company.gone.add(holder);
        }
        if (isDead) throw new Dead(`dead at point ${dieAt}`);
      };
      const mortal: Ledger = {
        read: (body) => (isDead ? Promise.reject(new Dead()) : ledger.read(body)),
        write: async (body) => {
          point();
          const written = await ledger.write(body);
          point();
          return written;
        },
        close: () => Promise.resolve(),
      };
      return {
        ...{ root, ledger: mortal, holder, now: () => company.clock.now },
        newSession: () => crypto.randomUUID(),
        isGone: (other) => company.gone.has(other),
        runtime: {
          run: async (job, watch) => {
            point();
            company.jobs.push(job);
            if (job.isResumed && !sessions.has(job.session)) throw new Error("no such session");
            sessions.add(job.session);
            point();
            const outcome = await company.work(job, watch, mortal);
            point();
            return outcome;
          },
          endLeftOvers: () => Promise.resolve(0),
          leftSession: (session) =>
            Promise.resolve({
              kind: sessions.has(session) ? "whole" : "none",
              usage: { calls: 0, inputTokens: 0, outputTokens: 0 },
            }),
        },
      };
    },
    readConstitution: () => constitutionOf(root),
    close: async () => {
      await ledger.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  return company;
}

async function constitutionOf(root: string) {
  return (await readConstitution(root)).constitution;
}
