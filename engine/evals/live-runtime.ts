/**
 * A run of a scenario on the founder's model: recorded, capped and paid for as every run of the company, at work
 * in a company that is made for it.
 */
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { LiveScene } from "../../office/evals/live-scene.ts";
import type { RunJob, RunOutcome, Runtime, RunWatch } from "../../office/runs/runtime.ts";
import { readAgentRights } from "../runtime/agent-rights.ts";
import { readClientEvent } from "../runtime/client-events.ts";
import type { RuntimeSources } from "../runtime/copilot-runtime.ts";
import { clientEnvironment, clientHome, requireWritable } from "../runtime/environment.ts";
import { findClient, programOf } from "../runtime/find-client.ts";
import { hideKeys } from "../runtime/hide-keys.ts";
import { judgeEnd } from "../runtime/judge-end.ts";
import { leftSession } from "../runtime/left-session.ts";
import { createLineSplitter } from "../runtime/line-splitter.ts";
import { createMonitor, type Ending, LIMITS, type Monitor } from "../runtime/monitor.ts";
import { endProcesses } from "../runtime/processes.ts";
import { openSessionUsage } from "../runtime/session-usage.ts";
import { reasonOf } from "../runtime/stop-reason.ts";
import { type SessionProcess, withSession } from "./session.ts";

const LOOK_MS = 250;
const STDERR_CHARS = 4_000;
const DRAIN_MS = 500;

/** Whoever it runs for, it works in the scene's company and is told the scene's task. */
export function createLiveRuntime(sources: RuntimeSources, scene: LiveScene): Runtime {
  return {
    run: (job, watch) => runScene(sources, scene, { job, watch }),
    requireReady: async () => void (await programOf(sources.env)),
    endLeftOvers: (session) => endProcesses({ pid: null, session }),
    leftSession: (session) => leftSession(clientHome(sources.env), session),
  };
}

async function runScene(
  { env, packageRoot, node, limits }: RuntimeSources,
  scene: LiveScene,
  { job, watch }: { job: RunJob; watch: RunWatch },
): Promise<RunOutcome> {
  // The run is in the founder's record, of which the company of the scenario knows nothing.
  const { HQ_RUN: _run, ...childEnv } = clientEnvironment(env, job);
  const home = clientHome(childEnv);
  requireWritable(home);
  const { program, version } = await findClient(env, childEnv);
  const rights = await readAgentRights(scene.root, job.agent);
  const allowed = [
    ...rights.servers.map((rule) => `--allow-tool=${rule}`),
    ...(rights.mayEdit ? ["--allow-tool=write"] : []),
    ...(job.model === undefined ? [] : ["--model", job.model]),
  ];
  const start = {
    ...{ program, id: job.session, root: scene.root, agent: job.agent, prompt: scene.prompt },
    ...{ env: childEnv, rights: allowed, node, packageRoot },
  };
  return withSession(start, (child) =>
    follow({ child, version, job, watch, scene, home, hidden: hideKeys(childEnv), limits }),
  );
}

interface Followed {
  child: SessionProcess;
  version: string;
  job: RunJob;
  watch: RunWatch;
  scene: LiveScene;
  home: string;
  /** Takes the client's own keys out of what it says. */
  hidden(text: string): string;
  limits: RuntimeSources["limits"];
}

async function follow(run: Followed): Promise<RunOutcome> {
  const { child, version, job, watch, scene, home, hidden, limits } = run;
  const monitor = createMonitor({
    limits: { ...LIMITS, ...limits, timeoutMs: job.timeoutMs },
    startedMs: performance.now(),
    // It can do no harm but in a company that is thrown away.
    isGuarded: () => true,
  });
  const usageFile = openSessionUsage(home, job.session);
  if (child.pid !== undefined) watch.onEvent({ kind: "started", client: version, pid: child.pid });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    stderr = (stderr + piece).slice(-STDERR_CHARS);
  });
  const exited = exitOf(child);
  const drained = readAll(child, (line) => {
    const event = readClientEvent(hidden(line));
    if (event === null) return;
    for (const told of monitor.see(event, performance.now())) scene.see(told);
  });
  const tell = async () => watch.onEvent({ kind: "usage", usage: await usageFile.read() });
  const ending = await untilEnd(monitor, watch, { exited, tell });
  if (ending !== null) await endProcesses({ pid: child.pid ?? null, session: job.session });
  const exit = await exited;
  await Promise.race([drained, pause(DRAIN_MS, undefined, { ref: false })]);
  const usage = await usageFile.readToEnd();
  watch.onEvent({ kind: "usage", usage });
  const seen = monitor.seen();
  const judged = judgeEnd({ result: null, ending, exit, seen, stderr: hidden(stderr), home });
  // No result is handed in: what came of it is seen in the company.
  if (judged.state === "failed" && judged.endedTurn === true)
    return { state: "done", result: seen.lastWords || "It said nothing.", usage };
  return { ...judged, usage };
}

/** Why it has to be ended; null when it has ended by itself. */
async function untilEnd(
  monitor: Monitor,
  watch: RunWatch,
  { exited, tell }: { exited: Promise<unknown>; tell(): Promise<void> },
): Promise<Ending | null> {
  let isOver = false;
  void exited.then(() => {
    isOver = true;
  });
  while (!isOver) {
    if (watch.signal.aborted) return { state: "stopped", why: reasonOf(watch.signal) };
    const ending = monitor.due(performance.now());
    if (ending !== null) return ending;
    await tell();
    await Promise.race([exited, pause(LOOK_MS, undefined, { ref: false })]);
  }
  return null;
}

function readAll(child: SessionProcess, onLine: (line: string) => void): Promise<unknown> {
  const lines = createLineSplitter();
  child.stdout.on("data", (bytes: Buffer) => {
    for (const line of lines.push(bytes)) onLine(line);
  });
  return once(child.stdout, "close");
}

interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

function exitOf(child: SessionProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => {
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
}
