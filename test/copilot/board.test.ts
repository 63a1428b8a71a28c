/** The board's rule and a gap in the system, on the real client: through the tools, and not past them. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Asked } from "../../office/evals/conversation.ts";
import { type Office, openOffice } from "./office.ts";
import { asAgent, company, handTo, inOrder, isPrompted, results, said } from "./script.ts";

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

const LATER = "2099-12-01";
const CAUSE = "liability was never decided; the founder decides it first";

const move = (rest: object = {}) =>
  company("board_update", { action: "due", by: "coo", id: "T-018", due: LATER, ...rest });

const lineOf = (id: string) =>
  office
    .read("BOARD.md")
    .split("\n")
    .find((line) => line.includes(id)) ?? "";

it("gives a task that was missed again and again no later date without an answer", async () => {
  const before = office.read("BOARD.md");
  const refused = await office.run(
    asAgent("coo"),
    inOrder(() => move()),
    "coo",
  );
  expect(results(refused)[0]).toMatch(/missed .* times/);
  expect(results(refused)[0]).toContain("give a new root cause");
  expect(office.read("BOARD.md")).toBe(before);

  const moved = await office.run(
    asAgent("coo"),
    inOrder(
      () => move({ rootCause: CAUSE }),
      (before) => ({
        name: "memory-read_entities",
        args: { names: [said(before[0] ?? "").decision] },
      }),
    ),
    "coo",
  );
  const [update = "", decision = ""] = results(moved);
  expect(said(update), update).toMatchObject({ changed: true, task: { id: "T-018", due: LATER } });
  expect(decision).toContain(`Reason: ${CAUSE}`);
  const line = lineOf("T-018");
  expect(line).toContain(`due ${LATER} (was 2026-11-17, 2026-11-03, 2026-10-20)`);
  expect(line).toContain(`root cause: ${CAUSE}`);
});

it("hands a gap to the improver at once, who finds it in memory", async () => {
  const isImprover = (turn: Asked) => isPrompted(turn, "## Gap lesson:");
  const lead = inOrder(
    () =>
      company("report_gap", {
        from: "marketing",
        doing: "The newsletter of week 48",
        gap: "The content skill does not say who chooses the subject line.",
      }),
    (before) => handTo("improver", said(before[0] ?? "").request),
  );
  const run = await office.run(
    asAgent("marketing"),
    (turn) => {
      if (!isImprover(turn)) return lead(turn);
      return turn.results.length > 0
        ? "Mended."
        : [company("list_open_work", { agent: "improver" })];
    },
    "marketing",
  );
  expect(run.code, run.stderr).toBe(0);
  const reported = said(results(run)[0] ?? "");
  expect(reported).toMatchObject({ isNew: true });
  const improver = run.asked.find((turn) => isImprover(turn) && turn.results.length > 0);
  expect(improver?.results[0]).toContain(String(reported.lesson));
  expect(office.read("memory.jsonl")).toContain(String(reported.lesson));
});
