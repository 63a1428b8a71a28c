// Forms of task lists as public tools write them (Obsidian Tasks, Dataview, todo.md, todo.txt, TaskMark): each
// was labelled before it was tried. What can only mean one thing is read; the rest is told; nothing is lost.
import { describe, expect, test } from "vitest";
import { parseBoard } from "../../../company/board/parse.ts";
import { boardUpdate } from "../../../company/board/update.ts";

const DEPARTMENTS = ["ceo", "cfo", "coo", "cto", "marketing"];
const TODAY = "2026-11-20";

function read(text: string) {
  return parseBoard(`## Now\n\n- [ ] T-001 ${text}\n`, "BOARD.md", DEPARTMENTS);
}

const READ: [string, string | null, string | null][] = [
  ["Call the bank [due:: 2026-12-05]", "2026-12-05", null],
  ["Call the bank [owner:: cfo] [due:: 2026-12-05]", "2026-12-05", "cfo"],
  ["Call the bank (due:: 2026-12-05)", "2026-12-05", null],
  ["Call the bank (due 2026-12-05)", "2026-12-05", null],
  ["Call the bank (Due: 2026-12-05)", "2026-12-05", null],
  ["Call the bank @cfo (due 2026-12-05)", "2026-12-05", "cfo"],
  ["Call the bank [due: 2026-12-05]", "2026-12-05", null],
  ["Call the bank {due: 2026-12-05}", "2026-12-05", null],
  ["Call the bank (due by 2026-12-05)", "2026-12-05", null],
  ["Call the bank @due(2026-12-05)", "2026-12-05", null],
  ["Call the bank 📆 2026-12-05", "2026-12-05", null],
  ["Call the bank 🗓️ 2026-12-05", "2026-12-05", null],
  ["Call the bank, due on 2026-12-05", "2026-12-05", null],
  ["Call the bank · due by 2026-12-05", "2026-12-05", null],
  ["Call the bank (@cfo)", null, "cfo"],
  ["Call the bank [@cfo]", null, "cfo"],
  ["Call the bank (Owner: @cfo)", null, "cfo"],
  ["Call the bank → @cfo", null, "cfo"],
  ["Call the bank -> @cfo", null, "cfo"],
  ["Call the bank | Owner: @cfo | Due: 2026-12-05", "2026-12-05", "cfo"],
  ["Call the bank // @cfo // due 2026-12-05", "2026-12-05", "cfo"],
  ["Call the bank · owner: cfo · due: 2026-12-05", "2026-12-05", "cfo"],
  ["Call the bank · Owner @cfo · Due date: 2026-12-05", "2026-12-05", "cfo"],
  ["Call the bank · assigned to @cfo", null, "cfo"],
  ["Call the bank (@cfo) (due 2026-12-05)", "2026-12-05", "cfo"],
];

describe("forms that can only mean one thing", () => {
  test.each(READ)("%s", (text, due, agent) => {
    const { board, findings } = read(text);
    expect(findings).toEqual([]);
    expect(board.tasks).toMatchObject([{ title: "Call the bank", due, agent }]);
  });

  test.each(READ)("can be given another date and owner: %s", (text) => {
    const before = `## Now\n\n- [ ] T-001 ${text}\n\n## Next\n\n## Blocked\n\n## Done\n`;
    const context = { today: TODAY, by: "founder", agents: DEPARTMENTS };
    const due = boardUpdate(before, { action: "due", id: "T-001", due: "2026-12-24" }, context);
    const both = boardUpdate(due.text, { action: "edit", id: "T-001", agent: "coo" }, context);
    expect(both.task).toMatchObject({ title: "Call the bank", due: "2026-12-24", agent: "coo" });
  });
});

test.each([
  ["Plan (2026-12-05)", "- [ ] T-001 Plan · due 2026-12-05"],
  ["Plan [2026-12-05]", "- [ ] T-001 Plan · due 2026-12-05"],
  ["Plan <2026-12-05>", "- [ ] T-001 Plan · due 2026-12-05"],
  ["@cfo: Plan", "- [ ] T-001 Plan · @cfo"],
  ["Plan, owner: cfo", "- [ ] T-001 Plan · @cfo"],
  ["Plan (@cfo, due 2026-12-05)", "- [ ] T-001 Plan · @cfo · due 2026-12-05"],
  ["Plan — assignee: @cfo, deadline: 2026-12-05", "- [ ] T-001 Plan · @cfo · due 2026-12-05"],
  ["Plan **@cfo** **due 2026-12-05**", "- [ ] T-001 Plan · @cfo · due 2026-12-05"],
  [
    "Plan [start:: 2026-12-01] [due:: 2026-12-05] [priority:: 1]",
    "- [ ] T-001 Plan [start:: 2026-12-01] [priority:: 1] · due 2026-12-05",
  ],
  ["due:2026-12-05 Plan @cfo", "- [ ] T-001 Plan · @cfo · due 2026-12-05"],
  ["Plan ⏰ 2026-12-05", "- [ ] T-001 Plan · due 2026-12-05"],
  ["Plan (cfo)", "- [ ] T-001 Plan · @cfo"],
  ["[cfo] Plan", "- [ ] T-001 Plan · @cfo"],
  ["cfo: Plan", "- [ ] T-001 Plan · @cfo"],
  ["2026-12-05: Plan", "- [ ] T-001 Plan · due 2026-12-05"],
  ["Plan · vence 2026-12-05", "- [ ] T-001 Plan · due 2026-12-05"],
  ["Plan até 2026-12-05", "- [ ] T-001 Plan · due 2026-12-05"],
])("what may be words is told with the line as it should be: %s", (text, line) => {
  const { board, findings } = read(text);
  expect(board.tasks).toMatchObject([{ due: null }]);
  expect(findings.map(({ fix }) => fix)).toEqual([`Write: ${line}`]);
});

test.each([
  "Plan | Due: 05/12/2026 @10:00",
  "Plan (due Friday)",
  "Plan due 5 Dec",
  "Plan due Dec 5",
])("a day in other words is told with the command that takes it: %s", (text) => {
  const { findings } = read(text);
  expect(findings.map(({ fix }) => fix)).toEqual([
    "Set it with: hq board due T-001 DAY, such as fri or 2026-11-27.",
  ]);
});

test.each([
  "Deploy to production (needs: the founder's approval)",
  "Thank @rui_mar_ on X for the report of v2026.12",
  "Pay what is due to the bank",
  "Write the page on due process (2026)",
  "Dinner with Rita (CEO of Boia)",
  "Ask for the amount due (see [the list](https://example.com/2026-12-05))",
])("a title is left alone: %s", (text) => {
  expect(read(text)).toMatchObject({
    findings: [],
    board: { tasks: [{ title: text, due: null }] },
  });
});
