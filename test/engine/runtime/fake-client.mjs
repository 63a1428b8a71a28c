/**
 * Speaks the events of the Copilot CLI as a file of steps says: what it was started with goes to
 * `seen.json` beside that file. Plain JavaScript, started by a script of a test's own.
 */
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";

const [file, ...args] = process.argv.slice(2);
const { isStubborn, isUnguarded, steps } = JSON.parse(readFileSync(file, "utf8"));
if (isStubborn) process.on("SIGTERM", () => {});

let prompt = "";
for await (const piece of process.stdin) prompt += piece;
const seen = { pid: process.pid, args, env: process.env, prompt, children: [] };
const keep = () => writeFileSync(path.join(path.dirname(file), "seen.json"), JSON.stringify(seen));
keep();

const resumed = args.find((arg) => arg.startsWith("--resume="));
const session = resumed?.slice("--resume=".length) ?? args[args.indexOf("--session-id") + 1];
const folder = path.join(process.env.COPILOT_HOME, "session-state", session);
mkdirSync(folder, { recursive: true });

// As the guard's hook does it, before the model is asked.
if (!isUnguarded) {
  const sign = path.join(process.cwd(), ".hq", "runs", process.env.HQ_RUN, "guard");
  writeFileSync(sign, `${session}\n`);
}

for (const step of steps) {
  if (step.event) process.stdout.write(`${JSON.stringify(step.event)}\n`);
  if (step.raw) process.stdout.write(step.raw);
  if (step.record) appendFileSync(path.join(folder, "events.jsonl"), step.record);
  if (step.stderr) process.stderr.write(step.stderr);
  if (step.waitMs) await pause(step.waitMs);
  if (step.command) {
    // As the shell tool does it: a session and a process group of its own.
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      detached: true,
      stdio: "ignore",
    });
    child.unref();
    seen.children.push(child.pid);
    keep();
  }
  if (step.gives) {
    // As the company's server does it when finish_run is called.
    const ledger = new DatabaseSync(path.join(process.cwd(), ".hq", "hq.db"));
    ledger
      .prepare("INSERT INTO run_result (run, at, result) VALUES (?, ?, ?)")
      .run(process.env.HQ_RUN, new Date().toISOString(), step.gives);
    ledger.close();
  }
  if (step.dieOf) process.kill(process.pid, step.dieOf);
  if (step.hang) await pause(600_000);
  if (step.exit !== undefined) process.exitCode = step.exit;
}
