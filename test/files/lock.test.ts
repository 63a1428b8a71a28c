import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "../../files/lock.ts";

let folder: string;
let lock: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "solo-hq-lock-"));
  lock = path.join(folder, ".hq", "board.lock");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the lock", () => {
  it("lets one in after the other, and leaves nothing behind", async () => {
    const file = path.join(folder, "count");
    await writeFile(file, "0");
    const add = () =>
      withLock(lock, async () => {
        const count = Number(await readFile(file, "utf8"));
        await writeFile(file, String(count + 1));
      });
    await Promise.all(Array.from({ length: 10 }, add));
    expect(await readFile(file, "utf8")).toBe("10");
    expect(await readdir(path.dirname(lock))).toEqual([]);
  });

  it("is given back when the work fails", async () => {
    await expect(withLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(lock)).toBe(false);
  });

  it("of a process that was killed is taken away", async () => {
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    await mkdir(path.dirname(lock));
    await writeFile(lock, `${gone}\n`);
    expect(await withLock(lock, () => Promise.resolve("done"))).toBe("done");
    expect(await readdir(path.dirname(lock))).toEqual([]);
  });

  it("of a living process is waited for, and then named", async () => {
    await mkdir(path.dirname(lock));
    await writeFile(lock, `${process.pid}\n`);
    await expect(withLock(lock, () => Promise.resolve(), { attempts: 1 })).rejects.toMatchObject({
      code: "write-failed",
      message: expect.stringContaining(`process ${process.pid} holds`),
    });
    expect(existsSync(lock)).toBe(true);
  });

  it("is done without where it cannot be made", async () => {
    await writeFile(path.join(folder, ".hq"), "a file in its place");
    expect(await withLock(lock, () => Promise.resolve("done"))).toBe("done");
  });
});
