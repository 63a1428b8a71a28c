import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { builtProgram } from "../../run/built-program.ts";
import { until, workbench } from "../workbench.ts";

const program = await builtProgram(path.join(import.meta.dirname, "writer.ts"));
const bench = workbench({ onDisk: true });
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

interface Writer {
  child: ChildProcess;
  /** Groups that were acknowledged so far. */
  acknowledged(): string[];
  ended: Promise<unknown>;
}

function startWriter(label: string, count: number): Writer {
  const child = spawn(process.execPath, [program, bench.at(), label, String(count)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let said = "";
  child.stdout?.on("data", (data: Buffer) => {
    said += data.toString();
  });
  let wrong = "";
  child.stderr?.on("data", (data: Buffer) => {
    wrong += data.toString();
  });
  const ended = once(child, "close").then(() => {
    if (wrong !== "") throw new Error(wrong);
  });
  return { child, ended, acknowledged: () => said.split("\n").slice(1, -1) };
}

async function groupsInMemory(): Promise<Map<string, number>> {
  const store = await bench.open();
  const groups = new Map<string, number>();
  for (const { name } of (await store.readGraph()).entities) {
    const group = name.slice(0, -2);
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  await store.close();
  return groups;
}

it("keeps every call of several processes that write at once", async () => {
  const writers = ["one", "two", "three"].map((label) => startWriter(label, 40));
  await Promise.all(writers.map(({ ended }) => ended));
  const groups = await groupsInMemory();
  expect(groups.size).toBe(120);
  expect([...groups.values()].every((count) => count === 3)).toBe(true);
  const lines = readFileSync(bench.at(), "utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(360);
  expect(bench.log).toEqual([]);
});

it("shows a call to every other process as soon as it is answered", async () => {
  const here = await bench.open();
  const there = startWriter("there", 20);
  await until(() => there.acknowledged().length > 0, "the other process has written");
  for (const group of there.acknowledged()) {
    expect((await here.openNodes([`${group}.c`])).entities).toHaveLength(1);
  }
  await there.ended;
});

it("keeps every acknowledged call, whole, when the writers are killed", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 6; round++) {
    const writers = [0, 1].map((n) => startWriter(`r${round}w${n}`, 10_000));
    // Every round ends after another number of calls, so that the kill meets other steps.
    const enough = 3 + round * 4;
    await until(
      () => writers.every((writer) => writer.acknowledged().length >= enough),
      "both have written",
    );
    for (const { child } of writers) child.kill("SIGKILL");
    await Promise.all(writers.map(({ ended }) => ended));
    acknowledged.push(...writers.flatMap((writer) => writer.acknowledged()));
  }
  const groups = await groupsInMemory();
  expect(acknowledged.filter((group) => groups.get(group) !== 3)).toEqual([]);
  expect([...groups].filter(([, count]) => count !== 3)).toEqual([]);
  const lines = readFileSync(bench.at(), "utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(groups.size * 3);
});
