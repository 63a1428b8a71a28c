import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readText, TEXT_LIMIT_BYTES, writeText } from "../../files/text.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "solo hq tèxt-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("reading a text", () => {
  it("gives the text as it stands, with byte order mark and line endings", async () => {
    const file = path.join(folder, "a.md");
    await writeFile(file, "\ufeffolá\r\nmundo");
    expect(await readText(file)).toBe("\ufeffolá\r\nmundo");
  });

  it("gives null when there is no file, also below a file", async () => {
    const file = path.join(folder, "a.md");
    await writeFile(file, "x");
    expect(await readText(path.join(folder, "none.md"))).toBeNull();
    expect(await readText(path.join(file, "below.md"))).toBeNull();
  });

  it.each([
    ["bytes that are not UTF-8", Buffer.from([0x23, 0xff, 0xfe, 0x41])],
    ["a NUL byte", Buffer.from("# a\0b")],
    ["more bytes than the limit", Buffer.alloc(TEXT_LIMIT_BYTES + 1, 0x61)],
  ])("refuses %s and names the file", async (_, bytes) => {
    const file = path.join(folder, "bad.md");
    await writeFile(file, bytes);
    await expect(readText(file)).rejects.toMatchObject({
      code: "unreadable-file",
      message: expect.stringContaining(file) as string,
    });
  });

  it("refuses a folder and a pipe instead of waiting on it", async () => {
    const pipe = path.join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    await expect(readText(folder)).rejects.toMatchObject({ code: "unreadable-file" });
    await expect(readText(pipe)).rejects.toMatchObject({ code: "unreadable-file" });
  });
});

describe("writing a text", () => {
  it("replaces the file and leaves no other file behind", async () => {
    const file = path.join(folder, "deep", "a.md");
    await writeText(file, "one");
    await writeText(file, "two");
    expect(await readFile(file, "utf8")).toBe("two");
    expect(await readdir(path.dirname(file))).toEqual(["a.md"]);
  });

  it("follows a symlink, so that the link stays", async () => {
    const target = path.join(folder, "target.md");
    const link = path.join(folder, "link.md");
    await writeFile(target, "one");
    await symlink(target, link);
    await writeText(link, "two");
    expect(await readFile(target, "utf8")).toBe("two");
  });

  it("leaves the old text and says so when a part of the path is a file", async () => {
    const file = path.join(folder, "a.md");
    await writeFile(file, "old");
    await expect(writeText(path.join(file, "b.md"), "new")).rejects.toMatchObject({
      code: "write-failed",
      message: expect.stringContaining("Nothing was changed") as string,
    });
    expect(await readFile(file, "utf8")).toBe("old");
  });

  it.skipIf(process.getuid?.() === 0)(
    "does not replace a file that is write-protected",
    async () => {
      const file = path.join(folder, "a.md");
      await writeFile(file, "old");
      await chmod(file, 0o444);
      await expect(writeText(file, "new")).rejects.toMatchObject({ code: "write-failed" });
      expect(await readFile(file, "utf8")).toBe("old");
    },
  );

  it("leaves the old text when the system refuses in the middle of a write", async () => {
    const file = path.join(folder, "a.md");
    await writeFile(file, "old");
    const module = path.join(import.meta.dirname, "..", "..", "files", "text.ts");
    const script = `
      process.on("SIGXFSZ", () => {});
      const { writeText } = await import(${JSON.stringify(module)});
      await writeText(${JSON.stringify(file)}, "x".repeat(200_000)).catch((e) => console.log(e.code));`;
    // A limit on the size of files stands for a full disk: it needs no disk of its own.
    const limited = `ulimit -f 64; exec "$0" --input-type=module -e "$1"`;
    const said = execFileSync("sh", ["-c", limited, process.execPath, script], {
      encoding: "utf8",
    });
    expect(said.trim()).toBe("write-failed");
    expect(await readFile(file, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["a.md"]);
  });
});
