/** The process that decides dies before or after any of its calls of git; the next start mends what it left. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptProposal } from "../../../office/accept-proposal.ts";
import { listProposals } from "../../../office/list-proposals.ts";
import { withMemory } from "../../../office/records/with-memory.ts";
import { builtProgram } from "../../run/built-program.ts";
import { rounds } from "../../run/rounds.ts";
import { type GitCompany, gitCompany, LESSON, MORE, NOW, SKILL } from "./company.ts";
import { KILLING_GIT } from "./killing-git.ts";

const POINTS_LIMIT = 120;

let template: GitCompany;
let program: string;
let place: string;
let id: string;

beforeAll(async () => {
  program = await builtProgram(path.join(import.meta.dirname, "decider.ts"));
  template = await gitCompany();
  id = await template.propose();
  place = await mkdtemp(path.join(tmpdir(), "solo-hq-decided-"));
  writeFileSync(path.join(place, "git"), KILLING_GIT);
  chmodSync(path.join(place, "git"), 0o755);
}, 120_000);
afterAll(async () => {
  await template.remove();
  await rm(place, { recursive: true, force: true });
});

type Decision = "accept" | "reject" | "revert";

interface Life {
  root: string;
  decision: Decision;
  when: "before" | "after";
  killAt: number;
}

/** How many calls of git there were. */
async function dieAt({ root, decision, when, killAt }: Life): Promise<number> {
  const count = path.join(root, ".hq", "calls");
  writeFileSync(count, "");
  const env = {
    ...process.env,
    ...{ PATH: `${place}${path.delimiter}${process.env.PATH}`, HQ_PATH: process.env.PATH },
    ...{ HQ_COUNT: count, HQ_KILL_AT: String(killAt), HQ_KILL: when, NODE_NO_WARNINGS: "1" },
  };
  const argv = [program, root, decision, id, NOW.toISOString()];
  const child = spawn(process.execPath, argv, { env, stdio: "ignore" });
  await once(child, "close");
  return readFileSync(count, "utf8").length;
}

async function lessonLines(root: string): Promise<string[]> {
  return withMemory({ root, now: () => NOW }, async (store) => {
    const { entities } = await store.openNodes([LESSON]);
    return (entities[0]?.observations ?? []).filter((line) => line.endsWith(`(${id})`));
  });
}

/** Everything is as before the decision, or as after it. */
async function expectWhole({ root, decision }: Life): Promise<void> {
  const sources = { root, now: () => NOW };
  const [proposal] = await listProposals(sources);
  const git = (...args: string[]) => template.git("-C", root, ...args);
  expect(git("for-each-ref", "refs/hq/improve/under-way")).toBe("");
  const dirty = git("status", "--porcelain").split("\n");
  expect(dirty.filter((line) => line !== "" && !line.includes("memory."))).toEqual([]);
  const isChanged = readFileSync(path.join(root, SKILL), "utf8").endsWith(MORE);
  const state = proposal?.state;
  expect(isChanged).toBe(state === "accepted");
  const lines = await lessonLines(root);
  const labels = lines.map((line) => line.split(":")[0]);
  const wanted = {
    open: [],
    rejected: [],
    refused: [],
    accepted: ["Improved"],
    reverted: ["Improved", "Reverted"],
  };
  expect(labels).toEqual(wanted[state ?? "open"]);
  const possible = {
    accept: ["open", "accepted"],
    reject: ["open", "rejected"],
    revert: ["accepted", "reverted"],
  };
  expect(possible[decision]).toContain(state);
  expect(git("branch", "--list", "hq/*").trim() !== "").toBe(state === "open");
}

describe("a process that dies while it decides", () => {
  it.each(["accept", "reject", "revert"] as const)(
    "leaves the proposal open or decided, never half: %s",
    async (decision) => {
      const step = rounds({ few: 16, many: 1 });
      let lived = false;
      for (let killAt = 1; !lived && killAt < POINTS_LIMIT; killAt += step) {
        for (const when of ["before", "after"] as const) {
          const root = await mkdtemp(path.join(tmpdir(), "solo-hq-killed-"));
          try {
            cpSync(template.root, root, { recursive: true });
            if (decision === "revert") await acceptProposal({ root, now: () => NOW }, id);
            const life = { root, decision, when, killAt };
            lived = (await dieAt(life)) < killAt;
            await expectWhole(life);
          } finally {
            await rm(root, { recursive: true, force: true });
          }
        }
      }
      expect(lived).toBe(true);
    },
    600_000,
  );
});
