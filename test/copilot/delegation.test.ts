/** A department that is handed work has its own tools, as long as no other subagent started it. */
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readFrontMatter } from "../../company/kit/front-matter.ts";
import type { Asked, Reply, ToolCall } from "../../office/evals/conversation.ts";
import { failedCalls, type Office, openOffice } from "./office.ts";
import { handTo, isPrompted } from "./script.ts";

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

const AT_WORK = "MARKETING-AT-WORK";
const COORDINATE = "COO-AT-WORK";
const isMarketing = (turn: Asked) => isPrompted(turn, AT_WORK);

/** What the client calls the tools that marketing's page lists. */
function listed(): string[] {
  const front = readFrontMatter(office.read(".github/agents/marketing.agent.md"));
  const tools = front.kind === "fields" ? (front.data.tools as string[]) : [];
  return [
    // Only a run of hq run is offered these.
    ...tools
      .filter((tool) => tool.includes("/") && !/\/(finish_run|hand_over)$/.test(tool))
      .map((tool) => tool.replace("/", "-")),
    "edit",
    "create",
  ];
}

const writeDraft = (file: string): ToolCall => ({
  name: "create",
  args: { path: path.join(office.root, file), file_text: "# Notes\n" },
});

it.each([
  ["the client's own agent", []],
  ["the coo", ["--agent", "coo"]],
])("marketing has all its tools when %s hands work to it, and writes", async (who, args) => {
  const file = `Marketing/from-${args.length}.md`;
  const run = await office.run([...args, "-p", "Go on.", "--allow-all-tools"], (turn): Reply => {
    if (turn.results.length > 0) return `${who} is done`;
    if (!isMarketing(turn)) return [handTo("marketing", AT_WORK)];
    return [writeDraft(file), { name: "company-check_draft", args: { draft: "We are live." } }];
  });
  expect(run.code, run.stderr).toBe(0);
  expect(failedCalls(run)).toEqual([]);
  expect(run.asked.find(isMarketing)?.tools).toEqual(expect.arrayContaining(listed()));
  expect(office.read(file)).toBe("# Notes\n");
});

it("a coo that is a subagent would take tools away from marketing, and its page says to leave that", async () => {
  const run = await office.run(["-p", "Go on.", "--allow-all-tools"], (turn): Reply => {
    if (turn.results.length > 0 || isMarketing(turn)) return "done";
    return [
      isPrompted(turn, COORDINATE) ? handTo("marketing", AT_WORK) : handTo("coo", COORDINATE),
    ];
  });
  // When the client no longer does this the rule may go from the pages.
  const has = run.asked.find(isMarketing)?.tools ?? [];
  expect(listed().filter((tool) => !has.includes(tool))).toEqual(
    expect.arrayContaining(["edit", "create", "company-check_draft"]),
  );
  const coo = run.asked.find((turn) => isPrompted(turn, COORDINATE));
  expect(coo?.system).toMatch(/A subagent starts no other/);
  const [first] = run.asked;
  const told = [first?.system, ...(first?.messages ?? []).map(({ content }) => content)].join("\n");
  expect(told).toContain("A subagent starts no other");
});
