/**
 * VS Code converts a model's null before the server sees it: 0, "" or false. For no field of any tool
 * may that do more than leaving the field out.
 */
import { afterEach, describe, expect, it } from "vitest";
import { type Field, fieldsOf, withoutField, withValue } from "../mcp-memory/listed-schemas.ts";
import { ask } from "../office/reviews/office.ts";
import { type Counter, openCounter, type Said } from "./counter.ts";

const DRAFT = { draft: "Almadrava is secure by default." };
const VERDICT = { reviewId: "R-1", reviewer: "lawyer", verdict: "CONCERNS", reasons: ["No test."] };

/** Right calls of each tool, of board_update one of each action. */
const CALLS: Record<string, object[]> = {
  standup_brief: [{}],
  board_list: [{}, { section: "Now" }],
  board_update: [
    { action: "add", by: "coo", title: "Answer the shop in Sines" },
    { action: "move", by: "coo", id: "T-036", section: "Now" },
    { action: "done", by: "coo", id: "T-033" },
    { action: "due", by: "coo", id: "T-031", due: "2026-11-25" },
    { action: "due", by: "coo", id: "T-018", due: "none", rootCause: "nobody is liable" },
    { action: "edit", by: "coo", id: "T-037", title: "Newsletter on exports" },
    { action: "drop", by: "coo", id: "T-021", reason: "no shop in France" },
  ],
  company_facts: [{}],
  request_review: [ask()],
  submit_verdict: [VERDICT],
  check_draft: [DRAFT, { ...DRAFT, channel: "x" }],
  check_filing: [{ filing: "## IVA payment, due 2027-02-25" }],
  list_open_work: [{ agent: "marketing" }],
  outside_signals: [{ agent: "coo" }],
  report_gap: [{ from: "cto", doing: "A restore drill", gap: "No skill says who is called." }],
  list_patterns: [{}, { since: "2026-10-01" }],
  propose_change: [
    {
      ...{ by: "improver", lessons: ["lesson:2026-10-02:old-customer-count"] },
      ...{ effect: "Posts take prices from memory.", check: "No old price in 30 days." },
      suggests: "| prices | cfo |",
    },
  ],
  make_folder: [{ by: "marketing", path: "Marketing/launch" }],
};

/** Required, and may all the same say nothing: the reviewer is then told that there is no context. */
const MAY_BE_EMPTY = ["request_review.context"];

const open: Counter[] = [];

afterEach(async () => {
  for (const counter of open.splice(0)) await counter.close();
});

async function counter(): Promise<Counter> {
  const opened = await openCounter();
  open.push(opened);
  return opened;
}

interface Outcome extends Said {
  board: string;
  reviews: unknown;
}

/** One call in a company of its own, where the lawyer has been asked something already. */
async function outcomeOf(tool: string, args: object): Promise<Outcome> {
  const company = await counter();
  if (tool === "submit_verdict") await company.call("request_review", ask());
  const said = await company.call(tool, args);
  const { value } = await company.call("list_open_work", { agent: "marketing" });
  return { ...said, board: await company.read("BOARD.md"), reviews: value };
}

const nameOf = ({ tool, path }: Field) => [tool, ...path].join(".").replaceAll(".0", "[]");

const company = await openCounter();
const tools = await company.listTools();
await company.close();
const fields = tools.flatMap(fieldsOf);
const cases = (isOptional: boolean) =>
  fields
    .filter((field) => field.isOptional === isOptional)
    .map((field) => ({ name: nameOf(field), field }));

it("looks at every tool that is offered", () => {
  expect(Object.keys(CALLS).sort()).toEqual(tools.map(({ name }) => name).sort());
  expect(cases(true).map(({ name }) => name)).toContain("request_review.callChain[]");
});

describe("an optional field that was null", () => {
  it.each(cases(true))("does no more than one that was left out: $name", async ({ field }) => {
    for (const call of CALLS[field.tool] ?? []) {
      const bare = withoutField(call, field.path);
      const without = await outcomeOf(field.tool, bare);
      const args = withValue(bare, field.path, field.converted) as object;
      const converted = await outcomeOf(field.tool, args);
      if (converted.isError) {
        const untouched = await outcomeOf(field.tool, { nothing: "known" });
        expect([converted.board, converted.reviews]).toEqual([untouched.board, untouched.reviews]);
        // What would be fine without it says which field it is about.
        if (!without.isError) expect(converted.text).toContain(String(field.path[0]));
      } else expect(converted).toEqual(without);
    }
  });
});

describe("a required field that was null", () => {
  it.each(cases(false).filter(({ name }) => !MAY_BE_EMPTY.includes(name)))(
    "is refused in words: $name",
    async ({ field }) => {
      const [call = {}] = CALLS[field.tool] ?? [];
      const args = withValue(call, field.path, field.converted) as object;
      const { isError, text } = await outcomeOf(field.tool, args);
      expect(isError).toBe(true);
      expect(text).toMatch(/empty|no such|there is no|expected|no reason in words|not ""/);
    },
  );
});
