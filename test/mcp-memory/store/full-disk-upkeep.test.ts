// Repair and redact with a limit on the size of files, at every size: all of it or nothing, or a clear
// word on what is done and what is not.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { formatEntity } from "../../../mcp-memory/jsonl.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();
const child = path.join(import.meta.dirname, "full-disk-upkeep.ts");
const shell = "/bin/sh";

/** A memory whose quarantine and whole copy are larger than any file that the work needs besides. */
async function damaged(folder: string): Promise<void> {
  mkdirSync(folder);
  const bad = Array.from({ length: 400 }, (_, i) => `bad secret word ${i} ${"x".repeat(200)}`);
  const good = formatEntity({ name: "a", entityType: "n", observations: ["y"], extra: null });
  writeFileSync(path.join(folder, "memory.jsonl"), `${bad.join("\n")}\n${good}\n`);
  await (await bench.open(path.join(folder, "memory.jsonl"))).close();
}

const limitedIt = it.skipIf(!existsSync(shell) || process.platform === "win32");

/** Repairs or redacts with files bounded to so many blocks of 512 bytes; returns what was said. */
function upkeep(folder: string, work: string, blocks: number): string {
  const limited = 'ulimit -f "$1" && shift && exec "$@"';
  const command = [String(blocks), process.execPath, child];
  const args = [...command, path.join(folder, "memory.jsonl"), work];
  return spawnSync(shell, ["-c", limited, "sh", ...args], { encoding: "utf8" }).stdout;
}

limitedIt(
  "on a full disk repair and redact change all of the quarantine or nothing of it",
  async () => {
    const model = bench.at("model");
    await damaged(model);
    const quarantineOf = (folder: string, end = "") =>
      path.join(folder, ".memory", "memory.jsonl", `quarantine${end}.jsonl`);
    const before = readFileSync(quarantineOf(model), "utf8");
    const lines = before.split("\n").filter(Boolean);
    const ended = { refused: 0, done: 0 };
    for (const work of ["redact", "repair"]) {
      for (let blocks = 100; blocks <= 600; blocks += 100) {
        const folder = bench.at(`${work}-${blocks}`);
        cpSync(model, folder, { recursive: true });
        const said = upkeep(folder, work, blocks);
        const after = readFileSync(quarantineOf(folder), "utf8");
        if (said !== "done") {
          ended.refused += 1;
          expect(said).toMatch(/^Cannot .*Nothing was changed/);
          expect(after, said).toBe(before);
          continue;
        }
        ended.done += 1;
        if (work === "redact") {
          expect(after).not.toContain("secret word");
          expect(after.split("\n").filter(Boolean)).toHaveLength(lines.length);
        } else {
          expect(after).toBe("");
          expect(readFileSync(quarantineOf(folder, ".settled"), "utf8")).toBe(before);
        }
      }
    }
    expect(ended.refused).toBeGreaterThan(1);
    expect(ended.done).toBeGreaterThan(1);
  },
  120_000,
);

/** Blocks of 512 bytes that hold every small file of a memory and not 2,000 entities. */
const FEW_BLOCKS = 2_000;
const NO_LIMIT = 1_000_000;

/** A memory that is larger than `FEW_BLOCKS` in its file, or only in its database. */
async function large(folder: string, where: "file" | "database"): Promise<void> {
  mkdirSync(folder);
  const store = await bench.open(path.join(folder, "memory.jsonl"));
  const names = Array.from({ length: 1_000 }, (_, i) => `note${i}`);
  const observations = ["x".repeat(1_500)];
  await store.createEntities(names.map((name) => ({ name, entityType: "note", observations })));
  await store.createEntities([
    { name: "it", entityType: "note", observations: ["holds secret word"] },
  ]);
  if (where === "database") await store.deleteEntities(names);
  await store.close();
}

/** Files under the folder that hold the text. */
function holding(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

limitedIt.each([
  { where: "file", left: "Not done: memory.jsonl; pages of graph.db" },
  { where: "database", left: "Not done: pages of graph.db" },
] as const)(
  "a redaction that the disk stops at the $where says what is done and what is not, and again finishes it",
  async ({ where, left }) => {
    const folder = bench.at(where);
    await large(folder, where);
    const said = upkeep(folder, "redact", FEW_BLOCKS);
    expect(said).toMatch(/^Cannot finish the redaction: /);
    expect(said).toContain("Done: graph, log and archive; damaged pieces");
    expect(said).toContain(left);
    expect(said).not.toContain("Nothing was changed");
    const store = await bench.open(path.join(folder, "memory.jsonl"));
    expect((await store.openNodes(["it"])).entities[0]?.observations).toEqual(["holds [redacted]"]);
    await store.close();
    expect(upkeep(folder, "redact", NO_LIMIT)).toBe("done");
    expect(holding(folder, "secret word")).toEqual([]);
  },
);

limitedIt("a full disk leaves no torn piece in the quarantine", async () => {
  const folder = bench.at("torn");
  mkdirSync(folder);
  const file = path.join(folder, "memory.jsonl");
  const quarantine = path.join(folder, ".memory", "memory.jsonl", "quarantine.jsonl");
  const bad = Array.from({ length: 2_000 }, (_, i) => `bad ${i} ${"x".repeat(200)}`);
  const good = formatEntity({ name: "a", entityType: "n", observations: ["y"], extra: null });
  writeFileSync(file, `${bad.join("\n")}\n${good}\n`);
  // The whole copy fits, the quarantine with what it says of each piece does not.
  upkeep(folder, "repair", 1_000);
  expect(readdirSync(path.dirname(quarantine)).join()).toContain("as-found-");
  expect(readFileSync(quarantine, "utf8")).toBe("");
  const store = await bench.open(file);
  const pieces = (await store.upkeep.repairs()).filter(({ kind }) => kind === "damaged-piece");
  expect(pieces).toHaveLength(2_000);
  expect(JSON.stringify(pieces)).not.toContain("torn while");
});

it("a .gitignore that a full disk left empty is written at the next start", async () => {
  await (await bench.open()).close();
  const ignore = bench.at(".memory/.gitignore");
  truncateSync(ignore);
  await (await bench.open()).close();
  expect(readFileSync(ignore, "utf8")).toBe("*\n");
});

it("a repair whose files cannot be moved away says what is done and what is not, and again finishes it", async () => {
  writeFileSync(
    bench.at(),
    `bad\n${formatEntity({ name: "a", entityType: "n", observations: [], extra: null })}\n`,
  );
  const store = await bench.open();
  const copy = (await store.upkeep.repairs()).find(({ kind }) => kind === "whole-copy");
  const folder = bench.at(".memory/memory.jsonl");
  const name = readdirSync(folder).find((one) => one.startsWith("as-found-"));
  mkdirSync(path.join(folder, `settled-${name}`, "in the way"), { recursive: true });
  const failure = store.upkeep.repair();
  await expect(failure).rejects.toThrow(
    /^Cannot finish the repair: .* Not done: .*whole-copy|copy-/,
  );
  await expect(failure).rejects.not.toThrow("Nothing was changed");
  expect(copy).toBeDefined();
  rmSync(path.join(folder, `settled-${name}`), { recursive: true });
  await store.upkeep.repair();
  expect(await store.upkeep.repairs()).toEqual([]);
});
