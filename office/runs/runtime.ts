/**
 * What starts a department and watches over it until it ends. The office says what it needs; the engine
 * does it on the founder's Copilot client; tests do it with a script.
 */
import { HqError } from "../../company/error.ts";
import type { RunUsage } from "../../ledger/runs.ts";

/** What one run is given. */
export interface RunJob {
  /** Id in the ledger: run-12. */
  run: string;
  /** The department. */
  agent: string;
  /** The departments through whose hands the task came, the oldest first, `agent` last. */
  chain: readonly string[];
  /** Everything that the model is told at the beginning; of a session that is taken up, what is new. */
  prompt: string;
  /** The client's session, a UUID of ours, by which everything that the run starts is found again. */
  session: string;
  /** Whether the session is there already and is taken up again. */
  isResumed: boolean;
  /** The company's root. */
  root: string;
  /** Where it works when not at the root: a git worktree of the company. */
  workplace?: string;
  /** A folder of the run's own, which exists. */
  folder: string;
  timeoutMs: number;
  /** The client's default when left out. */
  model?: string;
  /** The job whose due time it answers, if it does. */
  due?: string;
}

/** What the run is watched with. */
export interface RunWatch {
  /** Contract: does not throw. */
  onEvent(event: RunEvent): void;
  /** Ends the run; its reason is a sentence. */
  signal: AbortSignal;
  /** What was given to `finish_run` by now, null when nothing was. */
  givenResult(): Promise<string | null>;
}

export type RunEvent =
  /** The client's process is there. */
  | { kind: "started"; client: string; pid: number }
  /** Our servers are connected: their tools are offered. */
  | { kind: "ready" }
  /** A tool call begins; `input` is the JSON of its arguments. */
  | { kind: "tool"; call: string; tool: string; input: string }
  /** `isDenied`: the guard or a permission said no. */
  | { kind: "tool-done"; call: string; tool: string; ok: boolean; text: string; isDenied?: boolean }
  /** Words of the department. */
  | { kind: "said"; text: string }
  /** Everything used so far. */
  | { kind: "usage"; usage: RunUsage }
  /** The run is taken up again; `text` says why. */
  | { kind: "taken-up"; text: string }
  /** Something went wrong and the client goes on. */
  | { kind: "trouble"; text: string };

export type RunOutcome = { usage: RunUsage } & (
  | { state: "done"; result: string }
  /**
   * `why` is a sentence or two: what was found, and what to do. `endedTurn`: the department ended its
   * turn by itself, without a result, and nothing else was wrong. `failure`: the provider of the model
   * did not answer as it should. `nobodyAsked`: all providers are left alone, so that nothing was begun.
   */
  | {
      state: "failed" | "stopped";
      why: string;
      endedTurn?: boolean;
      failure?: ProviderFailure;
      nobodyAsked?: boolean;
    }
);

export interface ProviderFailure {
  /** Of its answer; null when there was none. */
  status: number | null;
  /** What the client calls it. */
  type: string;
}

/** What is left of a session: nothing, a conversation that can go on, or one whose end cannot be read. */
export interface LeftSession {
  kind: "none" | "whole" | "torn";
  /** Everything that it used. */
  usage: RunUsage;
}

export interface Runtime {
  /**
   * Runs a department to its end. Resolves when nothing of it is left on this machine; a run that
   * fails is an outcome.
   * @throws HqError when it cannot be started: no client, one that is too old, no such agent file.
   */
  run(job: RunJob, watch: RunWatch): Promise<RunOutcome>;
  /**
   * Asked before a run is written down or taken up, so that a machine on which none can start leaves no failed ones.
   * @throws NobodyToAsk while all providers are left alone; HqError `wrong-state` when there is no client, or
   * what the environment says of providers cannot be read
   */
  requireReady?(): Promise<void>;
  /** Ends what a run left behind whose watcher is dead. How many processes there were. */
  endLeftOvers(session: string): Promise<number>;
  /** Looks at the session of a run whose watcher is dead. */
  leftSession?(session: string): Promise<LeftSession>;
}

/** All providers failed lately: a run waits for one of them. */
export class NobodyToAsk extends HqError {
  /** ISO 8601, UTC: when the first of them is asked again. */
  readonly until: string;

  constructor(until: string, passed: readonly string[]) {
    super("wrong-state", `No provider can be asked now. ${passed.join(" ")}`, {
      hint: "See them with: hq providers",
    });
    this.until = until;
  }
}

export const NO_USAGE: RunUsage = { calls: 0, inputTokens: 0, outputTokens: 0 };
