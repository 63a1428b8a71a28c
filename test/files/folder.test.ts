import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "../../files/folder.ts";

let place = "";
let root = "";

beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), "hq-folder-"));
  root = path.join(place, "company");
  mkdirSync(path.join(root, "Marketing"), { recursive: true });
});

afterEach(() => rmSync(place, { recursive: true }));

describe("a folder of the company", () => {
  it("is made with those above it, and once only", async () => {
    expect(await makeFolder(root, ["Marketing", "launch", "farol"])).toBe(true);
    expect(existsSync(path.join(root, "Marketing", "launch", "farol"))).toBe(true);
    expect(await makeFolder(root, ["Marketing", "launch", "farol"])).toBe(false);
    expect(await makeFolder(root, ["Marketing", "launch"])).toBe(false);
  });

  it("is made by ten calls at once without an error", async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, () => makeFolder(root, ["Marketing", "a", "b"])),
    );
    expect(made).toHaveLength(10);
    expect(existsSync(path.join(root, "Marketing", "a", "b"))).toBe(true);
  });

  it("is not made through a link, inside or out, also one to nothing", async () => {
    const outside = path.join(place, "outside");
    mkdirSync(outside);
    symlinkSync(outside, path.join(root, "Marketing", "pictures"));
    symlinkSync("../Founder", path.join(root, "Marketing", "inside"));
    symlinkSync("nowhere", path.join(root, "Marketing", "gone"));
    for (const name of ["pictures", "inside", "gone"]) {
      await expect(makeFolder(root, ["Marketing", name, "x"])).rejects.toMatchObject({
        code: "wrong-state",
        message: expect.stringContaining(`Marketing/${name}: it is a link`) as string,
      });
    }
    symlinkSync(outside, path.join(root, "Founder"));
    await expect(makeFolder(root, ["Founder", "2026"])).rejects.toThrow("Founder: it is a link");
    expect(readdirSync(outside)).toEqual([]);
  });

  it("is not made where a file stands, nor beside the same name in another case", async () => {
    writeFileSync(path.join(root, "Marketing", "ideas.md"), "# Ideas\n");
    mkdirSync(path.join(root, "Marketing", "Março"));
    const make = (name: string) => makeFolder(root, ["Marketing", name, "x"]);
    await expect(make("ideas.md")).rejects.toThrow("there is a file of that name");
    await expect(make("MARÇO")).rejects.toThrow('there is "Março" already');
    await expect(make("Março".normalize("NFD"))).rejects.toThrow('there is "Março" already');
    expect(readdirSync(path.join(root, "Marketing")).sort()).toEqual(["Março", "ideas.md"]);
  });
});
