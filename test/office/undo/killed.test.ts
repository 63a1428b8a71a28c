/** `hq undo` killed in its midst: whoever takes something back next finds board and memory of one mind. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { withMemory } from "../../../office/records/with-memory.ts";
import { runHq } from "../../cli/run-hq.ts";
import { copySample } from "../../cli/sample.ts";
import { builtProgram } from "../../run/built-program.ts";
import { rounds } from "../../run/rounds.ts";

const HQ = path.join(import.meta.dirname, "..", "..", "..", "cli", "hq.ts");

let program: string;
let company: Awaited<ReturnType<typeof copySample>>;

beforeAll(async () => {
  program = await builtProgram(HQ);
});
beforeEach(async () => {
  company = await copySample();
});
afterEach(() => company.remove());

function start(): ChildProcess {
  return spawn(process.execPath, [program, "undo", "--yes", "--root", company.root], {
    env: { PATH: process.env.PATH ?? "" },
    stdio: "ignore",
  });
}

/** Whether the board, and whether the memory, says that the task was dropped. */
async function dropped(): Promise<{ board: boolean; memory: boolean }> {
  const board = readFileSync(path.join(company.root, "BOARD.md"), "utf8");
  const { entities } = await withMemory({ root: company.root, now: () => new Date() }, (store) =>
    store.readGraph(),
  );
  return {
    board: !/- \[ \] T-030/.test(board),
    memory: entities.some(({ name }) => name.includes("t-030-kill")),
  };
}

const now = () => new Date();
const hq = (...words: string[]) => runHq([...words, "--root", company.root], { now });

it("leaves nothing half taken back, at whatever moment", async () => {
  await hq("board", "drop", "T-030", "--reason", "gone");
  const began = Date.now();
  await once(start(), "exit");
  const whole = Date.now() - began;
  await hq("undo");
  expect(await dropped()).toEqual({ board: true, memory: true });
  const kills = rounds({ few: 6, many: 100 });
  for (let at = 0; at < kills; at += 1) {
    const child = start();
    await pause(whole * (0.3 + (0.7 * at) / kills));
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    expect(await hq("undo")).toMatchObject({ code: 0 });
    const now = await dropped();
    expect(now.board).toBe(now.memory);
    if (!now.board) await hq("undo");
    expect(await dropped()).toEqual({ board: true, memory: true });
  }
});
