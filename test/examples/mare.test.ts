import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseBoard } from "../../company/board/parse.ts";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { parseDrafts } from "../../company/drafts.ts";
import { parseLesson } from "../../company/lessons/lesson.ts";
import { parseOrigins, textKey } from "../../mcp-memory/origins.ts";

const KIT = path.join(import.meta.dirname, "../..");
const MARE = path.join(KIT, "examples/mare");
const CONSTITUTION = ".github/copilot-instructions.md";

interface EntityLine {
  type: "entity";
  name: string;
  entityType: string;
  observations: string[];
}
interface RelationLine {
  type: "relation";
  from: string;
  to: string;
  relationType: string;
}

const read = (file: string) => readFileSync(path.join(MARE, file), "utf8");
const lines = read("memory.jsonl")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line)) as (EntityLine | RelationLine)[];
const entities = lines.filter((line) => line.type === "entity");
const relations = lines.filter((line) => line.type === "relation");
const { origins, damaged } = parseOrigins(read("memory.origins.jsonl"));
const { constitution, findings } = parseConstitution(read(CONSTITUTION), CONSTITUTION);

describe("the sample company", () => {
  it("has a constitution, a board and drafts in which nothing is wrong", () => {
    expect(findings).toEqual([]);
    expect(parseBoard(read("BOARD.md"), "BOARD.md").findings).toEqual([]);
    const weeks = readdirSync(path.join(MARE, "Marketing/drafts"));
    expect(weeks).toEqual(["week-2026-W46.md", "week-2026-W47.md"]);
    for (const week of weeks) {
      expect(parseDrafts(read(`Marketing/drafts/${week}`), week).findings).toEqual([]);
    }
  });

  it("has the same sections as the kit's constitution", () => {
    const headings = (text: string) => text.match(/^## .*$/gm);
    const kit = readFileSync(path.join(KIT, CONSTITUTION), "utf8");
    expect(headings(read(CONSTITUTION))).toEqual(headings(kit));
  });

  it("knows when and by whom each thing in its memory was written", () => {
    expect(damaged).toEqual([]);
    expect([...origins.keys()]).toEqual(entities.map(({ name }) => name));
    for (const { name, observations } of entities) {
      const keys = new Set(observations.map(textKey));
      const strangers = [...(origins.get(name)?.observations.keys() ?? [])].filter(
        (key) => !keys.has(key),
      );
      expect(strangers, name).toEqual([]);
    }
  });

  it("has entities before relations, each name once, and no relation to nothing", () => {
    const names = new Set(entities.map(({ name }) => name));
    expect(names.size).toBe(entities.length);
    expect(lines.slice(0, entities.length).every(({ type }) => type === "entity")).toBe(true);
    for (const { from, to } of relations) {
      expect([from, to].filter((end) => !names.has(end))).toEqual([]);
    }
  });

  it("keeps the ownership of memory that its constitution sets", () => {
    const writers = new Map(
      constitution.memoryOwnership.map((rule) => [rule.entityType, rule.writers]),
    );
    for (const { name, entityType } of entities) {
      const allowed = writers.get(entityType) ?? [];
      const origin = origins.get(name);
      const authors = [origin, ...(origin?.observations.values() ?? [])].map(
        (one) => one?.by ?? "",
      );
      const wrong = authors.filter((by) => !allowed.includes("*") && !allowed.includes(by));
      expect(wrong, name).toEqual([]);
    }
  });

  it("has lessons in the one form of a lesson", () => {
    const lessons = entities.filter(({ entityType }) => entityType === "lesson");
    expect(lessons.length).toBeGreaterThan(5);
    for (const lesson of lessons) expect(parseLesson(lesson).kind, lesson.name).toBe("lesson");
  });

  it("names no month in words, which would not move with the dates", () => {
    const months =
      /\b(January|February|March|April|June|July|August|September|October|November|December)\b/;
    const files = readdirSync(MARE, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files) expect(readFileSync(file, "utf8"), file).not.toMatch(months);
  });
});
