// Servers as clients run them: many calls at once, several processes, killed, stopped, cut off. The
// numbers are small here; `npm run test:memory-long` takes those of the specification.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { formatEntity } from "../../mcp-memory/jsonl.ts";
import { rounds } from "../run/rounds.ts";
import { type RawServer, startRaw } from "./raw-server.ts";
import { until, workbench } from "./workbench.ts";

const LONG = process.env.SOLO_HQ_LONG === "1";
const PROCESSES = LONG ? 8 : 3;
const CALLS_EACH = LONG ? 500 : 40;
const KILLS = Number(process.env.SOLO_HQ_KILLS ?? (LONG ? 1_000 : rounds({ few: 6, many: 30 })));
const STOPS = LONG ? 100 : rounds({ few: 6, many: 30 });
const LIMIT = LONG ? 7_200_000 : rounds({ few: 120_000, many: 600_000 });
/** Checkpoints every 20 ms, so that kills meet every step of them. */
const OFTEN = { HQ_MEMORY_CHECKPOINT_MS: "20" };

const bench = workbench({ onDisk: true });
const servers: RawServer[] = [];

afterEach(async () => {
  for (const { child, ended } of servers.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});

async function start(env: Record<string, string> = {}): Promise<RawServer> {
  const server = await startRaw(bench.folder(), env);
  servers.push(server);
  return server;
}

const note = (name: string, ...observations: string[]) => ({
  name,
  entityType: "note",
  observations,
});
const create = (server: RawServer, ...names: string[]) =>
  server.call("create_entities", { entities: names.map((name) => note(name)) });

async function leave(server: RawServer): Promise<number | null> {
  server.child.stdin?.end();
  return server.ended;
}

/** Waits like `until`; a server that ends meanwhile ends the wait, with what it said. */
async function whileRunning(
  writers: RawServer[],
  isSo: () => boolean,
  what: string,
): Promise<void> {
  await until(() => isSo() || writers.some(hasEnded), what);
  const gone = writers.find(hasEnded);
  if (gone !== undefined && !isSo()) {
    throw new Error(`a server ended before ${what}; it said: ${gone.stderr()}`);
  }
}

const hasEnded = ({ child }: RawServer) => child.exitCode !== null || child.signalCode !== null;

/** The names in the memory, by a store of our own, after the file was checked to hold the same. */
async function namesInMemory(): Promise<string[]> {
  const store = await bench.open();
  const graph = await store.readGraph();
  await store.checkpoint();
  await store.close();
  const lines = readFileSync(bench.at(), "utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(graph.entities.length + graph.relations.length);
  return graph.entities.map(({ name }) => name);
}

it("keeps each of 500 calls in flight on one connection, in their order", async () => {
  const server = await start();
  const answers = await Promise.all(
    Array.from({ length: 250 }, (_, i) => [
      create(server, `e${i}`),
      server.call("create_relations", {
        relations: [{ from: `e${i}`, to: `e${i}`, relationType: "knows" }],
      }),
    ]).flat(),
  );
  expect(answers.filter(({ isError }) => isError)).toEqual([]);
  expect(await leave(server)).toBe(0);
  const lines = readFileSync(bench.at(), "utf8").trimEnd().split("\n");
  const names = lines.slice(0, 250).map((line) => JSON.parse(line).name);
  expect(names).toEqual(Array.from({ length: 250 }, (_, i) => `e${i}`));
  expect(lines).toHaveLength(500);
});

it(
  `keeps every call of ${PROCESSES} servers, each seen at once by another`,
  async () => {
    const all = await Promise.all(Array.from({ length: PROCESSES }, () => start()));
    let unseen = 0;
    await Promise.all(
      all.map(async (server, which) => {
        const other = all[(which + 1) % all.length] as RawServer;
        for (let i = 0; i < CALLS_EACH; i++) {
          const name = `p${which}.${i}`;
          expect((await create(server, name)).isError).not.toBe(true);
          if (i % 10 > 0) continue;
          const seen = await other.call("open_nodes", { names: [name] });
          if (!JSON.stringify(seen.structuredContent).includes(name)) unseen++;
        }
      }),
    );
    expect(unseen).toBe(0);
    expect(await Promise.all(all.map(leave))).toEqual(all.map(() => 0));
    const names = await namesInMemory();
    expect(names).toHaveLength(PROCESSES * CALLS_EACH);
    expect(new Set(names).size).toBe(names.length);
  },
  LIMIT,
);

/** Writes groups of three until the server is gone; says which were acknowledged. */
async function writeGroups(server: RawServer, label: string, acknowledged: string[]) {
  for (let i = 0; ; i++) {
    const group = `${label}.${i}`;
    try {
      const answer = await create(server, `${group}.a`, `${group}.b`, `${group}.c`);
      if (answer.isError !== true) acknowledged.push(group);
      else expect(answer.content[0]?.text).toContain("Nothing was changed");
    } catch {
      return; // Killed.
    }
  }
}

function expectWhole(acknowledged: string[], names: string[]): void {
  const groups = new Map<string, number>();
  for (const name of names.filter((one) => /\.[abc]$/.test(one))) {
    const group = name.slice(0, -2);
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  expect(acknowledged.filter((group) => groups.get(group) !== 3)).toEqual([]);
  expect([...groups].filter(([, count]) => count !== 3)).toEqual([]);
}

it(
  `keeps every acknowledged call, whole, over ${KILLS} kills of two servers that checkpoint every 20 ms and take in edits`,
  async () => {
    const acknowledged: string[] = [];
    const edits: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const two = await Promise.all([start(OFTEN), start(OFTEN)]);
      const before = acknowledged.length;
      const work = two.map((server, which) =>
        writeGroups(server, `r${round}w${which}`, acknowledged),
      );
      // Of lives up to 3 s at random when there is time; else of another number of calls each round.
      if (LONG) await pause(Math.random() ** 2 * 3_000);
      else
        await whileRunning(
          two,
          () => acknowledged.length >= before + round * 7,
          "some were acknowledged",
        );
      for (const { child } of two) child.kill("SIGKILL");
      await Promise.all(work);
      await Promise.all(two.map(({ ended }) => ended));
      servers.length = 0;
      if (round % 3 === 1) edits.push(editOutside(`edit${round}`));
    }
    const names = await namesInMemory();
    expectWhole(acknowledged, names);
    expect(edits.filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  },
  LIMIT,
);

/** Adds an entity to the file as an editor does, while no server runs. */
function editOutside(name: string): string {
  const line = formatEntity({ ...note(name), extra: null });
  let text = "";
  try {
    text = readFileSync(bench.at(), "utf8");
  } catch {
    // A server was killed before its first checkpoint: the editor makes a new file.
  }
  writeFileSync(bench.at("edited"), `${text}${line}\n`);
  renameSync(bench.at("edited"), bench.at());
  return name;
}

it(
  "a server that is stopped in the middle of its writes costs others a clear answer at most, and goes on",
  async () => {
    const acknowledged: string[] = [];
    const [stopped, other] = await Promise.all([start(OFTEN), start(OFTEN)]);
    const work = writeGroups(stopped as RawServer, "stopped", acknowledged);
    const refused: string[] = [];
    for (let round = 0; round < STOPS; round++) {
      const before = acknowledged.length;
      await whileRunning(
        [stopped as RawServer],
        () => acknowledged.length > before + (round % 4),
        "it has written",
      );
      stopped?.child.kill("SIGSTOP");
      const mine = `other${round}`;
      const answer = await create(other as RawServer, `${mine}.a`, `${mine}.b`, `${mine}.c`);
      if (answer.isError === true) {
        // It was stopped while it held the lock.
        expect(answer.content[0]?.text).toContain("write lock");
        refused.push(mine);
      } else acknowledged.push(mine);
      // Reads never wait for a writer.
      const read = await other?.call("open_nodes", { names: ["stopped.0.a"] });
      expect(JSON.stringify(read?.structuredContent)).toContain("stopped.0.a");
      stopped?.child.kill("SIGCONT");
    }
    const before = acknowledged.length;
    await whileRunning(
      [stopped as RawServer],
      () => acknowledged.length > before,
      "it has gone on",
    );
    stopped?.child.kill("SIGKILL");
    await work;
    await leave(other as RawServer);
    const names = await namesInMemory();
    expectWhole(acknowledged, names);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => refused.some((group) => name.startsWith(`${group}.`)))).toEqual(
      [],
    );
  },
  LIMIT,
);

/** Again when a server has just made a file in it. */
function deleteFolder(): void {
  rmSync(bench.at(".memory"), { recursive: true, force: true, maxRetries: 20 });
}

type Step = { kind: "write" | "read"; by: 0 | 1 } | { kind: "delete the folder" };

it(
  "the folder .memory/, deleted at any moment under two servers, takes nothing acknowledged along",
  async () => {
    const by = fc.constantFrom<0 | 1>(0, 1);
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant("write" as const), by }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("read" as const), by }) },
      { weight: 2, arbitrary: fc.constant<Step>({ kind: "delete the folder" }) },
    );
    const two = (await Promise.all([start(), start()])) as [RawServer, RawServer];
    const written: string[] = [];
    let calls = 0;
    const namesBy = async (server: RawServer) => {
      const { structuredContent } = await server.call("read_graph", {});
      const { entities } = structuredContent as { entities: { name: string }[] };
      return entities.map(({ name }) => name).sort();
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        for (const item of steps) {
          if (item.kind === "write") {
            const name = `n${calls++}`;
            const answer = await create(two[item.by], name);
            if (answer.isError !== true) written.push(name);
            // Deleted again in the middle of the call.
            else expect(answer.content[0]?.text).toContain("Nothing was changed");
          } else if (item.kind === "read") {
            await namesBy(two[item.by]);
          } else deleteFolder();
        }
        // The next call of each notices, and brings what only it knew.
        await namesBy(two[0]);
        await namesBy(two[1]);
        for (const server of two) expect(await namesBy(server)).toEqual([...written].sort());
      }),
      { numRuns: LONG ? 300 : rounds({ few: 12, many: 40 }) },
    );
    // Deleted once more, and no call comes that would notice: only the end of each can bring it.
    for (const [which, server] of two.entries()) {
      const names = [`last${which}`, `first${which}`];
      for (const name of names) expect((await create(server, name)).isError).not.toBe(true);
      written.push(...names);
    }
    deleteFolder();
    await Promise.all(two.map(leave));
    expect((await namesInMemory()).sort()).toEqual(written.sort());
  },
  LIMIT,
);

describe("the process", () => {
  it("is gone when stdin closes with calls in flight, and has kept what it answered", async () => {
    const server = await start();
    const calls = Array.from({ length: 300 }, (_, i) =>
      create(server, `e${i}`).then(
        ({ isError }) => (isError === true ? [] : [`e${i}`]),
        () => [],
      ),
    );
    server.child.stdin?.end();
    expect(await server.ended).toBe(0);
    const acknowledged = (await Promise.all(calls)).flat();
    const names = await namesInMemoryOrNone();
    expect(acknowledged.filter((name) => !names.includes(name))).toEqual([]);
  });

  it("is gone when stdin closes while another process holds the lock", async () => {
    const server = await start();
    await create(server, "before");
    const holder = await holdLock();
    const call = create(server, "waiting").catch(() => "ended");
    server.child.stdin?.end();
    // The call may be refused or cut off; it must not keep the process.
    expect(await server.ended).toBe(0);
    holder.release();
    await call;
    expect(await namesInMemory()).toContain("before");
  });

  it("writes nothing but protocol to stdout, whatever it is sent", async () => {
    const good = '{"type":"entity","name":"good","entityType":"note","observations":[]}';
    writeFileSync(bench.at(), `torn {"type"\n\u0000\u0001\n{"type":"entity"}\n${good}\n`);
    const server = await start({ NODE_OPTIONS: "--trace-warnings" });
    for (const rubbish of [
      "hello\n",
      "{\n",
      "[]\n",
      "null\n",
      '"text"\n',
      "\u0000\u0001\u0002\n",
      "\n\n\n",
      '{"jsonrpc":"1.0","id":1,"method":"x"}\n',
      '{"jsonrpc":"2.0","id":900,"method":"no/such/method"}\n',
      '{"jsonrpc":"2.0","id":901,"method":"tools/call"}\n',
      '{"jsonrpc":"2.0","id":902,"method":"tools/call","params":{"name":"no_such_tool"}}\n',
      '{"jsonrpc":"2.0","id":903,"method":"resources/read","params":{"uri":"memory://other"}}\n',
      '{"jsonrpc":"2.0","method":"no/such/notification"}\n',
      '{"jsonrpc":"2.0","id":904,"result":{}}\n',
      `${"x".repeat(2_000_000)}\n`,
    ]) {
      server.send(rubbish);
    }
    // Calls that are refused, calls that repair, and a folder that goes away: all have something to say.
    await server.call("create_entities", { entities: [{ name: 1 }] });
    await server.call("add_observations", { observations: [{ entityName: "x", contents: ["y"] }] });
    deleteFolder();
    expect((await create(server, "still here")).isError).not.toBe(true);
    expect(await leave(server)).toBe(0);
    for (const line of server.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
    expect(server.lines.length).toBeGreaterThan(4);
    expect(server.stderr()).toContain("hq-memory:");
  });
});

async function namesInMemoryOrNone(): Promise<string[]> {
  const store = await bench.open();
  const { entities } = await store.readGraph();
  await store.close();
  return entities.map(({ name }) => name);
}

/** Holds SQLite's write lock as a process would that hangs in the middle of a write. */
async function holdLock(): Promise<{ release(): void }> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(bench.at(".memory/memory.jsonl/graph.db"));
  // The server may be writing its file just now.
  database.exec("PRAGMA busy_timeout = 5000");
  database.exec("BEGIN IMMEDIATE");
  return {
    release: () => {
      database.exec("ROLLBACK");
      database.close();
    },
  };
}
