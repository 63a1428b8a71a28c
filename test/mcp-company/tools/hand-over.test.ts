/** Work handed on from a run, and reviews asked for in one. */
import { afterEach, describe, expect, it } from "vitest";
import { type Counter, openCounter } from "../counter.ts";

let counter: Counter;
afterEach(() => counter.close());

const RUN = { HQ_AGENT: "marketing", HQ_RUN: "run-1" };

async function begin(chain = ["marketing"]): Promise<void> {
  counter = await openCounter(RUN);
  const at = "2026-11-20T08:30:00.000Z";
  await counter.office.ledger.write(({ runs }) =>
    runs.add({
      ...{ agent: "marketing", chain, task: "Write", due: null, session: "s-1", holder: "a" },
      ...{ leaseUntil: at, startedAt: at },
    }),
  );
}

const handed = () => counter.office.ledger.read(({ handOvers }) => handOvers.ofRun("run-1"));
const ask = (to: string, more: object = {}) =>
  counter.call("request_review", {
    ...{ from: "marketing", to, task: "Post", whatIDid: "Wrote it" },
    ...{ whatINeed: "May we say secure?", context: "none", work: "It is secure." },
    ...more,
  });

describe("hand_over", () => {
  it("is offered in a run only", async () => {
    counter = await openCounter();
    expect((await counter.listTools()).map(({ name }) => name)).not.toContain("hand_over");
    await counter.close();
    counter = await openCounter(RUN);
    expect((await counter.listTools()).map(({ name }) => name)).toContain("hand_over");
  });

  it("answers at once with whom it goes to and why, and is written down once", async () => {
    await begin();
    const said = await counter.call("hand_over", { task: "What may the contracts say?" });
    expect(said.value).toMatchObject({
      ...{ handOver: "H-1", to: "lawyer", isNew: true },
      because: 'its Owns cell has "contracts"',
      next: expect.stringContaining("end your turn without finish_run") as string,
    });
    const again = await counter.call("hand_over", { task: "What may the contracts say? ", to: "" });
    expect(again.value).toMatchObject({ handOver: "H-1", isNew: false });
    expect(await handed()).toMatchObject([
      { id: "H-1", run: "run-1", leg: 1, agent: "lawyer", child: null, toldLeg: null },
    ]);
    const events = await counter.office.ledger.read((tables) =>
      tables.events.ofSubjects(["run-1"]),
    );
    expect(events).toMatchObject([{ who: "marketing", what: "run.handed-over" }]);
    const finish = await counter.call("finish_run", { result: "Done." });
    expect(finish.text).toContain("H-1 (lawyer) is not back");
    const final = await counter.call("finish_run", { result: "Done.", final: true });
    expect(final.value).toMatchObject({ run: "run-1" });
  });

  it.each([
    ["nothing", { task: " " }, /the task is empty/],
    ["a book", { task: "x".repeat(20_001) }, /20001 characters, expected at most 20000/],
    ["a secret", { task: `Use ghp_${"a1B2".repeat(9)}` }, /the record would keep for good/],
  ])("takes no %s", async (_, args, why) => {
    await begin();
    const said = await counter.call("hand_over", { ...args, to: "lawyer" });
    expect(said).toMatchObject({ isError: true, text: expect.stringMatching(why) as string });
    expect(await handed()).toEqual([]);
  });
});

describe("a review in a run", () => {
  it("has the run's chain, and is waited for", async () => {
    await begin(["coo", "marketing"]);
    const said = await ask("lawyer", { callChain: ["marketing"] });
    expect(said.value).toMatchObject({
      ...{ reviewId: "R-1", reviewer: "lawyer", text: "The reviewer is given the request." },
      next: expect.stringContaining("Hand nothing on: lawyer is asked") as string,
    });
    const review = await counter.office.ledger.read(({ reviews }) => reviews.find("R-1"));
    expect(review?.chain).toEqual(["coo", "marketing", "lawyer"]);
    expect(await handed()).toMatchObject([
      { review: "R-1", agent: "lawyer", task: expect.stringMatching(/^## Review request R-1\n/) },
    ]);
  });

  it("that is open already is waited for, not asked again", async () => {
    await begin();
    await ask("lawyer");
    expect((await ask("lawyer")).value).toMatchObject({ reviewId: "R-1" });
    expect(await handed()).toHaveLength(1);
  });

  it("goes to nobody in the chain, and nobody waits for the founder", async () => {
    await begin(["coo", "marketing"]);
    expect((await ask("coo")).text).toContain("coo is in the call chain already");
    const founder = await ask("founder", { work: "We spend 900 EUR on ads." });
    expect(founder.value.next ?? founder.text).toContain("founder");
    expect(await handed()).toEqual([]);
  });

  it("too long for a message is read by the reviewer in pages", async () => {
    await begin();
    const work = `It is secure. ${"Word by word we tell of it. ".repeat(6_000)}`;
    expect((await ask("lawyer", { work })).isError).toBe(false);
    const [handOver] = await handed();
    expect(handOver?.task.length).toBeLessThan(1_000);
    expect(handOver?.task).toContain('list_open_work with agent "lawyer" and reviewId "R-1"');
  });
});
