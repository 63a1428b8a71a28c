/**
 * Departments on the founder's own GitHub Copilot client: its native program, one process a run, read by
 * the events it prints. Why the program and not the SDK: docs/design.md, "Runs".
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { HqError } from "../../company/error.ts";
import { readConstitution } from "../../files/company.ts";
import type { RunUsage } from "../../ledger/runs.ts";
import type { RunJob, RunOutcome, Runtime, RunWatch } from "../../office/runs/runtime.ts";
import { readAgentRights } from "./agent-rights.ts";
import { clientArguments } from "./client-arguments.ts";
import { readClientEvent } from "./client-events.ts";
import { clientEnvironment, clientHome, requireWritable } from "./environment.ts";
import { type Client, findClient, programOf } from "./find-client.ts";
import { isGuarded, removeGuardSign } from "./guard-sign.ts";
import { hideKeys } from "./hide-keys.ts";
import { judgeEnd } from "./judge-end.ts";
import { leftSession } from "./left-session.ts";
import { createLineSplitter } from "./line-splitter.ts";
import { createMonitor, type Ending, LIMITS, type Limits, type Monitor } from "./monitor.ts";
import { endProcesses } from "./processes.ts";
import { openSessionUsage } from "./session-usage.ts";
import { startWatch } from "./start-watch.ts";
import { reasonOf } from "./stop-reason.ts";

export interface RuntimeSources {
  env: Readonly<Record<string, string | undefined>>;
  /** Where `bin/` and `dist/` stand. */
  packageRoot: string;
  /** The Node that our own programs run on. */
  node: string;
  limits?: Partial<Omit<Limits, "timeoutMs">>;
}

type ClientProcess = ChildProcessByStdio<Writable, Readable, Readable>;

const LOOK_MS = 250;
const STDERR_CHARS = 4_000;
/** For output that was still under way when the process had ended. */
const DRAIN_MS = 500;

export function createCopilotRuntime(sources: RuntimeSources): Runtime {
  return {
    run: (job, watch) => runClient(sources, job, watch),
    requireReady: async () => void (await programOf(sources.env)),
    endLeftOvers: (session) => endProcesses({ pid: null, session }),
    leftSession: (session) => leftSession(clientHome(sources.env), session),
  };
}

async function runClient(
  sources: RuntimeSources,
  job: RunJob,
  watch: RunWatch,
): Promise<RunOutcome> {
  const { env, packageRoot, node } = sources;
  const cwd = workplaceOf(job);
  const rights = await readAgentRights(job.root, job.agent);
  const { constitution } = await readConstitution(job.root);
  const protectedFiles = constitution.protectedFiles.map((file) => file.path);
  const childEnv = clientEnvironment(env, job);
  const home = clientHome(childEnv);
  requireWritable(home);
  const client = await findClient(env, childEnv, path.join(job.root, ".hq", "client.json"));
  removeGuardSign(job);
  const args = clientArguments({
    ...{ job, rights, protectedFiles, node, packageRoot },
    defaultModel: childEnv.COPILOT_MODEL,
  });
  // Before the client: there must be no moment in which nobody would end it.
  const script = path.join(packageRoot, "dist", "hq-run-watch.js");
  const parentWatch = startWatch(node, script, job.session);
  const child = spawn(client.program, args, {
    ...{ cwd, env: childEnv, stdio: "pipe" },
    // Ctrl-C in a terminal is for hq, which then ends the client and says so.
    detached: true,
  });
  try {
    return await follow({
      child,
      client,
      home,
      job,
      watch,
      parentWatch,
      hidden: hideKeys(childEnv),
      limits: limitsOf(sources, job),
    });
  } finally {
    await endProcesses({ pid: child.pid ?? null, session: job.session });
    parentWatch.over();
  }
}

/** @throws HqError `wrong-state` when it is gone: at the root the run would change the founder's own files. */
function workplaceOf({ root, workplace }: RunJob): string {
  if (workplace === undefined) return root;
  if (existsSync(path.join(workplace, ".git"))) return workplace;
  throw new HqError(
    "wrong-state",
    `Cannot go on with the run: the worktree ${workplace} is gone, expected it until the run has ended.`,
  );
}

function limitsOf({ limits }: RuntimeSources, { timeoutMs }: RunJob): Limits {
  return { ...LIMITS, ...limits, timeoutMs };
}

interface Followed {
  child: ClientProcess;
  client: Client;
  home: string;
  job: RunJob;
  watch: RunWatch;
  parentWatch: ReturnType<typeof startWatch>;
  /** Takes the client's own keys out of what it says. */
  hidden(text: string): string;
  limits: Limits;
}

async function follow(run: Followed): Promise<RunOutcome> {
  const { child, client, home, job, watch, parentWatch, hidden } = run;
  const monitor = createMonitor({
    ...{ limits: run.limits, startedMs: performance.now() },
    isGuarded: () => isGuarded(job),
  });
  const usageFile = openSessionUsage(home, job.session);
  const exited = exitOf(child);
  if (child.pid !== undefined) {
    parentWatch.watches(child.pid);
    watch.onEvent({ kind: "started", client: client.version, pid: child.pid });
  }
  const stderr = lastOf(child.stderr);
  const drained = readEvents(child.stdout, (line) => {
    tell(hidden(line), monitor, watch);
    // At once: the next look would be too late, and a client that is asked to end may finish its turn.
    if (isUnguarded(monitor)) child.kill("SIGKILL");
  });
  // A client that leaves before it has read all is told of by its end.
  child.stdin.on("error", () => {});
  child.stdin.end(job.prompt);
  const ending = await untilEnd(monitor, watch, { exited, onUsage: () => usageFile.read() });
  if (ending !== null) await endProcesses({ pid: child.pid ?? null, session: job.session });
  const exit = await exited;
  await Promise.race([drained, atMost(DRAIN_MS)]);
  const usage = await usageFile.readToEnd();
  watch.onEvent({ kind: "usage", usage });
  const result = await watch.givenResult();
  const facts = {
    // What its last words have shown is known only when they are read.
    ...{ result, ending: ending ?? monitor.verdict(), exit, seen: monitor.seen() },
    ...{ stderr: hidden(stderr()), home },
  };
  return { ...judgeEnd(facts), usage };
}

/** Why the run has to be ended; null when it has ended by itself. */
async function untilEnd(
  monitor: Monitor,
  watch: RunWatch,
  { exited, onUsage }: { exited: Promise<unknown>; onUsage: () => Promise<RunUsage> },
): Promise<Ending | null> {
  let isOver = false;
  void exited.then(() => {
    isOver = true;
  });
  let calls = 0;
  while (!isOver) {
    if (watch.signal.aborted) return { state: "stopped", why: reasonOf(watch.signal) };
    const ending = monitor.due(performance.now());
    if (ending !== null) return ending;
    const usage = await onUsage();
    if (usage.calls !== calls) watch.onEvent({ kind: "usage", usage });
    calls = usage.calls;
    await Promise.race([exited, atMost(LOOK_MS)]);
  }
  return watch.signal.aborted ? { state: "stopped", why: reasonOf(watch.signal) } : null;
}

/** A timer that nothing waits for any more does not keep hq from ending. */
function atMost(ms: number): Promise<void> {
  return pause(ms, undefined, { ref: false });
}

function isUnguarded(monitor: Monitor): boolean {
  const verdict = monitor.verdict();
  return verdict !== null && "isUnguarded" in verdict;
}

function tell(line: string, monitor: Monitor, watch: RunWatch): void {
  const event = readClientEvent(line);
  if (event === null) return;
  for (const told of monitor.see(event, performance.now())) watch.onEvent(told);
}

function readEvents(stdout: Readable, onLine: (line: string) => void): Promise<unknown> {
  const lines = createLineSplitter();
  stdout.on("data", (bytes: Buffer) => {
    for (const line of lines.push(bytes)) onLine(line);
  });
  return once(stdout, "close");
}

/** The last words on a stream. */
function lastOf(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (piece: string) => {
    text = (text + piece).slice(-STDERR_CHARS);
  });
  return () => text;
}

interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Also when it could not be started at all. Not "close": what is left over may keep the pipes open. */
function exitOf(child: ClientProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => {
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
}
