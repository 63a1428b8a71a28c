/** No answer that a department gets of our own tools is longer than a client hands to its model. */
import { expect, it } from "vitest";
import { ANSWER_BYTES, bytesOf, shortened } from "../../../mcp-memory/tools/answer-size.ts";
import { openMemoryDesk, type Told } from "../memory-desk.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();

function expectToFit({ isError, text, value }: Told): void {
  expect(isError, text.slice(0, 300)).toBe(false);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(ANSWER_BYTES);
  expect(bytesOf(value)).toBeLessThanOrEqual(ANSWER_BYTES);
}

/** Names and texts as long as the memory takes them, in letters of three bytes. */
const LONG = (length: number, at: number) => `${"貸".repeat(length - 6)}${100_000 + at}`;

it("holds for recall, whatever is asked for and however long names and texts are", async () => {
  const memory = await openMemoryDesk(bench);
  const names = Array.from({ length: 60 }, (_, at) => LONG(at < 20 ? 1_000 : 100, at));
  await memory.call("create_entities", {
    entities: names.map((name, at) => ({
      name,
      entityType: LONG(40, at),
      observations: [`lighthouse ${LONG(3_000, at)}`, "lighthouse two", "lighthouse three"],
    })),
  });
  await memory.call("create_relations", {
    relations: names.slice(1).map((to) => ({ from: names[0], to, relationType: LONG(150, 1) })),
  });
  const seen: string[] = [];
  let cursor: unknown;
  for (let page = 0; page < 100; page++) {
    const more = cursor === undefined ? {} : { cursor };
    const told = await memory.call("recall", {
      query: "lighthouse",
      budgetTokens: 20_000,
      ...more,
    });
    expectToFit(told);
    const { results, nextCursor } = told.value as {
      results: { name: string }[];
      nextCursor: string | null;
    };
    seen.push(...results.map(({ name }) => name));
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  expect(seen).toHaveLength(60);
  expectToFit(await memory.call("recall", { query: "zebra giraffe okapi ".repeat(100) }));
});

it("holds for the overview and for what retention lists", async () => {
  const memory = await openMemoryDesk(bench);
  const entity = (entityType: string, name: string, at: number) => ({
    name,
    entityType,
    observations: [`Decision: ${LONG(400, at)}`, `Summary: ${LONG(400, at)}`],
  });
  const all = Array.from({ length: 60 }, (_, at) => [
    entity("decision", `decision:2026-11-01:${"x".repeat(400)}-${at}`, at),
    entity("deadline", `deadline:${"y".repeat(400)}-${at}:2026-12-01`, at),
    entity("scan", `scan:2026-01-01:${LONG(900, at)}`, at),
    entity(LONG(150, at), `n${at}`, at),
  ]);
  for (const entities of all) {
    const { isError, text } = await memory.call("create_entities", { entities });
    expect(isError, text).toBe(false);
  }
  expectToFit(await memory.call("memory_overview", {}));
  const told = await memory.call("apply_retention", {});
  expectToFit(told);
  const { count, expired, note } = told.value as {
    count: number;
    expired: object[];
    note: string;
  };
  expect(count).toBe(60);
  expect(note).toContain(`${60 - expired.length} more are not listed.`);
  expectToFit(await memory.call("memory_health", {}));
});

it("shortens long texts first, keeps every field, and leaves alone what fits", () => {
  const record = { id: "T-001", title: "t".repeat(3_000), was: Array(500).fill("2026-11-20") };
  expect(shortened(record, 20_000)).toBe(record);
  const short = shortened(record, 1_000);
  expect(bytesOf(short)).toBeLessThanOrEqual(1_000);
  expect(short.id).toBe("T-001");
  expect(short.title).toMatch(/^t+…$/);
  expect(short.was.length).toBeGreaterThan(10);
  expect(bytesOf(shortened({ text: "貸".repeat(9_000) }, 100))).toBeLessThanOrEqual(100);
});
