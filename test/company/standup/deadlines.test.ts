import { expect, it } from "vitest";
import { deadlinesOf } from "../../../company/standup/deadlines.ts";

const day = (today: string) => ({ today, dateOf: (at: string | null) => at?.slice(0, 10) ?? null });

it("a deadline that was done on a day to come is open until then", () => {
  const entity = {
    name: "deadline:saf-t-invoices:2026-12-05",
    entityType: "deadline",
    at: "2026-11-29T09:00:00Z",
    observations: [{ text: "Completed: 2026-12-04", at: "2026-11-29T09:00:00Z" }],
  };
  const completed = (today: string) =>
    deadlinesOf([entity], day(today) as never).map((deadline) => deadline.completed);
  expect(completed("2026-12-03")).toEqual([false]);
  expect(completed("2026-12-04")).toEqual([true]);
  expect(completed("2026-12-05")).toEqual([true]);
});
