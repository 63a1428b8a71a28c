import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readWhole } from "../../files/whole-file.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "solo hq whole-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it("gives every byte of a file that is as large as it may be, and refuses one byte more", async () => {
  const file = path.join(folder, "a.jsonl");
  const bytes = Buffer.from([0x00, 0xff, 0x0a, 0x7b]);
  await writeFile(file, bytes);
  expect(await readWhole(file, 4)).toEqual(bytes);
  await expect(readWhole(file, 3)).rejects.toThrow("4 bytes (the limit is 3)");
});

it.skipIf(process.platform === "win32")(
  "counts what a pipe brings, which has no size",
  async () => {
    const pipe = path.join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const bring = (count: number) =>
      spawn("sh", ["-c", `head -c ${count} /dev/zero > "$1"`, "sh", pipe], { stdio: "ignore" });
    bring(100);
    expect(await readWhole(pipe, 100)).toHaveLength(100);
    bring(101);
    await expect(readWhole(pipe, 100)).rejects.toThrow("more than 100 bytes");
  },
);
