// A disk that is full at every write, made with a limit on the size of files: whatever write it meets
// first, of whichever file, the answer is clear and nothing acknowledged is lost.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { parseSnapshot } from "../../../mcp-memory/parse-snapshot.ts";
import { builtProgram } from "../../run/built-program.ts";
import { workbench } from "../workbench.ts";

const LONG = process.env.SOLO_HQ_LONG === "1";
const bench = workbench({ onDisk: true });
const writer = await builtProgram(path.join(import.meta.dirname, "full-disk-writer.ts"));
const shell = "/bin/sh";

interface Said {
  acknowledged: string[];
  refused: { code: string; message: string }[];
}

/** Runs the writer with files bounded to so many blocks of 512 bytes. */
function write(file: string, blocks: number): Said {
  const { stdout, stderr, status } = spawnSync(
    shell,
    [
      "-c",
      'ulimit -f "$1" && shift && exec "$@"',
      "sh",
      String(blocks),
      process.execPath,
      writer,
      file,
    ],
    { encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const said: Said = { acknowledged: [], refused: [] };
  for (const line of stdout.split("\n").filter(Boolean)) {
    const { name, code, message } = JSON.parse(line);
    if (code === undefined) said.acknowledged.push(name);
    else said.refused.push({ code, message });
  }
  return said;
}

const seeded = (count: number) =>
  Array.from({ length: count }, (_, i) => `seed${i}`).map(
    (name) =>
      `{"type":"entity","name":"${name}","entityType":"note","observations":["${"x".repeat(200)}"]}\n`,
  );

it.skipIf(!existsSync(shell) || process.platform === "win32")(
  "a disk that is full at any write costs a clear answer, and nothing that was acknowledged",
  async () => {
    const codes = new Set<string>();
    let refusals = 0;
    // From a limit that stops the first page of the database to one that stops nothing.
    for (let blocks = 2; blocks <= 1_200; blocks = Math.ceil(blocks * (LONG ? 1.04 : 1.5)) + 1) {
      const file = bench.at(`full-${blocks}.jsonl`);
      writeFileSync(file, `${seeded(60).join("")}torn {\n`);
      const before = readFileSync(file);
      const { acknowledged, refused } = write(file, blocks);
      refusals += refused.length;
      for (const { code, message } of refused) {
        codes.add(code);
        expect(message).toMatch(/^Cannot /);
      }
      const left = readFileSync(file);
      // As it was, or whole.
      if (!left.equals(before)) expect(parseSnapshot(left).needsRewrite, `${blocks}`).toBe(false);
      const store = await bench.open(file);
      const names = (await store.readGraph()).entities.map(({ name }) => name);
      await store.checkpoint();
      await store.close();
      expect(
        acknowledged.filter((name) => !names.includes(name)),
        `with files of at most ${blocks * 512} bytes`,
      ).toEqual([]);
      expect(names.filter((name) => name.startsWith("seed"))).toHaveLength(60);
      // A call is there as a whole or not at all, refused ones not at all.
      const calls = new Set(
        names.filter((name) => name.startsWith("call")).map((one) => one.slice(0, -2)),
      );
      for (const call of calls) {
        expect(names.filter((name) => name.startsWith(`${call}.`))).toHaveLength(2);
        expect(acknowledged).toContain(`${call}.a`);
      }
      const quarantine = bench.at(`.memory/full-${blocks}.jsonl/quarantine.jsonl`);
      expect(readFileSync(quarantine, "utf8")).toContain('"text":"torn {"');
    }
    expect(refusals).toBeGreaterThan(0);
    expect([...codes].filter((code) => !CLEAR.includes(code))).toEqual([]);
  },
  LONG ? 1_200_000 : 120_000,
);

const CLEAR = ["disk-full", "write-failed", "read-only"];
