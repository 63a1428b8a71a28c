/** The tool that makes a run done: offered in a run only, once, while the run goes on. */
import { afterEach, describe, expect, it } from "vitest";
import { type Counter, openCounter } from "../counter.ts";

let counter: Counter;
afterEach(() => counter.close());

async function begin(): Promise<string> {
  return counter.office.ledger.write(({ runs }) =>
    runs.add({
      ...{ agent: "marketing", chain: ["marketing"], task: "Write", due: null },
      ...{ session: "s-1", holder: "a", leaseUntil: "2026-11-20T09:00:00.000Z" },
      startedAt: "2026-11-20T08:30:00.000Z",
    }),
  );
}

const given = (run: string) => counter.office.ledger.read(({ runs }) => runs.givenResult(run));
const names = async () => (await counter.listTools()).map(({ name }) => name);

describe("finish_run", () => {
  it("is not offered in a chat", async () => {
    counter = await openCounter();
    expect(await names()).not.toContain("finish_run");
    expect(await names()).toContain("report_gap");
  });

  it("keeps the result of its own run, once", async () => {
    counter = await openCounter({ HQ_AGENT: "marketing", HQ_RUN: "run-1" });
    expect(await names()).toContain("finish_run");
    const run = await begin();
    const first = await counter.call("finish_run", {
      result: "  Drafted, waits for the lawyer.\n",
    });
    expect(first).toMatchObject({ isError: false, value: { run, next: "End your turn now." } });
    const again = await counter.call("finish_run", { result: "Something else." });
    expect(again).toMatchObject({ isError: true });
    expect(again.text).toBe(
      "Cannot finish the run: its result was given before. Nothing was changed. End your turn.",
    );
    expect(await given(run)).toBe("Drafted, waits for the lawyer.");
  });

  it.each([
    ["nothing", "  ", /the result is empty/],
    ["a page too long to read", "x".repeat(20_001), /20001 characters, expected at most 20000/],
    ["a secret", `Password: ghp_${"a1B2".repeat(9)}`, /which the record would keep for good/],
  ])("takes no result that is %s", async (_, result, why) => {
    counter = await openCounter({ HQ_AGENT: "marketing", HQ_RUN: "run-1" });
    const run = await begin();
    const said = await counter.call("finish_run", { result });
    expect(said).toMatchObject({ isError: true, text: expect.stringMatching(why) as string });
    expect(await given(run)).toBeNull();
  });

  it("takes none for a run that there is not, or that has ended", async () => {
    counter = await openCounter({ HQ_AGENT: "marketing", HQ_RUN: "run-1" });
    const missing = await counter.call("finish_run", { result: "Done." });
    expect(missing.text).toContain("there is no run-1");
    const run = await begin();
    const usage = { calls: 0, inputTokens: 0, outputTokens: 0 };
    const end = {
      state: "lost",
      at: "2026-11-20T08:40:00.000Z",
      result: null,
      why: "gone",
    } as const;
    await counter.office.ledger.write(({ runs }) => runs.end(run, { ...end, usage }));
    expect((await counter.call("finish_run", { result: "Done." })).text).toContain("it has ended");
  });
});
