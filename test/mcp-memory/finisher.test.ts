// A client may kill its server right after an answer: what was answered is in memory.jsonl before it,
// or a small process that outlives the server writes it, and is gone then.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { formatEntity } from "../../mcp-memory/jsonl.ts";
import { CLOSE_WAIT_MS } from "../../mcp-memory/limits.ts";
import { placeOf } from "../../mcp-memory/store/database/place.ts";
import { openDatabase } from "../../mcp-memory/store/database/sqlite.ts";
import { rounds } from "../run/rounds.ts";
import { type RawServer, startRaw } from "./raw-server.ts";
import { until, workbench } from "./workbench.ts";

const bench = workbench({ onDisk: true });
const servers: RawServer[] = [];
const LIMIT = 120_000;

afterEach(async () => {
  for (const server of servers.splice(0)) await kill(server);
});

async function start(): Promise<RawServer> {
  const server = await startRaw(bench.folder());
  servers.push(server);
  return server;
}

async function kill(server: RawServer): Promise<void> {
  server.child.kill("SIGKILL");
  // Until its pipes are closed: a finisher that held them would keep a client waiting.
  await server.ended;
}

const create = (server: RawServer, name: string) =>
  server.call("create_entities", {
    entities: [{ name, entityType: "note", observations: ["x".repeat(200)] }],
  });

const isInFile = (name: string) =>
  existsSync(bench.at()) && readFileSync(bench.at(), "utf8").includes(`"name":"${name}"`);

/** What runs with the path of this test's memory among its arguments. */
const finishers = () =>
  execFileSync("ps", ["-eww", "-o", "args"], {
    encoding: "utf8",
    // Else it writes "?" for every letter of a path that is not ASCII.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  })
    .split("\n")
    .filter((line) => line.includes(`--finish ${bench.at()}`));

const noFinisher = () => until(() => finishers().length === 0, "no finisher is left");

/** A file that takes longer to write than an answer waits, by its size. */
function seedLarge(): void {
  const observations = ["x".repeat(1_000)];
  const line = (i: number) =>
    formatEntity({ name: `seed${i}`, entityType: "note", observations, extra: null });
  writeFileSync(bench.at(), Array.from({ length: 1_500 }, (_, i) => `${line(i)}\n`).join(""));
}

describe.skipIf(process.platform === "win32")(
  "a server that is killed right after its answer",
  () => {
    it(
      "has written a first change down",
      async () => {
        for (let round = 0; round < rounds({ few: 3, many: 30 }); round++) {
          const server = await start();
          await create(server, `first${round}`);
          await kill(server);
          expect(isInFile(`first${round}`)).toBe(true);
          // On a busy machine the next one may be none that is expected to be quick.
          rmSync(bench.at(".memory"), { recursive: true, maxRetries: 20 });
          rmSync(bench.at());
        }
        await noFinisher();
      },
      LIMIT,
    );

    it(
      "leaves the rest of a stream to a process that ends by itself",
      async () => {
        const server = await start();
        for (let i = 0; i < 5; i++) await create(server, `s${i}`);
        const last = [create(server, "p0"), create(server, "p1"), create(server, "p2")];
        await Promise.all(last);
        await kill(server);
        for (const name of ["s4", "p0", "p1", "p2"]) {
          await until(() => isInFile(name), `${name} is in the file`);
        }
        await noFinisher();
      },
      LIMIT,
    );

    it(
      "leaves a change of a large memory to it, too",
      async () => {
        seedLarge();
        const server = await start();
        await create(server, "one");
        await kill(server);
        await until(() => isInFile("one"), "it is in the file");
        await noFinisher();
      },
      LIMIT,
    );

    it(
      "and it does not give up while another process holds the memory",
      async () => {
        seedLarge();
        const server = await start();
        await create(server, "one");
        const other = openDatabase(placeOf(bench.at()).database);
        other.exec("BEGIN IMMEDIATE");
        await kill(server);
        // Longer than a server that closes would wait.
        await pause(4 * CLOSE_WAIT_MS);
        expect(isInFile("one")).toBe(false);
        expect(finishers()).toHaveLength(1);
        other.exec("ROLLBACK");
        other.close();
        await until(() => isInFile("one"), "it is in the file");
        await noFinisher();
      },
      LIMIT,
    );

    it(
      "brings nothing back into a folder that was deleted meanwhile",
      async () => {
        seedLarge();
        const server = await start();
        await create(server, "one");
        server.child.kill("SIGSTOP");
        expect(finishers()).toHaveLength(1);
        rmSync(bench.at(".memory"), { recursive: true, maxRetries: 20 });
        rmSync(bench.at());
        await kill(server);
        await noFinisher();
        expect(existsSync(bench.at(".memory"))).toBe(false);
      },
      LIMIT,
    );
  },
);

describe.skipIf(process.platform === "win32")("the finisher", () => {
  it(
    "is not there for reads, is a shell for a stream, and does nothing when nothing is pending",
    async () => {
      const server = await start();
      await server.call("read_graph", {});
      expect(finishers()).toEqual([]);
      for (let i = 0; i < 5; i++) await create(server, `s${i}`);
      expect(finishers()).toEqual([expect.stringMatching(/^\/bin\/sh /)]);
      await until(() => isInFile("s4"), "the stream is in the file");
      await server.call("read_graph", {});
      const { mtimeMs } = statSync(bench.at());
      await kill(server);
      await noFinisher();
      expect(statSync(bench.at()).mtimeMs).toBe(mtimeMs);
    },
    LIMIT,
  );

  it(
    "is gone with a server that leaves in peace",
    async () => {
      const server = await start();
      for (let i = 0; i < 5; i++) await create(server, `s${i}`);
      server.child.stdin?.end();
      expect(await server.ended).toBe(0);
      expect(isInFile("s4")).toBe(true);
      await noFinisher();
    },
    LIMIT,
  );
});
