/** A company in git whose departments do what the test says. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Ledger } from "../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import { runDepartment } from "../../office/run-department.ts";
import type { RunReport, RunSources } from "../../office/runs/leg.ts";
import type { RunJob, RunOutcome, RunWatch } from "../../office/runs/runtime.ts";
import { copySample } from "../cli/sample.ts";

export const USAGE = { calls: 2, inputTokens: 40, outputTokens: 5 };

export interface ScriptedCompany {
  root: string;
  ledger: Ledger;
  clock: { now: Date };
  git(...args: string[]): string;
  /** Runs the work; it is done unless the work says otherwise. */
  run(work: (run: ScriptedRun) => Promise<RunOutcome | undefined>): Promise<RunReport>;
  lost: Pick<RunSources, "root" | "now" | "isGone"> & { endLeftOvers(): Promise<number> };
  close(): Promise<void>;
}

export interface ScriptedRun extends Pick<RunWatch, "onEvent"> {
  job: RunJob;
  /** A tool call that ends well, or with what it was refused or failed with. */
  call(tool: string, input: object, failed?: { text: string; isDenied?: boolean }): void;
}

export async function scriptedCompany({ inGit }: { inGit: boolean }): Promise<ScriptedCompany> {
  const company = await copySample();
  const { root } = company;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@mare.example", ...args], {
      ...{ cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    });
  if (inGit) {
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message", "The company");
  }
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  const clock = { now: new Date("2026-11-20T09:00:00.000Z") };
  const lost = {
    root,
    now: () => clock.now,
    isGone: () => false,
    endLeftOvers: () => Promise.resolve(0),
  };
  return {
    ...{ root, ledger, clock, git, lost },
    run: (work) =>
      runDepartment(
        {
          ...{ ledger, holder: "here", ...lost },
          newSession: () => crypto.randomUUID(),
          runtime: {
            endLeftOvers: lost.endLeftOvers,
            run: async (job, watch) => {
              const outcome = await work(scripted(job, watch));
              if (outcome !== undefined) return outcome;
              await ledger.write(({ runs }) =>
                runs.giveResult(job.run, { at: "now", result: "Done." }),
              );
              return { state: "done", result: "Done.", usage: USAGE };
            },
          },
        },
        { agent: "marketing", task: "Plan the week" },
      ),
    close: async () => {
      await ledger.close();
      await company.remove();
    },
  };
}

function scripted(job: RunJob, watch: RunWatch): ScriptedRun {
  let calls = 0;
  return {
    job,
    onEvent: (event) => watch.onEvent(event),
    call: (tool, input, failed) => {
      calls += 1;
      const call = String(calls);
      watch.onEvent({ kind: "tool", call, tool, input: JSON.stringify(input) });
      const { text = "", ...denied } = failed ?? {};
      watch.onEvent({ kind: "tool-done", call, tool, ok: failed === undefined, text, ...denied });
    },
  };
}
