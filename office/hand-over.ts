/**
 * Work handed from one department's run to another department. It is written down and answered at once:
 * the run ends its turn and waits, and whoever carries runs on (`continue-runs.ts`) starts the other one.
 */
import { createHash } from "node:crypto";
import { clip } from "../company/clip.ts";
import { FOUNDER } from "../company/constitution/sections.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { firstOwners, ownerReason, ownersOf } from "../company/owners.ts";
import { chainRefusal } from "../company/protocol/chain.ts";
import type { HandOver } from "../ledger/hand-overs.ts";
import type { Ledger, LedgerReads, LedgerWrites } from "../ledger/ledger.ts";
import type { RunRecord } from "../ledger/runs.ts";
import { findSecret } from "../mcp-memory/rules/secrets.ts";
import { departmentId } from "./people/departments.ts";
import { HAND_OVERS, ROUNDS } from "./runs/waiting.ts";

/** What is longer belongs into a file, which the task names. */
export const HANDED_CHARS = 20_000;

export interface HandOverSources {
  ledger: Ledger;
  now(): Date;
  readConstitution(): Promise<Constitution>;
}

export interface HandOverForm {
  /** The run that hands over. */
  run: string;
  /** The department; left out, the owner by the constitution. */
  to?: string | undefined;
  task: string;
}

export interface HandedOver {
  /** `H-3`. */
  handOver: string;
  to: string;
  /** Why this department. */
  because: string;
  /** How it ended, when it was handed over before and has come back. */
  isNew: boolean;
}

/**
 * Writes the task down for the department that owns it. The same task for the same department of one
 * run is one hand-over, however often it is asked for. Why not, in words for the model, else.
 * @throws HqError, LedgerError for a rule or ledger that cannot be read
 */
export async function handOver(
  { ledger, now, readConstitution }: HandOverSources,
  { run: id, to, task }: HandOverForm,
): Promise<HandedOver | { error: string }> {
  const unfit = await unfitTask(task);
  if (unfit !== null) return refusal(unfit);
  const choice = chooseDepartment({ to, task }, await readConstitution());
  if ("error" in choice) return refusal(choice.error);
  return ledger.write(async (tables) => {
    const run = await tables.runs.find(id);
    const why = await mayNot(tables, run, choice.agent);
    if (why !== null || run === null) return refusal(why ?? `there is no ${id}`);
    const words = task.trim();
    const added = await writeHandOver(tables, {
      ...{ run, agent: choice.agent, task: words, review: null, at: now().toISOString() },
    });
    const { handOver: made, isNew } = added;
    return { handOver: made.id, to: made.agent, because: choice.because, isNew };
  });
}

export interface WrittenHandOver {
  run: RunRecord;
  agent: string;
  task: string;
  review: string | null;
  at: string;
}

/** In the caller's transaction, with the event that tells of it. */
export async function writeHandOver(
  { handOvers, events }: LedgerWrites,
  { run, agent, task, review, at }: WrittenHandOver,
): Promise<{ handOver: HandOver; isNew: boolean }> {
  const taskHash = createHash("sha256").update(task).digest("hex");
  const form = { run: run.id, leg: run.leg, agent, task, taskHash, review, at };
  const added = await handOvers.add(form);
  if (added.isNew) {
    const detail = `${added.handOver.id} to ${agent}: ${clip(review ?? task, 300)}`;
    const about = { subject: run.id, hash: taskHash, detail };
    await events.add({ at, who: run.agent, what: "run.handed-over", ...about });
  }
  return added;
}

/** Why this run may not ask this department now; null when it may. */
export async function mayNot(
  { handOvers, runs }: Pick<LedgerReads, "handOvers" | "runs">,
  run: RunRecord | null,
  agent: string,
): Promise<string | null> {
  if (run === null) return "there is no such run";
  if (run.state !== "running") return `${run.id} is not at work any more. End your turn`;
  if ((await runs.givenResult(run.id)) !== null) return "this run has given its result";
  const refused = chainRefusal(run.chain, agent);
  if (refused !== null) {
    return `${refused.reason}. Do what is yours, and name in your result what ${agent} has still to see`;
  }
  if (run.leg > ROUNDS) {
    return `this run has waited ${ROUNDS} times, expected at most that. Call finish_run with what is open`;
  }
  const count = (await handOvers.ofRun(run.id)).length;
  if (count < HAND_OVERS) return null;
  return `this run has handed over ${count} times, expected at most ${HAND_OVERS}. Call finish_run with what is open`;
}

function chooseDepartment(
  { to, task }: Pick<HandOverForm, "to" | "task">,
  constitution: Constitution,
): { agent: string; because: string } | { error: string } {
  const known = constitution.departments.map(({ agent }) => agent);
  if (to !== undefined) {
    const agent = departmentId(to);
    if (known.includes(agent)) return { agent, because: "you named it" };
    if (agent === FOUNDER) {
      return { error: "the founder is no department. Put it into your result, as a question" };
    }
    return {
      error: `there is no department "${clip(agent, 40)}", expected one of ${known.join(", ")}`,
    };
  }
  const [first, ...others] = firstOwners(ownersOf(task, constitution));
  if (first === undefined) {
    return {
      error: `no department owns it by the words of the constitution, expected one. Name one of ${known.join(", ")} in "to"`,
    };
  }
  if (others.length === 0) return { agent: first.agent, because: ownerReason(first) };
  const both = [first, ...others].map((owner) => `${owner.agent} (${ownerReason(owner)})`);
  return { error: `it belongs to ${both.join(" as much as to ")}. Name one of them in "to"` };
}

async function unfitTask(task: string): Promise<string | null> {
  if (task.trim() === "") return "the task is empty, expected what to do";
  if (task.length > HANDED_CHARS) {
    return `the task has ${task.length} characters, expected at most ${HANDED_CHARS}. Put the material into a file and name it`;
  }
  const secret = await findSecret([task]);
  if (secret === null) return null;
  return `the task holds ${secret}, which the record would keep for good. Say what it is for and where it lies`;
}

function refusal(why: string): { error: string } {
  return { error: `Cannot hand it over: ${why}. Nothing was changed.` };
}
