/** A client hands its model nothing of a long answer: of a company of any size every page of every tool fits. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { StandupPlan } from "../../../company/standup/types.ts";
import { ANSWER_BYTES, bytesOf } from "../../../mcp-memory/tools/answer-size.ts";
import { ask } from "../../office/reviews/office.ts";
import { type Counter, openCounter } from "../counter.ts";
import { growLarge, LONG_TITLE } from "../large-company.ts";

// A board of a thousand tasks is walked through, page by page.
vi.setConfig({ testTimeout: 120_000 });

/** Each page reads all of them anew; the sizes of answers are asked at 10,000 in every-answer.test.ts. */
const FACTS = 3_000;

let counter: Counter;

beforeEach(async () => {
  counter = await openCounter();
});

afterEach(() => counter.close());

/** The answers of all pages, each looked at as the client does. */
async function allPages<T extends object>(tool: string, args: object = {}): Promise<T[]> {
  const pages: T[] = [];
  for (let page: number | undefined; ; ) {
    const said = await counter.call(tool, page === undefined ? args : { ...args, page });
    expect(said.isError, said.text.slice(0, 300)).toBe(false);
    expect(Buffer.byteLength(said.text)).toBeLessThanOrEqual(ANSWER_BYTES);
    expect(bytesOf(said.value)).toBeLessThanOrEqual(ANSWER_BYTES);
    pages.push(said.value as T);
    const { nextPage, more } = said.value as { nextPage: number | null; more: string | null };
    if (nextPage === null) return pages;
    expect(more).toContain(`Call ${tool} again with page ${nextPage}`);
    page = nextPage;
  }
}

type Brief = StandupPlan & { more: string | null };

it("the sample's plan has its day plan, duties and decisions on the first page", async () => {
  const pages = await allPages<Brief>("standup_brief");
  const plan = await counter.office.reader.readPlan();
  expect(bytesOf(plan)).toBeGreaterThan(ANSWER_BYTES);
  expect(pages[0]).toMatchObject({
    date: "2026-11-20",
    dayPlan: plan.dayPlan,
    obligations: plan.obligations,
    chronicTasks: plan.chronicTasks,
  });
  expect(pages[0]?.more).toMatch(/^Page 1 of 2; left out here: .* 1 changed\.decisions/);
});

it("the plan of a large company walks through everything exactly once", async () => {
  growLarge(counter.root, FACTS);
  const pages = await allPages<Brief>("standup_brief");
  const plan = await counter.office.reader.readPlan();
  expect(pages.length).toBeGreaterThan(2);
  expect(pages[0]?.dayPlan).toEqual(plan.dayPlan);
  for (const [key, whole] of Object.entries(plan) as [keyof StandupPlan, unknown][]) {
    if (key === "changed") continue;
    const parts = pages.map((page) => page[key] as unknown);
    if (Array.isArray(whole) && key !== "missing") expect(parts.flat()).toEqual(whole);
    else if (typeof whole === "object" && whole !== null && "count" in whole && "items" in whole) {
      expect(parts.flatMap((part) => (part as { items: unknown[] }).items)).toEqual(whole.items);
      const { count } = whole;
      for (const part of parts) expect(part).toMatchObject({ count });
    } else for (const part of parts) expect(part).toEqual(whole);
  }
  for (const kind of ["commits", "tasksDone", "decisions", "lessons", "facts"] as const) {
    const items: unknown[] = pages.flatMap(({ changed }) => changed[kind].items as unknown[]);
    expect(items).toEqual(plan.changed[kind].items);
  }
});

it("the board of a thousand tasks comes whole, and so does what is open for one department", async () => {
  growLarge(counter.root, FACTS);
  const board = await allPages<{ tasks: { id: string; title: string }[]; total: number }>(
    "board_list",
  );
  const ids = board.flatMap(({ tasks }) => tasks.map(({ id }) => id));
  expect(ids).toEqual(Array.from({ length: 1_000 }, (_, at) => `T-${100 + at}`));
  expect(board[0]?.total).toBe(1_000);
  expect(board[0]?.tasks[0]?.title).toBe(`${LONG_TITLE.repeat(4)}0`);
  const open = await allPages<{ tasks: object[]; notes: string[] }>("list_open_work", {
    agent: "marketing",
  });
  expect(open.flatMap(({ tasks }) => tasks)).toHaveLength(20);
  expect(open.flatMap(({ notes }) => notes)).toContain("980 more tasks are not listed.");
});

it("the facts of a company with a hundred products come whole", async () => {
  growLarge(counter.root, FACTS);
  const pages = await allPages<{ products: { name: string }[]; owners: object[] }>("company_facts");
  const names = pages.flatMap(({ products }) => products.map(({ name }) => name));
  expect(names.filter((name) => name.startsWith("Produto"))).toHaveLength(100);
  expect(new Set(names).size).toBe(names.length);
  expect(pages.flatMap(({ owners }) => owners)).toHaveLength(8);
});

it("a review of a long text reaches its reviewer, who reads it page by page from the record", async () => {
  const work = Array.from(
    { length: 200 },
    (_, at) => `Almadrava is secure by default, ${at}. ${LONG_TITLE}`,
  );
  work.push("x".repeat(9_000));
  const asked = await counter.call("request_review", ask({ work: work.join("\n") }));
  expect(asked.isError, asked.text).toBe(false);
  expect(bytesOf(asked.value)).toBeLessThanOrEqual(ANSWER_BYTES);
  const handed = String(asked.value.text);
  expect(handed).toContain("## Review request R-1");
  expect(handed).toContain('list_open_work with agent "lawyer" and reviewId "R-1"');
  const args = { agent: "lawyer", reviewId: "R-1" };
  const pages = await allPages<{ request: string | null; reviewsToAnswer: object[] }>(
    "list_open_work",
    args,
  );
  const read = pages.map(({ request }) => request ?? "").join("");
  const recorded = await counter.office.ledger.read(({ reviews }) => reviews.texts("R-1"));
  expect(read).toBe(recorded?.request);
  expect(read).toContain(work.join("\n"));
  expect(pages.flatMap(({ reviewsToAnswer }) => reviewsToAnswer)).toHaveLength(1);
});

it("a gap in long words, in letters of three bytes, still gives a request that arrives", async () => {
  const words = "貸".repeat(2_000);
  const gap = { from: "cto", doing: words, gap: words, suggestion: words };
  const { isError, text, value } = await counter.call("report_gap", gap);
  expect(isError, text).toBe(false);
  expect(bytesOf(value)).toBeLessThanOrEqual(ANSWER_BYTES);
  expect(await counter.remembered(String(value.lesson))).toContain(`Detail: ${words}`);
});
