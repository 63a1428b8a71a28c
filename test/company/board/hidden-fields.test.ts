import { expect, test } from "vitest";
import { parseBoard } from "../../../company/board/parse.ts";

const DEPARTMENTS = ["coo", "cfo", "accountant", "marketing"];

/** What the board says of one line, each as what was found and what to do. */
function told(line: string, departments: readonly string[] | null = DEPARTMENTS): string[] {
  const { findings } = parseBoard(`## Now\n${line}\n`, "BOARD.md", departments);
  return findings.map(({ what, fix, severity }) => `${severity}: ${what} | ${fix}`);
}

const WRITTEN = "Write: - [ ] T-001 Call the bank · @cfo · due 2026-11-20";

test.each([
  "Call the bank by 2026-11-20 · @cfo",
  "Call the bank due 2026-11-20 · @cfo",
  "Call the bank 2026-11-20 @cfo.",
])("tells the line as it should be: %s", (text) => {
  const [only, ...further] = told(`- [ ] T-001 ${text}`);
  expect(further).toEqual([]);
  expect(only).toContain(WRITTEN);
  expect(told((only ?? "").slice((only ?? "").indexOf("- [ ]")))).toEqual([]);
});

test("keeps the other fields, the comment and the words around a name", () => {
  expect(told("* [ ] T-002 Ask @cfo about it · blocked: the bank <!-- mine -->")).toEqual([
    'warning: T-002 has "@cfo" in its title, where no date or owner is read | Write: * [ ] T-002 Ask cfo about it · @cfo · blocked: the bank <!-- mine -->',
  ]);
});

test("tells an owner whom the company does not have", () => {
  expect(told("- [ ] T-003 Sell it · @sales · due 2026-11-20")).toEqual([
    "warning: T-003 is with @sales, whom the company does not have | Name one of these, or add the department to the constitution.",
  ]);
  expect(told("- [ ] T-003 Sell it - @sales - due 2026-11-20")[0]).toContain(
    "T-003 is with @sales, whom the company does not have",
  );
  // Not on board, but of the kit: the plan gives such a task to the founder and says so.
  expect(told("- [ ] T-003 Read it · @lawyer")).toEqual([]);
  expect(told("- [ ] T-003 Read it · @founder")).toEqual([]);
  expect(told("- [ ] T-003 Sell it · @sales", null)).toEqual([]);
});

test.each([
  "Answer the mail of ana@cfo.example · @cfo · due 2026-11-20",
  "Bump @cfo/parser to 3 · @cfo",
  "Reply to @seabirds on X · @marketing",
  "Rename `week-2026-11-20` and `due 2026-11-20` · @cfo",
  "Read https://boia.example/log/2026-11-20 · @cfo",
  "Read [the minutes](Founder/2026-11-20.md) · @cfo",
  "Mend Founder/2026-11-20.md · @cfo",
  "Look at deadline:saf-t:2026-12-05 · @cfo",
  "Minutes of 2026-11-20 · @cfo · due 2026-11-20",
  "Weigh the catch · @cfo · due 2026-11-27 (was 2026-11-20)",
  "Pay the due share · @cfo",
])("says nothing of a title that is one: %s", (text) => {
  expect(told(`- [ ] T-004 ${text}`)).toEqual([]);
});

test("is mild where the line has a due date already, and leaves done tasks alone", () => {
  expect(told("- [ ] T-005 Minutes of 2026-11-10 · due 2026-12-01")).toEqual([
    'warning: T-005 has "2026-11-10" in its title, beside due 2026-12-01, where no date or owner is read | Make it the due date if it is one; put it in `backticks` if it belongs to the title.',
  ]);
  expect(told("- [x] T-006 Call - due 2026-11-20 · done 2026-11-20")).toEqual([]);
});
