import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { builtProgram } from "../../run/built-program.ts";
import { rounds } from "../../run/rounds.ts";
import { until, workbench } from "../workbench.ts";

const LONG = process.env.SOLO_HQ_LONG === "1";
const ROUNDS = LONG ? 200 : rounds({ few: 4, many: 20 });
const program = await builtProgram(path.join(import.meta.dirname, "upkeep-writer.ts"));
const bench = workbench({ onDisk: true });
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

interface Writer {
  child: ChildProcess;
  acknowledged: string[];
  /** What it wrote to stderr, once it has ended. */
  ended: Promise<string>;
}

function startWriter(label: string): Writer {
  const child = spawn(process.execPath, [program, bench.at(), label], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const acknowledged: string[] = [];
  let rest = "";
  let wrong = "";
  child.stdout.on("data", (data: Buffer) => {
    const lines = (rest + data.toString()).split("\n");
    rest = lines.pop() ?? "";
    acknowledged.push(...lines);
  });
  child.stderr.on("data", (data: Buffer) => {
    wrong += data.toString();
  });
  return { child, acknowledged, ended: once(child, "close").then(() => wrong) };
}

/** What a person or a broken program does to the file while nobody runs; by rounds, in turn. */
function editOutside(round: number): string[] {
  const text = readFileSync(bench.at(), "utf8");
  const name = `edit${round}`;
  const line = `{"type":"entity","name":"${name}","entityType":"note","observations":[]}`;
  // An addition, a damaged line, or a file emptied of most of what it had.
  const ends = [`${line}\n`, `${line}\ntorn${round} {"type\n`, `${line}\n`];
  const start = round % 3 === 2 ? text.slice(0, text.indexOf("\n") + 1) : text;
  writeFileSync(bench.at("edited"), start + ends[round % 3]);
  renameSync(bench.at("edited"), bench.at());
  return [name];
}

it(
  `keeps every acknowledged call, whole, in the graph or in the archive, over ${ROUNDS} kills while pruning, repairing and taking in edits`,
  async () => {
    const acknowledged: string[] = [];
    const edits: string[] = [];
    // The first writers may be killed before they have written anything.
    writeFileSync(
      bench.at(),
      '{"type":"entity","name":"first","entityType":"note","observations":[]}\n',
    );
    for (let round = 0; round < ROUNDS; round++) {
      const writers = [0, 1].map((which) => startWriter(`r${round}w${which}`));
      if (LONG) await pause(Math.random() ** 2 * 3_000);
      else {
        const enough = 4 + round * 5;
        await until(
          () => writers.every((writer) => writer.acknowledged.length >= enough),
          "both have written",
        );
      }
      for (const { child } of writers) child.kill("SIGKILL");
      for (const writer of writers) {
        expect(await writer.ended).toBe("");
        acknowledged.push(...writer.acknowledged);
      }
      // Whatever was acknowledged is in the file before the edit: it may be meant to remove some.
      const store = await bench.open();
      await store.checkpoint();
      await store.close();
      edits.push(...editOutside(round));
    }
    const store = await bench.open();
    const names = (await store.readGraph()).entities.map(({ name }) => name);
    const archived = (await store.upkeep.archive()).map(({ name }) => name);
    await store.close();
    const folder = bench.at(".memory/memory.jsonl");
    const kept = readdirSync(folder)
      .filter((file) => file.startsWith("quarantine"))
      .map((file) => readFileSync(path.join(folder, file), "utf8"))
      .join("");
    for (let round = 1; round < ROUNDS; round += 3) expect(kept).toContain(`torn${round} {`);
    const all = [...names, ...archived];
    expect(new Set(all).size).toBe(all.length);
    const parts = new Map<string, number>();
    for (const name of all.filter((one) => one.startsWith("scan:"))) {
      parts.set(name.slice(0, -2), (parts.get(name.slice(0, -2)) ?? 0) + 1);
    }
    expect(edits.filter((name) => !names.includes(name))).toEqual([]);
    expect([...parts].filter(([, count]) => count !== 3)).toEqual([]);
    expect(acknowledged.filter((group) => !parts.has(group))).toEqual([]);
  },
  LONG ? 3_600_000 : rounds({ few: 120_000, many: 600_000 }),
);
