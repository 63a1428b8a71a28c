// Days on two machines with real git between them: writes, deletions, edits by hand and reads on each,
// merges with the driver, and merges on a server that has none. Nothing is resolved by hand, no read
// leaves a changed file, nothing is lost, and what was deleted stays so.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { formatEntity } from "../../../mcp-memory/jsonl.ts";
import { openMemoryStore } from "../../../mcp-memory/open.ts";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { type Random, randomOf } from "../../run/random.ts";
import { rounds } from "../../run/rounds.ts";
import {
  commit,
  FILES,
  git,
  gitMachines,
  type Machines,
  mergeOnServer,
  type ServerWay,
  tryGit,
} from "./git-machines.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hq clones é "));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

/** What both machines must hold when they have met: facts by the number of their entity. */
interface Truth {
  entities: Map<number, Set<string>>;
  relations: Map<string, [number, number]>;
  next: number;
  /** Seconds since the first day began; each act of either machine is later than all before. */
  clock: number;
  /** What was done this day, for whoever has to find out why something is missing. */
  story: string[];
}

const nameOf = (n: number) => `thing:${n}`;
const relationOf = ([from, to]: [number, number]) => ({
  from: nameOf(from),
  to: nameOf(to),
  relationType: "belongs_to",
});

async function withStore<T>(
  clone: string,
  truth: Truth,
  work: (store: MemoryStore) => Promise<T>,
): Promise<T> {
  const store = await openMemoryStore({
    filePath: path.join(clone, "memory.jsonl"),
    agent: path.basename(clone),
    now: () => new Date(Date.parse("2026-11-01T00:00:00Z") + truth.clock * 1_000),
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** One machine's part of a day. Things of one parity are its own that day, so that the truth is plain. */
interface Day {
  clone: string;
  truth: Truth;
  random: Random;
  parity: number;
  /** An edit by hand tells nobody what it took away, so that a merge by text may bring it back. */
  mayTakeByHand: boolean;
}

type Act = (day: Day) => ((store: MemoryStore) => Promise<unknown>) | (() => void) | null;

const ownOf = ({ truth, parity }: Day) =>
  [...truth.entities.keys()].filter((n) => n % 2 === parity);
const pick = <T>(random: Random, from: readonly T[]): T | undefined => from[random(from.length)];

function nextOwn({ truth, parity }: Day): number {
  truth.next += truth.next % 2 === parity ? 2 : 1;
  return truth.next;
}

const create: Act = (day) => {
  const { truth, random } = day;
  const made = Array.from({ length: 1 + random(4) }, () => nextOwn(day));
  for (const n of made) {
    truth.entities.set(n, new Set(Array.from({ length: random(3) }, (_, i) => `fact ${n}.${i}`)));
  }
  const entities = made.map((n) => ({
    name: nameOf(n),
    entityType: "note",
    observations: [...(truth.entities.get(n) ?? [])],
  }));
  return (store: MemoryStore) => store.createEntities(entities);
};

const observe: Act = (day) => {
  const n = pick(day.random, ownOf(day));
  if (n === undefined) return null;
  const text = `fact ${n} at ${day.truth.clock}`;
  day.truth.entities.get(n)?.add(text);
  return (store: MemoryStore) =>
    store.addObservations([{ entityName: nameOf(n), contents: [text] }]);
};

const relate: Act = (day) => {
  const [from, to] = [pick(day.random, ownOf(day)), pick(day.random, ownOf(day))];
  if (from === undefined || to === undefined) return null;
  day.truth.relations.set(`${from} ${to}`, [from, to]);
  return (store: MemoryStore) => store.createRelations([relationOf([from, to])]);
};

function forget(truth: Truth, gone: number[]): void {
  for (const n of gone) truth.entities.delete(n);
  for (const [key, [from, to]] of truth.relations) {
    if (gone.includes(from) || gone.includes(to)) truth.relations.delete(key);
  }
}

const deleteSome: Act = (day) => {
  const own = ownOf(day);
  // Now and then nearly all of them: no number of deletions is too many.
  const gone = day.random(4) === 0 ? own.slice(2) : own.slice(day.random(own.length)).slice(0, 2);
  forget(day.truth, gone);
  return (store: MemoryStore) => store.deleteEntities(gone.map(nameOf));
};

const deleteFact: Act = (day) => {
  const n = pick(day.random, ownOf(day));
  const facts = [...(day.truth.entities.get(n ?? -1) ?? [])];
  const text = pick(day.random, facts);
  if (n === undefined || text === undefined) return null;
  day.truth.entities.get(n)?.delete(text);
  return (store: MemoryStore) =>
    store.deleteObservations([{ entityName: nameOf(n), observations: [text] }]);
};

const deleteRelation: Act = (day) => {
  const own = [...day.truth.relations].filter(([, [from]]) => from % 2 === day.parity);
  const found = pick(day.random, own);
  if (found === undefined) return null;
  day.truth.relations.delete(found[0]);
  return (store: MemoryStore) => store.deleteRelations([relationOf(found[1])]);
};

/** Says again what was deleted: it is there again. */
const sayAgain: Act = (day) => {
  const { truth, random, parity } = day;
  const gone = Array.from({ length: truth.next }, (_, n) => n).filter(
    (n) => n % 2 === parity && !truth.entities.has(n),
  );
  const n = pick(random, gone);
  if (n === undefined) return null;
  truth.entities.set(n, new Set([`fact ${n}.0`]));
  const entity = { name: nameOf(n), entityType: "note", observations: [`fact ${n}.0`] };
  return (store: MemoryStore) => store.createEntities([entity]);
};

const lineOf = (n: number, facts: Iterable<string>) =>
  formatEntity({ name: nameOf(n), entityType: "note", observations: [...facts], extra: null });

/** A line more, a text in other words, or another thing in place of one. */
const editByHand: Act = (day) => {
  const { clone, truth, random } = day;
  const file = path.join(clone, "memory.jsonl");
  const kind = day.mayTakeByHand ? random(3) : 0;
  if (kind === 0) {
    const n = nextOwn(day);
    truth.entities.set(n, new Set([`written by hand ${n}`]));
    return () => {
      const text = readFileSync(file, "utf8");
      writeFileSync(file, `${lineOf(n, [`written by hand ${n}`])}\n${text}`);
    };
  }
  const n = pick(random, ownOf(day));
  if (n === undefined) return null;
  const replace = (to: string | null) => () => {
    const lines = readFileSync(file, "utf8").split("\n");
    const name = `"name":"${nameOf(n)}"`;
    const end = (key: string) => `"${key}":"${nameOf(n)}"`;
    const kept = lines.flatMap((line) => {
      if (line.includes(name)) return to === null ? [] : [to];
      return to === null && (line.includes(end("from")) || line.includes(end("to"))) ? [] : [line];
    });
    writeFileSync(file, kept.join("\n"));
  };
  if (kind === 1) {
    // Only less would at times be the file as it was: that is a branch switched, and removes nothing.
    const other = nextOwn(day);
    forget(truth, [n]);
    truth.entities.set(other, new Set(["instead"]));
    return () => {
      replace(null)();
      const text = readFileSync(file, "utf8");
      writeFileSync(file, `${lineOf(other, ["instead"])}\n${text}`);
    };
  }
  const facts = [...(truth.entities.get(n) ?? [])].map((text) => `${text}!`);
  truth.entities.set(n, new Set(facts));
  return replace(lineOf(n, facts));
};

const ACTS = [create, create, observe, observe, relate, deleteSome, deleteFact, deleteRelation];
const MORE_ACTS = [...ACTS, sayAgain, editByHand, editByHand];

const shown = ({ entities, relations }: Truth) => [
  ...[...entities].flatMap(([n, facts]) => [`${n}`, ...[...facts].map((text) => `${n}: ${text}`)]),
  ...relations.keys(),
];

function difference(before: string, truth: Truth): string {
  const [had, have] = [JSON.parse(before) as string[], shown(truth)];
  const gone = had.filter((one) => !have.includes(one)).map((one) => `-${one}`);
  return [...gone, ...have.filter((one) => !had.includes(one)).map((one) => `+${one}`)].join(", ");
}

/** Acts, by the memory or by hand, and then a commit; at times nobody looks at what was done by hand. */
async function workOn(day: Day): Promise<void> {
  for (let left = 1 + day.random(6); left > 0; left--) {
    day.truth.clock += 60;
    const before = JSON.stringify(shown(day.truth));
    const act = pick(day.random, MORE_ACTS);
    const work = act?.(day) ?? null;
    day.truth.story.push(
      `${path.basename(day.clone)} ${act?.name} ${difference(before, day.truth)}`,
    );
    if (work === null) continue;
    if (work.length === 0) (work as () => void)();
    else await withStore(day.clone, day.truth, work as (store: MemoryStore) => Promise<unknown>);
  }
  commit(day.clone, `work of ${path.basename(day.clone)}`);
}

/** No file that git knows is another one than it committed. */
function expectClean(clone: string): void {
  const status = git(clone, "status", "--porcelain");
  expect(status === "" ? "" : status + git(clone, "diff", "HEAD")).toBe("");
}

/** Pulls, and reads in every way. */
async function meet(clone: string, truth: Truth, random: Random): Promise<void> {
  const how = random(3) === 0 ? "--rebase" : "--no-rebase";
  git(clone, "pull", "-q", how, "--no-edit", "origin", "main");
  expectClean(clone);
  if (random(5) === 0) rmSync(path.join(clone, ".memory"), { recursive: true, force: true });
  await withStore(clone, truth, async (store) => {
    await store.readGraph();
    await store.recall({ query: "fact" });
    await store.searchNodes("fact");
    await store.checkpoint();
  });
  expectClean(clone);
}

async function expectTruth(clone: string, truth: Truth): Promise<void> {
  await withStore(clone, truth, async (store) => {
    const graph = await store.readGraph();
    const found = graph.entities.map(({ name, observations }) => [name, observations.toSorted()]);
    const wanted = [...truth.entities].map(([n, facts]) => [nameOf(n), [...facts].toSorted()]);
    const byName = (one: unknown[], other: unknown[]) =>
      String(one[0]) < String(other[0]) ? -1 : 1;
    expect(found.toSorted(byName)).toEqual(wanted.toSorted(byName));
    const keys = graph.relations.map(({ from, to }) => `${from} ${to}`);
    const ends = [...truth.relations.values()].map(relationOf);
    expect(keys.toSorted()).toEqual(ends.map(({ from, to }) => `${from} ${to}`).toSorted());
    expect(await store.health()).toMatchObject({ keptBack: 0, quarantined: 0, findings: [] });
  });
}

const WAYS: (ServerWay | "drivers")[] = ["drivers", "refuses", "commits-marks", "unites"];

/** Both machines work, and then meet: one pushes, the other pulls or has it merged on the server. */
async function oneDay(
  { one, two, server }: Machines,
  { truth, random, day }: { truth: Truth; random: Random; day: number },
): Promise<void> {
  const way = pick(random, WAYS) ?? "drivers";
  truth.story = [way];
  const [first, second] = random(2) === 0 ? [one, two] : [two, one];
  const mayTakeByHand = way === "drivers" || way === "refuses";
  for (const [index, clone] of [first, second].entries()) {
    await workOn({ clone, truth, random, parity: (day + index) % 2, mayTakeByHand });
  }
  git(first, "push", "-q", "origin", "main");
  const branch = `day-${day}`;
  git(second, "push", "-q", "origin", `HEAD:refs/heads/${branch}`);
  const isMerged = way !== "drivers" && mergeOnServer(server, branch, way);
  await meet(second, truth, random);
  if (!isMerged) tryGit(second, "push", "-q", "origin", "main");
  await meet(first, truth, random);
  for (const clone of [first, second]) {
    await expectTruth(clone, truth);
    expectClean(clone);
  }
  const trees = [one, two].map((clone) => git(clone, "rev-parse", "HEAD^{tree}"));
  expect(trees[0]).toBe(trees[1]);
}

const SEEDS = rounds({ few: 1, many: 12 });
const DAYS = 10;
const FIRST = Number(process.env.TWO_CLONES_SEED ?? 0);

it.each(Array.from({ length: SEEDS }, (_, index) => FIRST + index))(
  `${DAYS} days on two clones, number %i: nothing to resolve, nothing lost, no file changed by a read`,
  async (seed) => {
    const random = randomOf(seed);
    const truth: Truth = {
      entities: new Map(),
      relations: new Map(),
      next: 0,
      clock: 0,
      story: [],
    };
    const machines = await gitMachines(folder, async (clone) => {
      for (const parity of [0, 1]) {
        for (let times = 0; times < 3; times++) {
          const work = create({ clone, truth, random, parity, mayTakeByHand: false });
          await withStore(clone, truth, work as (store: MemoryStore) => Promise<unknown>);
        }
      }
    });
    for (let day = 0; day < DAYS; day++) {
      try {
        await oneDay(machines, { truth, random, day });
      } catch (error) {
        throw new Error(`day ${day} of ${seed}: ${truth.story.join("; ")}`, { cause: error });
      }
    }
    // A third machine that begins now has the same.
    const fresh = path.join(folder, "three");
    git(folder, "clone", "-q", machines.origin, fresh);
    await expectTruth(fresh, truth);
    expectClean(fresh);
    for (const name of FILES) {
      expect(readFileSync(path.join(fresh, name), "utf8")).not.toContain("undefined");
    }
  },
  600_000,
);
