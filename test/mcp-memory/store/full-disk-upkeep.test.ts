// Repair and redact with a limit on the size of files, at every size: all of it or nothing.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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

it.skipIf(!existsSync(shell) || process.platform === "win32")(
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
        const limited = 'ulimit -f "$1" && shift && exec "$@"';
        const command = [String(blocks), process.execPath, child];
        const args = [...command, path.join(folder, "memory.jsonl"), work];
        const said = spawnSync(shell, ["-c", limited, "sh", ...args], { encoding: "utf8" }).stdout;
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
