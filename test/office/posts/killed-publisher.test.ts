/** The publisher dies at every point of its way, and the channel loses what it was asked or answers. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { builtProgram } from "../../run/built-program.ts";
import { rounds } from "../../run/rounds.ts";
import { approve, type Company, DUE, emptyCompany, writeWeek } from "./approved-company.ts";
import { type Fault, openWall, type Wall, wallChannel } from "./loopback-channel.ts";
import { publishOnce } from "./publish-once.ts";

const ID = "2026-11-24-x-a-thread";
const THREAD = ["The drill took 41 minutes.", "The key lay in a drawer.", "Next month again."];

let template: Company;
let program: string;

beforeAll(async () => {
  program = await builtProgram(path.join(import.meta.dirname, "publisher.ts"));
  template = await emptyCompany();
  await writeWeek(template.root, [{ title: "A thread", text: THREAD.join("\n---\n") }]);
  await approve(template.root, ID, { open: () => wallChannel("http://127.0.0.1:9") });
});

afterAll(() => template.remove());

interface Life {
  root: string;
  wall: Wall;
  isSure: boolean;
}

/** A process that ends itself at that point, or comes to its end before. */
async function publishUntil({ root, wall, isSure }: Life, killAt: number): Promise<void> {
  const argv = [
    program,
    root,
    wall.url,
    String(killAt),
    DUE.toISOString(),
    isSure ? "sure" : "unsure",
  ];
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  const child = spawn(process.execPath, argv, { stdio: "inherit", env });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  expect(signal ?? code).toBeOneOf(["SIGKILL", 0]);
  kills += signal === "SIGKILL" ? 1 : 0;
}

/** Here, to the end; how many points there were. */
async function publishWhole({ root, wall, isSure }: Life): Promise<number> {
  let points = 0;
  const point = () => {
    points += 1;
  };
  await publishOnce({ root, url: wall.url, at: DUE, to: isSure ? "sure" : "unsure", point });
  return points;
}

async function inOutbox(root: string) {
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    return await ledger.read(async ({ outbox }) => ({
      record: await outbox.find(ID),
      parts: await outbox.parts(ID),
    }));
  } finally {
    await ledger.close();
  }
}

async function live(faults: Fault[], isSure: boolean, body: (life: Life) => Promise<void>) {
  const root = await mkdtemp(path.join(tmpdir(), "solo-hq-killed-"));
  const wall = await openWall();
  cpSync(template.root, root, { recursive: true });
  wall.faults.push(...faults);
  try {
    await body({ root, wall, isSure });
  } finally {
    await wall.close();
    await rm(root, { recursive: true, force: true });
  }
}

/** What stands on the channel is each part once, in order, and the record says the same. */
async function expectWhole({ root, wall, isSure }: Life, about: string) {
  const texts = wall.posts.map(({ text }) => text);
  expect(new Set(texts).size, `${about}: doubled`).toBe(texts.length);
  expect(texts, about).toEqual(THREAD.slice(0, texts.length));
  const { record, parts } = await inOutbox(root);
  if (isSure) {
    expect(texts, `${about}: lost`).toEqual(THREAD);
    expect(record?.state, `${about}: stuck`).toBe("posted");
    expect(parts.map(({ remoteId }) => remoteId)).toEqual(["1", "2", "3"]);
    expect(wall.posts.map(({ after }) => after)).toEqual([null, "1", "2"]);
    return;
  }
  // Whoever cannot be sure asks the founder, and goes no further.
  expect(["posted", "unknown"], `${about}: stuck`).toContain(record?.state);
  expect(parts.length).toBeLessThanOrEqual(texts.length);
}

const FAULTS: Fault[][] = [
  [],
  ["cut-before"],
  ["cut-after"],
  ["none", "cut-before"],
  ["none", "cut-after"],
  ["cut-before", "cut-after"],
];
const FEW: Fault[][] = [[], ["cut-after"]];
let kills = 0;
let lives = 0;
const TIMEOUT_MS = rounds({ few: 120_000, many: 3_600_000 });

describe.each([
  ["a channel that knows what stands there", true],
  ["a channel that may not show it yet", false],
])("%s", (_name, isSure) => {
  it("gets every part once, wherever the publisher is killed", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const step = rounds({ few: 11, many: 1 });
    for (const faults of step === 1 ? FAULTS : FEW) {
      let points = 0;
      await live(faults, isSure, async (life) => {
        points = await publishWhole(life);
        // What became of a part that nobody knows of is found out in one pass, and it goes on in the next.
        for (const _ of faults) await publishWhole(life);
        await expectWhole(life, faults.join());
      });
      expect(points).toBeGreaterThan(9);
      for (let killAt = 1; killAt <= points; killAt += step) {
        for (const again of step === 1 ? [0, 1 + (killAt % 7)] : [killAt % 7]) {
          await live(faults, isSure, async (life) => {
            lives += 1;
            await publishUntil(life, killAt);
            // Killed a second time while it picks up the pieces, then left in peace.
            if (again > 0) await publishUntil(life, again);
            for (let pass = 0; pass < 3; pass += 1) await publishWhole(life);
            await expectWhole(life, `${faults.join()} killed at ${killAt} and ${again}`);
          });
        }
      }
    }
    expect(kills).toBeGreaterThan(3);
    console.log(JSON.stringify({ lives, kills }));
  });
});
