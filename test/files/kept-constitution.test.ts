import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { keepConstitution, readKeptConstitution } from "../../files/kept-constitution.ts";

const REPOSITORY = path.join(import.meta.dirname, "../..");
const PAGE = ".github/copilot-instructions.md";
const KIT = readFileSync(path.join(REPOSITORY, PAGE), "utf8");
const SAMPLE = readFileSync(path.join(REPOSITORY, "examples/mare", PAGE), "utf8");
// With findings in it.
const WRONG = SAMPLE.replaceAll("| once |", "| whenever |");

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "hq guarda "));
  mkdirSync(path.join(root, ".hq"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (text: string) => parseConstitution(text, PAGE);
const file = () => path.join(root, ".hq", "constitution.json");

it.each([
  ["the kit's", KIT],
  ["the sample's", SAMPLE],
  ["one with mistakes", WRONG],
])("comes back as it was read: %s", async (_, text) => {
  const place = { root, text, build: "b" };
  await keepConstitution(place, read(text));
  expect(await readKeptConstitution(place)).toEqual(read(text));
});

it("is not that of another page, of other programs, or of a file that is damaged", async () => {
  const place = { root, text: SAMPLE, build: "b" };
  await keepConstitution(place, read(SAMPLE));
  expect(await readKeptConstitution({ ...place, text: `${SAMPLE} ` })).toBeNull();
  expect(await readKeptConstitution({ ...place, build: "c" })).toBeNull();
  expect(await readKeptConstitution({ ...place, build: null })).toBeNull();
  writeFileSync(file(), readFileSync(file(), "utf8").slice(0, 500));
  expect(await readKeptConstitution(place)).toBeNull();
});

it("makes no folder where there is no record, and is no failure where it cannot be written", async () => {
  const place = { root, text: SAMPLE, build: "b" };
  mkdirSync(file());
  await keepConstitution(place, read(SAMPLE));
  expect(await readKeptConstitution(place)).toBeNull();
  rmSync(path.join(root, ".hq"), { recursive: true });
  await keepConstitution(place, read(SAMPLE));
  expect(existsSync(path.join(root, ".hq"))).toBe(false);
});

it("stands beside the memory's database where there is no record, and is read from there", async () => {
  rmSync(path.join(root, ".hq"), { recursive: true });
  mkdirSync(path.join(root, ".memory"));
  const place = { root, text: SAMPLE, build: "b" };
  await keepConstitution(place, read(SAMPLE));
  expect(existsSync(path.join(root, ".memory", "constitution.json"))).toBe(true);
  expect(await readKeptConstitution(place)).toEqual(read(SAMPLE));
});
