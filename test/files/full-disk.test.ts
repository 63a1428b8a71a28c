import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { withLock } from "../../files/lock.ts";

/** As a full disk does: the name is there, the bytes are not. */
vi.mock(import("node:fs/promises"), async (load) => {
  const real = await load();
  const writeFile: typeof real.writeFile = async (file, _data, options) => {
    await real.writeFile(file, "", options);
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  };
  return { ...real, writeFile };
});

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "solo-hq-full-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it("does no work without a lock when the disk is full, and leaves nothing behind", async () => {
  const work = vi.fn(() => Promise.resolve());
  await expect(withLock(path.join(folder, "board.lock"), work)).rejects.toMatchObject({
    code: "write-failed",
    hint: expect.stringContaining("Make room"),
  });
  expect(work).not.toHaveBeenCalled();
  expect(await readdir(folder)).toEqual([]);
});
