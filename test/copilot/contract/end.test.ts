/** How a run ends, what it takes along and what it leaves, when it is let, told or killed. */
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startModel } from "../../../engine/evals/scripted-model.ts";
import type { Asked, ToolCall } from "../../../office/evals/conversation.ts";
import { isAlive, type Lab, openLab, PING, SHELL, steps, until } from "./lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const session = () => crypto.randomUUID();
const as = (id: string) => ["-p", "Go on.", "--allow-all-tools", "--session-id", id];
/** A command that can be found by its number. */
const sleeping = (seconds: string) => processesOf(`sleep ${seconds}`);

function processesOf(words: string): number[] {
  const found = execFileSync("ps", ["axww", "-o", "pid=,stat=,args="], { encoding: "utf8" });
  return found
    .split("\n")
    .filter((line) => line.includes(words) && !line.includes("bash"))
    .map((line) => Number(line.trim().split(/\s+/)[0]));
}

/** What the model is asked next is never answered. */
const slow = (...first: ToolCall[][]) => steps(...first, { text: "late", afterMs: 100_000 });

it("a run is not over with its answer: it waits for a command in the background and asks the model again", async () => {
  const { code, asked, ms } = await lab.run(
    steps([SHELL("sleep 3.123; echo over", { mode: "async" })], "answer"),
  );
  expect({ code, again: asked.length > 2, waited: ms > 3_000 }).toEqual({
    ...{ code: 0, again: true, waited: true },
  });
});

it("at the end of a run a server has no time to clean up", async () => {
  await lab.run(steps([PING()]));
  await pause(300);
  expect(lab.notes()).toContain("called");
  expect(lab.notes()).not.toContain("cleaned up");
});

// Whether its server may clean up then is a toss: of 24 runs 11 were told the end of their input and let
// be, 13 killed, some of them without a word. So nothing that matters may wait for it.
it("a run that is told to stop calls that a success, and its server is gone soon", async () => {
  const id = session();
  const running = await lab.start(slow([PING()]), { args: as(id) });
  await until("the second call", () => running.asked.length > 1);
  process.kill(running.pid, "SIGTERM");
  const { code, signal } = await running.ended;
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  expect(lab.kept(id).map(({ type }) => type)).toContain("abort");
  await until("the server's end", () => processesOf("lab-server.mjs").length === 0);
});

it("the program that npm installs passes no signal on", async () => {
  if (lab.launcher === lab.native) return;
  const running = await lab.start(slow([SHELL("sleep 61.611")]), {
    program: lab.launcher,
    args: as(session()),
  });
  await until("the command", () => sleeping("61.611").length > 0);
  process.kill(running.pid, "SIGTERM");
  await running.ended;
  await pause(500);
  const left = sleeping("61.611");
  endGroupsOf(left);
  await endClients();
  expect(left).toHaveLength(1);
});

it("a native program that is killed looks like a broken installation", async () => {
  if (lab.launcher === lab.native) return;
  const running = await lab.start(slow([PING()]), { program: lab.launcher, args: as(session()) });
  await until("the second call", () => running.asked.length > 1);
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(running.pid)], {
    encoding: "utf8",
  });
  for (const pid of children.trim().split(/\s+/)) process.kill(Number(pid), "SIGKILL");
  const { code, signal, stderr } = await running.ended;
  expect({ code, signal }).toEqual({ code: 1, signal: null });
  expect(stderr).toMatch(/package/i);
});

it("a command of its shell is in no group of the run: killing the group leaves it", async () => {
  const running = await lab.start(slow([SHELL("sleep 61.622")]), { args: as(session()) });
  await until("the command", () => sleeping("61.622").length > 0);
  process.kill(-running.pid, "SIGKILL");
  await running.ended;
  const left = sleeping("61.622");
  endGroupsOf(left);
  expect(left).toHaveLength(1);
});

it("told to stop, it takes the command of its shell along", async () => {
  const running = await lab.start(slow([SHELL("sleep 61.633")]), { args: as(session()) });
  await until("the command", () => sleeping("61.633").length > 0);
  process.kill(running.pid, "SIGTERM");
  await running.ended;
  await until("nothing left", () => sleeping("61.633").length === 0);
});

it("it does not notice that what started it is dead, and goes on to ask the model", async () => {
  const asked: Asked[] = [];
  const script = steps([SHELL("sleep 2.244")], [PING()]);
  const model = await startModel((each) => {
    asked.push(each);
    return script(each);
  });
  const starter = path.join(lab.place, "starter.mjs");
  writeFileSync(
    starter,
    `import { spawn } from "node:child_process";
    spawn(process.argv[2], process.argv.slice(3), { stdio: ["ignore", "pipe", "pipe"] }).stdout.resume();
    setInterval(() => {}, 1000);`,
  );
  const { env, args } = lab.bare(model.url);
  const parent = spawn(process.execPath, [starter, lab.native, ...args], {
    cwd: lab.root,
    env,
    stdio: "ignore",
  });
  try {
    await until("the command", () => sleeping("2.244").length > 0);
    parent.kill("SIGKILL");
    await until("a call after that", () => asked.length > 2);
  } finally {
    await model.close();
    await endClients();
  }
});

/** What these tests leave on purpose. */
function endGroupsOf(pids: readonly number[]): void {
  for (const pid of pids.filter(isAlive)) process.kill(pid, "SIGKILL");
}

async function endClients(): Promise<void> {
  const all = execFileSync("ps", ["axww", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  for (const line of all.filter(
    (each) => each.includes(lab.native) && each.includes("--no-auto-update"),
  )) {
    const pid = Number(line.trim().split(/\s+/)[0]);
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
    await until("the end of a client", () => !isAlive(pid));
  }
}
