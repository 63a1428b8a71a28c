import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptProposal } from "../../../office/accept-proposal.ts";
import { continueRuns } from "../../../office/continue-runs.ts";
import { showProposal } from "../../../office/list-proposals.ts";
import { findProposals } from "../../../office/proposals/find-proposals.ts";
import { settlePasses } from "../../../office/proposals/pass.ts";
import { rejectProposal } from "../../../office/reject-proposal.ts";
import { runImprover } from "../../../office/run-improver.ts";
import type { RunJob, RunOutcome } from "../../../office/runs/runtime.ts";
import { builtProgram } from "../../run/built-program.ts";
import { rounds } from "../../run/rounds.ts";
import { type GitCompany, gitCompany, MORE, NOW, SKILL } from "./company.ts";
import { improving, RESULT, writeLine } from "./improving.ts";
import { KILLING_GIT } from "./killing-git.ts";

let template: GitCompany;
let place: string;
beforeAll(async () => {
  template = await gitCompany();
  place = await mkdtemp(path.join(tmpdir(), "solo-hq-passes-"));
  writeFileSync(path.join(place, "git"), KILLING_GIT);
  chmodSync(path.join(place, "git"), 0o755);
}, 120_000);
afterAll(async () => {
  await template.remove();
  await rm(place, { recursive: true, force: true });
});

async function inCopy(body: (root: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), "solo-hq-pass-"));
  try {
    cpSync(template.root, root, { recursive: true });
    await body(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const git = (root: string, ...args: string[]) => template.git("-C", root, ...args);
const pass = async (root: string, work = writeLine) => {
  const sources = await improving(root, work);
  try {
    return await runImprover(sources, {});
  } finally {
    await sources.close();
  }
};

/** No worktree, no file of a pass, and the founder's files as they were. */
function expectClear(root: string, hint = ""): void {
  const worktrees = git(root, "worktree", "list").trim().split("\n");
  expect(worktrees, `${worktrees.join("; ")} ${hint}`).toHaveLength(1);
  const folder = path.join(root, ".hq", "improve");
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  expect(readFileSync(path.join(root, SKILL), "utf8")).toBe(template.read(SKILL));
  const dirty = git(root, "status", "--porcelain").split("\n");
  expect(dirty.filter((line) => line !== "" && !line.includes("memory."))).toEqual([]);
}

const said = (result: string) => async (): Promise<RunOutcome> => ({
  ...{ state: "done", result, usage: { calls: 1, inputTokens: 1, outputTokens: 1 } },
});

describe("a pass of the Improver", () => {
  it("leaves what the founder rejected alone, until more has happened", () =>
    inCopy(async (root) => {
      const first = await pass(root);
      if (first.outcome.kind !== "proposed") throw new Error(first.outcome.kind);
      const sources = { root, now: () => NOW };
      await rejectProposal(sources, { id: first.outcome.id, why: "Not so." });
      const second = await pass(root);
      expect(second.pattern?.summary).not.toBe(first.pattern?.summary);
    }));

  it("makes a proposal in a worktree of its own, and clears it away", () =>
    inCopy(async (root) => {
      const jobs: RunJob[] = [];
      const { outcome, pattern } = await pass(root, async (job) => {
        jobs.push(job);
        return writeLine(job);
      });
      expect(outcome.kind).toBe("proposed");
      expect(jobs[0]?.workplace).toContain(path.join(root, ".hq", "improve"));
      expect(jobs[0]?.prompt).toContain(pattern?.summary);
      const [proposal] = await findProposals(root);
      expect(proposal?.record).toMatchObject({
        ...{ effect: "Posts take prices from memory.", run: "run-1", lessons: pattern?.lessons },
      });
      expect(git(root, "show", `${proposal?.commit}:${SKILL}`)).toBe(template.read(SKILL) + MORE);
      expectClear(root);
      // What waits for the founder is not proposed a second time.
      const next = await pass(root);
      expect(next.pattern?.summary).not.toBe(pattern?.summary);
    }));

  it("keeps what oversteps to be looked at only, and nothing that says nothing or fails", () =>
    inCopy(async (root) => {
      const wide = await pass(root, async (job) => {
        appendFileSync(path.join(job.workplace ?? "", "BOARD.md"), "\n- [ ] More\n");
        return writeLine(job);
      });
      expect(wide.outcome).toMatchObject({
        kind: "refused",
        refusals: [/BOARD\.md: protected-file/],
      });
      const [kept, ...others] = await findProposals(root);
      expect(others).toEqual([]);
      expect(kept).toMatchObject({
        state: "refused",
        overstepped: wide.outcome.kind === "refused" ? wide.outcome.refusals : [],
      });
      expect(git(root, "branch", "--list", "hq/*")).toBe("");
      const sources = { root, now: () => NOW };
      const shown = await showProposal(sources, kept?.record.id ?? "");
      expect(shown.diff).toContain("+- [ ] More");
      expect(shown.refusals).toEqual(kept?.overstepped);
      await expect(acceptProposal(sources, kept?.record.id ?? "")).rejects.toThrow(
        /it is refused, expected open/,
      );
      // Its pattern is still open, and the next try is told what stood against this one.
      const tasks: string[] = [];
      await pass(root, async (job) => {
        tasks.push(job.prompt);
        return said("I looked.")();
      });
      expect(tasks[0]).toContain("An earlier try was refused: BOARD.md: protected-file");
      const silent = await pass(root, said("I looked."));
      expect(silent.outcome).toMatchObject({ kind: "nothing", why: /no block of JSON/ });
      expect((await pass(root, said(RESULT))).outcome).toMatchObject({ why: /changed nothing/ });
      const failed = await pass(root, async () => ({
        ...{
          state: "failed",
          why: "No model.",
          usage: { calls: 0, inputTokens: 0, outputTokens: 0 },
        },
      }));
      expect(failed.outcome).toMatchObject({ kind: "nothing", why: /No model/ });
      expect(await findProposals(root)).toHaveLength(1);
      expectClear(root);
    }));

  it("killed at any call of git leaves no worktree, no branch and no half after the next start", async () => {
    const program = await builtProgram(path.join(import.meta.dirname, "passer.ts"));
    const step = rounds({ few: 24, many: 1 });
    let lived = false;
    for (let killAt = 2; !lived && killAt < 150; killAt += step) {
      for (const when of ["before", "after"]) {
        await inCopy(async (root) => {
          const count = path.join(place, "calls");
          writeFileSync(count, "");
          const env = {
            ...process.env,
            ...{ PATH: `${place}${path.delimiter}${process.env.PATH}`, HQ_PATH: process.env.PATH },
            ...{
              HQ_COUNT: count,
              HQ_KILL_AT: String(killAt),
              HQ_KILL: when,
              NODE_NO_WARNINGS: "1",
            },
          };
          const child = spawn(process.execPath, [program, root], { env, stdio: "ignore" });
          await once(child, "close");
          lived = readFileSync(count, "utf8").length < killAt;
          const sources = await improving(root);
          await settlePasses(sources);
          // One that was cut off before the client began is taken up again.
          await continueRuns(sources, {});
          await settlePasses(sources);
          await sources.close();
          const proposals = await findProposals(root);
          const branches = git(root, "branch", "--list", "hq/*").trim().split("\n").filter(Boolean);
          expect(branches).toHaveLength(proposals.length);
          for (const { commit } of proposals)
            expect(git(root, "show", `${commit}:${SKILL}`)).toBe(template.read(SKILL) + MORE);
          if (lived) expect(proposals).toHaveLength(1);
          expectClear(root, `killed ${when} call ${killAt}`);
        });
      }
    }
    expect(lived).toBe(true);
  }, 1_800_000);
});
