/** Folders for departments that write files: each in its own, and none beyond the guard's walls. */
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Counter, openCounter } from "../counter.ts";

let counter: Counter;

beforeEach(async () => {
  counter = await openCounter();
});

afterEach(() => counter.close());

const make = (by: string, folder: string) => counter.call("make_folder", { by, path: folder });
const isThere = (folder: string) => existsSync(path.join(counter.root, folder));

/** Every folder of the company, so that nothing was made anywhere. */
const folders = () =>
  readdirSync(counter.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));

describe("make_folder", () => {
  it.each([
    ["improver", ".github/skills/invoice-chasing"],
    ["improver", "docs/procedures"],
    ["marketing", "Marketing/launch/farol"],
    ["accountant", "Founder/2026"],
    ["Accountant ", "Founder/2026"],
  ])("makes what the page of %s allows: %s", async (by, folder) => {
    expect(await make(by, folder)).toMatchObject({ isError: false, value: { folder, made: true } });
    expect(isThere(folder)).toBe(true);
    expect((await make(by, folder)).value).toEqual({ folder, made: false });
  });

  it.each([
    ["marketing", "Founder/2026", "expected Marketing, or a folder below it"],
    ["marketing", "marketing/launch", "spelled so"],
    ["marketing", "Marketing/../.github/hooks/x", 'the name ".."'],
    ["accountant", "Marketing/launch", "expected Founder"],
    ["improver", ".github/hooks/more", "expected .github/agents or"],
    ["improver", ".github", "expected .github/agents or"],
    ["improver", ".hq/seen/x", "expected .github/agents or"],
    ["improver", "AGENTS.md/x", "expected .github/agents or"],
    ["improver", "docs/.github/hooks", 'the name ".github"'],
    ["lawyer", "Founder/contracts", "lawyer writes no files"],
    ["coo", "Marketing/launch", "coo writes no files"],
    ["nobody", "Marketing/launch", "there is no such department"],
    ["founder", "Marketing/launch", "there is no such department"],
    ["__proto__", "Marketing/launch", "there is no such department"],
    ["", "Marketing/launch", "there is no such department"],
  ])("refuses %s the folder %j", async (by, folder, reason) => {
    const before = folders();
    const { isError, text } = await make(by, folder);
    expect(isError).toBe(true);
    expect(text).toContain(reason);
    expect(text).toContain("Nothing was changed.");
    expect(folders()).toEqual(before);
  });

  it("makes none in what the constitution protects", async () => {
    const page = ".github/copilot-instructions.md";
    const rows = "| Founder/contracts/** |\n| Marketing/*/signed |\n";
    await counter.write(page, (await counter.read(page)).replace("| BOARD.md |\n", `$&${rows}`));
    for (const [by, folder] of [
      ["accountant", "Founder/contracts"],
      ["accountant", "Founder/contracts/2026"],
      ["accountant", "Founder/Contracts/2026"],
      ["marketing", "Marketing/launch/signed/x"],
    ] as const) {
      expect((await make(by, folder)).text, folder).toMatch(
        /is protected.*Leave it to the founder/,
      );
      expect(isThere(folder), folder).toBe(false);
    }
    expect((await make("marketing", "Marketing/launch/open")).isError).toBe(false);
  });

  it("makes none where a link leads", async () => {
    mkdirSync(path.join(counter.root, ".github", "hooks"), { recursive: true });
    symlinkSync("../.github/hooks", path.join(counter.root, "Marketing", "pictures"));
    const { text } = await make("marketing", "Marketing/pictures/x");
    expect(text).toContain("Marketing/pictures: it is a link");
    expect(isThere(".github/hooks/x")).toBe(false);
  });

  it("knows in a headless run whose it is", async () => {
    await counter.close();
    counter = await openCounter({ HQ_AGENT: "marketing" });
    expect((await make("accountant", "Founder/2026")).text).toContain("this run is marketing's");
    expect(isThere("Founder/2026")).toBe(false);
    expect((await make("marketing", "Marketing/launch")).isError).toBe(false);
  });
});
