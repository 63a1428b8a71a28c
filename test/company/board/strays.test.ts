// Lines that are no task by the board's grammar and were meant as one. The set is of another author, who had
// not seen the reader: forms of Obsidian, Todoist, org-mode, todo.txt, spreadsheets, chats and telephones.
import { describe, expect, test } from "vitest";
import { parseBoard } from "../../../company/board/parse.ts";
import { tidyBoard } from "../../../company/board/tidy.ts";
import others from "./other-author.json" with { type: "json" };

const DEPARTMENTS = [
  ...["ceo", "cfo", "coo", "cto", "marketing", "accountant", "lawyer", "improver"],
];
/** Nothing of these is lost: the head and the rule of a table, and a note that is done. */
const NO_TASKS = ["| Task | Owner | Due |", "|---|---|---|", "    * [x] book the room"];

const boardWith = (line: string, section = "Now") =>
  `# Board\n\n## ${section}\n\n- [ ] T-001 Parent task · @coo\n${line}\n`;
const taskBeside = (text: string) => {
  const { board, findings } = parseBoard(text, "BOARD.md", DEPARTMENTS);
  return { task: board.tasks.find(({ title }) => title !== "Parent task"), findings };
};
const plain = (title: string) =>
  title
    .replaceAll(/[\s\u00a0]+/g, " ")
    .replace(/[.…]+$/u, "")
    .trim();

/** As it is read, else as the finding says it should be. */
function meantBy(line: string) {
  const { task, findings } = taskBeside(boardWith(line));
  if (task !== undefined) return { task, isTold: findings.length > 0 };
  const fixes = findings.map(({ fix }) => /(?:Write|before it): (.*?)(?: \(or: .*)?$/.exec(fix));
  const proposed = fixes.find((fix) => fix !== null)?.[1];
  const as = proposed === undefined ? undefined : taskBeside(`## Now\n\n${proposed}\n`).task;
  return { task: as, isTold: findings.length > 0 };
}

describe("lines of another author", () => {
  test.each(others.map(({ line }) => line))("are read or told, never lost: %s", (line) => {
    const { task, isTold } = meantBy(line);
    expect(task !== undefined || isTold).toBe(!NO_TASKS.includes(line));
  });

  test("are proposed as they were meant", () => {
    const clear = others.filter(({ ambiguous, line }) => !ambiguous && !NO_TASKS.includes(line));
    const fielded = clear.filter(({ line, owner, due }) => {
      const { task } = meantBy(line);
      return task !== undefined && task.agent === owner && task.due === due;
    });
    const right = fielded.filter(({ line, titles }) =>
      titles.map(plain).includes(plain(meantBy(line).task?.title ?? "")),
    );
    // No date or owner that nobody said: what is not read stays in the title.
    const invented = others.filter(({ line, due }) => {
      const said = meantBy(line).task?.due ?? null;
      return said !== null && due !== said;
    });
    expect({
      clear: clear.length,
      fielded: fielded.length,
      right: right.length,
      invented: invented.map(({ line }) => line),
    }).toEqual({
      clear: 99,
      fielded: 85,
      // Of four more a title has words that the author would have left out, such as a cell "In progress": none is lost.
      right: 75,
      // From a first to a last day: the first is taken.
      invented: ["- [ ] Trademark search Due: December 3, 2026 → December 10, 2026 @lawyer"],
    });
  });
});

describe("a line that was meant as a task", () => {
  test.each([
    ["- [ ] Buy milk", "- [ ] T-002 Buy milk"],
    ["☐ one day", "- [ ] T-002 one day"],
    ["TODO: Call the bank, due 2026-12-05", "- [ ] T-002 Call the bank, due 2026-12-05"],
    ["Call the bank @cfo due 2026-12-05", "- [ ] T-002 Call the bank @cfo due 2026-12-05"],
    ["- T-001 Call the bank", "- [ ] T-002 Call the bank"],
    ["- [ ] T-9x Call the bank", "- [ ] T-002 T-9x Call the bank"],
    ["- Call the bank until 2026-12-05", "- [ ] T-002 Call the bank · due 2026-12-05"],
    ["| T-7 | Call the bank | cfo |", "- [ ] T-007 Call the bank · @cfo"],
    ["- [ ] Answer the letter of 2026-11-12 at last", null],
    ["- [ ] Started 2026-11-12", null],
  ])("is told as it should be: %s", (line, as) => {
    const { findings } = taskBeside(boardWith(line));
    expect(findings).toHaveLength(1);
    const proposed = as ?? line.replace("- [ ]", "- [ ] T-002");
    expect(findings[0]?.fix).toBe(`Write: ${proposed} (or: hq board tidy)`);
  });

  test.each([
    "A word on how this board is kept.",
    "- a remark",
    "1. first of all",
    "See the letter of 2026-11-12, it has all.",
    "[1]: https://mare.example",
    "| a | b | c |",
    "Bread, butter, cheese",
    "> a quotation",
    "---",
  ])("is not seen in: %s", (line) => {
    expect(taskBeside(boardWith(line))).toEqual({ task: undefined, findings: [] });
    expect(tidyBoard(boardWith(line), DEPARTMENTS).changes).toEqual([]);
  });

  test("has an id that nothing on the board has, one after the other", () => {
    const text = `## Now\n\n- [ ] a\n- [ ] T-014 b\n- [ ] c\n\n## Done\n\n- dropped 2026-11-01: T-020 d\n`;
    expect(tidyBoard(text, DEPARTMENTS).changes.map(({ after }) => after)).toEqual([
      "- [ ] T-021 a",
      "- [ ] T-022 c",
    ]);
  });
});

describe("a tidied board", () => {
  const text = `\uFEFF# Board\r\n\r\n## Now\r\n- [ ] T-001 One\r\n  a note · @cfo\r\n- [ ] Two @cfo due 2026-12-05\r\n\`\`\`\r\n- [ ] in code\r\n\`\`\`\r\n<!-- - [ ] a comment -->\r\n## Archive\r\n- [ ] left\r\n## Done\r\n- [X] Three`;

  test("has every other byte as it was", () => {
    const { text: after, changes } = tidyBoard(text, DEPARTMENTS);
    expect(changes.map(({ line }) => line)).toEqual([6, 14]);
    expect(after).toBe(
      text.replace("- [ ] Two", "- [ ] T-002 Two").replace("- [X] Three", "- [x] T-003 Three"),
    );
  });

  test.each([
    ["| Draft terms | lawyer | 2026-12-09 | see the folder | open |", "see the folder"],
    ["| Draft terms | lawyer | cfo | 2026-12-09 | 2027-01-09 |", "2027-01-09"],
    ["Pay the designer;founder;15.12.2026;half of it", "half of it"],
    ["- WAITING for the bank @cfo", "WAITING"],
    ["- [-] Sponsor the meetup @marketing", "[-]"],
    ["(A) 2026-11-28 Order labels @coo", "(A) 2026-11-28"],
    ["[28.11.26, 09:15:07] Tom: send the offer", "Tom:"],
  ])("has every word of: %s", (line, words) => {
    const [change] = tidyBoard(boardWith(line), DEPARTMENTS).changes;
    expect(change?.after).toContain(words);
  });

  test("has what the findings propose, and nothing else", () => {
    const text = `## Now\n\n${others.map(({ line }) => line).join("\n\n")}\n`;
    const fixes = parseBoard(text, "BOARD.md", DEPARTMENTS).findings.map(({ fix }) => fix);
    const after = tidyBoard(text, DEPARTMENTS).changes.map((change) => change.after);
    const proposed = after.filter((one) => fixes.includes(`Write: ${one} (or: hq board tidy)`));
    // The board names its first fifty faults.
    const told = fixes.filter((fix) => fix.endsWith("(or: hq board tidy)"));
    expect(told.length).toBeGreaterThan(30);
    expect(proposed).toHaveLength(told.length);
  });

  test("is tidy", () => {
    for (const { line } of others) {
      const once = tidyBoard(boardWith(line), DEPARTMENTS).text;
      expect(tidyBoard(once, DEPARTMENTS), line).toEqual({ text: once, changes: [] });
    }
  });
});
