/**
 * The publisher of X dies at every step of its way: at each write of its record, and while X has the head of a call, its
 * body, the post, or half of the answer out. X meanwhile loses calls and answers. Through the real client and program.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { xChannel } from "../../../channels/x/x.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { X_KEYS } from "../../channels/x/keys.ts";
import { openX, type Place, type XFault } from "../../channels/x/server.ts";
import { builtProgram } from "../../run/built-program.ts";
import { rounds } from "../../run/rounds.ts";
import { approve, type Company, DUE, emptyCompany, writeWeek } from "./approved-company.ts";
import { publishOnce } from "./publish-once.ts";

const ID = "2026-11-24-x-a-thread";
const THREAD = ["The drill took 41 minutes.", "The key lay in a drawer.", "Next month again."];
const PICTURE = "Marketing/media/graph.png";
const PNG = Buffer.from("\x89PNG\r\n\x1A\n and so on", "latin1");
const TIMEOUT_MS = rounds({ few: 120_000, many: 1_800_000 });

let template: Company;
let program: string;

beforeAll(async () => {
  program = await builtProgram(path.join(import.meta.dirname, "publisher.ts"));
  template = await emptyCompany();
  mkdirSync(path.join(template.root, path.dirname(PICTURE)), { recursive: true });
  writeFileSync(path.join(template.root, PICTURE), PNG);
  const fields = `- Media: ![The graph](${PICTURE})\n`;
  await writeWeek(template.root, [{ title: "A thread", text: THREAD.join("\n---\n"), fields }]);
  const x = await openX();
  const open = () => xChannel({ keys: X_KEYS, base: x.base }, () => DUE);
  await approve(template.root, ID, { open });
  await x.close();
}, TIMEOUT_MS);

afterAll(() => template.remove());

interface Life {
  root: string;
  x: Place;
}

/** Where it is killed: at so many points of its own, or at so many steps of X. */
type Kill = { by: "itself" | "x"; at: number };

let kills = 0;

async function publishUntil({ root, x }: Life, { by, at }: Kill): Promise<void> {
  const argv = [program, root, x.base, String(by === "itself" ? at : 0)];
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  const child = spawn(process.execPath, [...argv, x.clock.now.toISOString(), "x"], {
    ...{ stdio: ["ignore", "ignore", "inherit"], env },
  });
  const ended = once(child, "close") as Promise<[number | null, string | null]>;
  if (by === "x") x.stage = killer(x, { child, ended, at });
  const [code, signal] = await ended;
  x.stage = async () => undefined;
  expect(signal ?? code).toBeOneOf(["SIGKILL", 0]);
  kills += signal === "SIGKILL" ? 1 : 0;
}

/** Kills it at that step and goes on when it is dead; every second time what was on its way is lost with it. */
function killer(
  x: Place,
  { child, ended, at }: { child: ChildProcess; ended: Promise<unknown>; at: number },
): Place["stage"] {
  let steps = 0;
  return async () => {
    steps += 1;
    if (steps !== at) return;
    child.kill("SIGKILL");
    await ended;
    if (at % 2 === 1) x.drop();
  };
}

/** Here, to the end; how many points of its own and steps of X there were. */
async function publishWhole({ root, x }: Life): Promise<{ itself: number; x: number }> {
  const seen = { itself: 0, x: 0 };
  x.stage = async () => {
    seen.x += 1;
  };
  const point = () => {
    seen.itself += 1;
  };
  await publishOnce({ root, url: x.base, at: x.clock.now, to: "x", point });
  x.stage = async () => undefined;
  return seen;
}

/** What became of a part is known a quarter of an hour later; the window is longer than three of those. */
async function comeToItsEnd(life: Life): Promise<void> {
  for (let pass = 0; pass < 5; pass += 1) {
    const seen = await publishWhole(life);
    // All is there, and nothing is written any more: a further pass would do the same.
    if (life.x.tweets.length === THREAD.length && seen.itself === 0 && seen.x === 0) return;
    life.x.clock.now = new Date(life.x.clock.now.getTime() + 16 * 60_000);
  }
}

async function live<T>(faults: readonly XFault[], body: (life: Life) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(tmpdir(), "solo-hq-killed-x-"));
  const x = await openX();
  x.clock.now = DUE;
  x.faults.post.push(...faults);
  cpSync(template.root, root, { recursive: true });
  try {
    return await body({ root, x });
  } finally {
    await x.close();
    await rm(root, { recursive: true, force: true });
  }
}

/** Each part stands there once, in order, under the one before it, and the record says the same. */
async function expectWhole({ root, x }: Life, about: string): Promise<void> {
  expect(
    x.tweets.map(({ sent }) => sent),
    about,
  ).toEqual(THREAD);
  const ids = x.tweets.map(({ id }) => id);
  expect(
    x.tweets.map(({ in_reply_to }) => in_reply_to),
    about,
  ).toEqual([null, ids[0], ids[1]]);
  expect(
    x.tweets.map(({ media_ids }) => media_ids.length),
    about,
  ).toEqual([1, 0, 0]);
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    await ledger.read(async ({ outbox }) => {
      expect((await outbox.find(ID))?.state, `${about}: stuck`).toBe("posted");
      expect(
        (await outbox.parts(ID)).map(({ remoteId }) => remoteId),
        about,
      ).toEqual(ids);
    });
  } finally {
    await ledger.close();
  }
}

const FAULTS: XFault[][] = [
  [],
  ["cut-before"],
  ["none", "cut-after"],
  ["none", "cut-answer"],
  ["none", "none", "cut-head"],
  ["500", "no-id"],
  ["none", "503-after"],
  ["none", "none", "no-id"],
  ["none", "redirect", "html-after"],
];

interface Plan {
  faults: XFault[];
  kill: Kill;
  /** A second time, while it picks up the pieces; null in every second life. */
  again: Kill | null;
}

/** Every point of every kind of life, or one here and there. */
async function plansOf(step: number): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const [which, faults] of FAULTS.entries()) {
    const seen = await live(faults, publishWhole);
    const all = (["itself", "x"] as const).flatMap((by) =>
      Array.from({ length: seen[by] }, (_, at): Kill => ({ by, at: at + 1 })),
    );
    const chosen = all.filter((_, at) => at % step === which % step);
    for (const kill of chosen) {
      const again = { by: kill.by, at: 1 + (kill.at % 9) };
      plans.push({ faults, kill, again: kill.at % 2 === 0 ? again : null });
    }
  }
  return plans;
}

it("gets every part of a thread there once, wherever it is killed and whatever X loses", {
  timeout: TIMEOUT_MS,
}, async () => {
  const plans = await plansOf(rounds({ few: 37, many: 1 }));
  expect(plans.length).toBeGreaterThan(rounds({ few: 5, many: 300 }));
  const lives = plans.length;
  const worker = async () => {
    for (let plan = plans.shift(); plan !== undefined; plan = plans.shift()) {
      const { faults, kill, again } = plan;
      await live(faults, async (life) => {
        await publishUntil(life, kill);
        if (again !== null) await publishUntil(life, again);
        await comeToItsEnd(life);
        await expectWhole(life, `${faults.join()} killed at ${JSON.stringify([kill, again])}`);
      });
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  expect(kills).toBeGreaterThan(lives / 2);
  console.log(JSON.stringify({ lives, kills }));
});

it("many posts of one minute, four publishers and a limit: each stands there once", {
  timeout: TIMEOUT_MS,
}, async () => {
  const count = rounds({ few: 8, many: 100 });
  const company = await emptyCompany();
  const x = await openX();
  x.clock.now = DUE;
  x.postLimit = count - 3;
  try {
    const posts = Array.from({ length: count }, (_, at) => ({
      title: `Number ${at}`,
      text: `Words of ${at}.`,
    }));
    await writeWeek(company.root, posts);
    const open = () => xChannel({ keys: X_KEYS, base: x.base }, () => DUE);
    for (const { title } of posts) {
      const id = `2026-11-24-x-${title.toLowerCase().replace(" ", "-")}`;
      await approve(company.root, id, { open });
    }
    const life = { root: company.root, x };
    const never = { by: "itself", at: 0 } as const;
    await Promise.all([1, 2, 3, 4].map(() => publishUntil(life, never)));
    const texts = () => x.tweets.map(({ sent }) => sent).sort();
    expect(new Set(texts()).size).toBe(count - 3);
    expect(x.tweets).toHaveLength(count - 3);
    x.clock.now = new Date(DUE.getTime() + 16 * 60_000);
    await Promise.all([1, 2, 3, 4].map(() => publishUntil(life, never)));
    expect(texts()).toEqual(posts.map(({ text }) => text).sort());
  } finally {
    await x.close();
    await company.remove();
  }
});
