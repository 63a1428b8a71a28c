// Clients end their servers as they like: a signal, a closed pipe, a kill a moment later, several at
// once. Whatever was answered stands in memory.jsonl when no process of theirs is left.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { formatEntity } from "../../mcp-memory/jsonl.ts";
import { type Random, randomOf } from "../run/random.ts";
import { rounds } from "../run/rounds.ts";
import { type RawServer, startRaw } from "./raw-server.ts";
import { workbench } from "./workbench.ts";

const ROUNDS = rounds({ few: 4, many: 40 });
const SERVERS = 3;
/** Bounds a round on a machine that is very busy; nothing is said about how long one takes. */
const PROCESSES_END_MS = 90_000;

const bench = workbench({ onDisk: true });
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** The ways in which clients were seen to end a server; the first is Copilot CLI's after a headless run. */
const ENDINGS: ((server: RawServer, waitMs: number) => Promise<void>)[] = [
  async ({ child }, waitMs) => {
    child.kill("SIGTERM");
    child.stdin?.end();
    await pause(waitMs);
    child.kill("SIGKILL");
  },
  async ({ child }) => void child.kill("SIGKILL"),
  async ({ child }) => void child.kill("SIGTERM"),
  async ({ child }) => void child.stdin?.end(),
  async ({ child }, waitMs) => {
    child.stdin?.end();
    await pause(waitMs);
    child.kill("SIGKILL");
  },
];

/** Writes until it is ended at a moment of its own, and adds to `answered` what was acknowledged. */
async function writeUntilEnded(
  server: RawServer,
  answered: string[],
  how: { label: string; random: Random },
): Promise<void> {
  const { label, random } = how;
  const calls = 1 + random(5);
  const atOnce = random(3) === 0;
  const write = async (name: string) => {
    const entity = { name, entityType: "note", observations: ["x".repeat(200)] };
    const { isError } = await server.call("create_entities", { entities: [entity] });
    if (!isError) answered.push(name);
  };
  const ending = ENDINGS[random(ENDINGS.length)] ?? ENDINGS[0];
  const waits = [random(12), random(12)] as const;
  const under: Promise<void>[] = [];
  for (let call = 0; call < calls; call++) {
    const writing = write(`${label}c${call}`).catch(() => undefined);
    under.push(writing);
    if (!atOnce) await writing;
    if (random(4) === 0) await pause(random(400));
  }
  if (atOnce) await under[random(calls)];
  await pause(waits[0]);
  await ending?.(server, waits[1]);
  await Promise.all(under);
  await server.ended;
}

/** What still runs for this memory: finishers have its path among their arguments. */
const isAnybodyLeft = () =>
  execFileSync("ps", ["-eww", "-o", "args"], {
    encoding: "utf8",
    // Else it writes "?" for every letter of a path that is not ASCII.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  })
    .split("\n")
    .some((line) => line.includes(`--finish ${bench.at()}`));

async function nobodyIsLeft(): Promise<void> {
  const deadline = performance.now() + PROCESSES_END_MS;
  while (isAnybodyLeft()) {
    if (performance.now() > deadline) throw new Error("a finisher does not end");
    await pause(20);
  }
}

function namesInFile(): Set<string> {
  const text = existsSync(bench.at()) ? readFileSync(bench.at(), "utf8") : "";
  const lines = text.split("\n").filter((line) => line !== "");
  return new Set(lines.map((line) => String(JSON.parse(line).name)));
}

/** The second half of the rounds is on a memory whose file takes longer than an answer waits for. */
function seedLarge(): void {
  const observations = ["x".repeat(1_000)];
  const line = (i: number) =>
    formatEntity({ name: `seed${i}`, entityType: "note", observations, extra: null });
  appendFileSync(bench.at(), Array.from({ length: 1_500 }, (_, i) => `${line(i)}\n`).join(""));
}

/** Processes that leave the servers no core to themselves. */
function burn(count: number): void {
  for (let i = 0; i < count; i++) {
    children.push(spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
  }
}

it.skipIf(process.platform === "win32")(
  `what ${SERVERS} servers answered is in the file when they were ended and nobody is left, over ${ROUNDS} rounds`,
  async () => {
    burn(rounds({ few: 0, many: 3 }));
    const answered: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      if (round === Math.floor(ROUNDS / 2)) seedLarge();
      const random = randomOf(round);
      const servers = await Promise.all(
        Array.from({ length: 1 + random(SERVERS) }, () => startRaw(bench.folder())),
      );
      children.push(...servers.map(({ child }) => child));
      await Promise.all(
        servers.map((server, index) =>
          writeUntilEnded(server, answered, { label: `r${round}s${index}`, random }),
        ),
      );
      await nobodyIsLeft();
      const there = namesInFile();
      const missing = answered.filter((name) => !there.has(name));
      expect({ round, missing }).toEqual({ round, missing: [] });
    }
    expect(answered.length).toBeGreaterThan(ROUNDS);
  },
  rounds({ few: 300_000, many: 3_600_000 }),
);
