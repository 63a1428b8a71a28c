import { expect, it } from "vitest";
import { closingCommand } from "../../../company/standup/closing.ts";

it.each([
  ["overdue-obligation", "deadline:saf-t-invoices:2026-12-05", "hq duty done saf-t-invoices"],
  ["overdue-task", "T-012", "hq done T-012"],
  ["overdue-prompt", "weekly-review", "hq ran weekly-review"],
  ["draft", "Marketing/drafts/week-2026-W47.md:3", null],
  ["blocked-task", "T-012", null],
  ["stale-facts", null, null],
] as const)("%s about %s is closed by %s", (kind, subject, command) => {
  expect(closingCommand({ kind, subject, why: "due today" })).toBe(command);
});

it("a duty that waits for an answer is not closed by saying it is done", () => {
  const why = "the founder has not answered vat: hq pack questions";
  const subject = "deadline:iva:2026-12-05";
  expect(closingCommand({ kind: "obligation", subject, why })).toBeNull();
});
