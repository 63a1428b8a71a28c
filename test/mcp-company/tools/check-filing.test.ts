/** The check of filings, and that no verdict stands above it. */
import { cp } from "node:fs/promises";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Counter, openCounter } from "../counter.ts";

const KIT = path.join(import.meta.dirname, "../../..");
const FILING =
  "## IVA periodic return, due 2027-02-20\n\n| Field | Amount | From |\n|---|---|---|\n";

let counter: Counter;
afterEach(() => counter.close());

/** The sample company with the kit's packs, on a day. */
async function open(now: string): Promise<Counter> {
  counter = await openCounter();
  await cp(path.join(KIT, "packs"), path.join(counter.root, "packs"), { recursive: true });
  counter.clock.now = new Date(now);
  return counter;
}

async function ask(work: string): Promise<string> {
  const asked = await counter.call("request_review", {
    ...{ from: "cfo", to: "accountant", task: "The return of the quarter", work },
    ...{
      whatIDid: "Filled the fields.",
      whatINeed: "Is the tax right?",
      context: "Fourth quarter.",
    },
  });
  expect(asked.isError, asked.text).toBe(false);
  return String(asked.value.reviewId);
}

const answer = (reviewId: string, verdict: string) =>
  counter.call("submit_verdict", {
    ...{ reviewId, reviewer: "accountant", verdict, reasons: ["Fields agree with the invoices."] },
  });

describe("check_filing", () => {
  it("says period, lawful day and what has expired, with its source", async () => {
    await open("2027-02-10T09:00:00Z");
    const { value } = await counter.call("check_filing", { filing: FILING });
    expect(value).toMatchObject({
      filings: [
        {
          ...{ duty: "pt:iva-periodic", period: "fourth quarter 2026", standing: "concerns" },
          ...{ due: "2027-02-20", lawfulUntil: "2027-02-22" },
        },
      ],
    });
    expect(JSON.stringify(value)).toContain("had to be read again by 2026-12-31");
    expect(JSON.stringify(value)).toContain("https://");
  });

  it("reads a file of the company, and refuses a text that is no filing", async () => {
    await open("2026-12-10T09:00:00Z");
    await counter.write("Founder/iva.md", FILING);
    const { value } = await counter.call("check_filing", { filing: "file:Founder/iva.md" });
    expect(value).toMatchObject({ filings: [{ standing: "ready", why: [] }] });
    const none = await counter.call("check_filing", { filing: "The return is due 2027-02-20." });
    expect(none).toMatchObject({ isError: true });
    expect(none.text).toContain("holds no filing, expected a heading with a duty and its day");
  });

  it("calls nothing ready on facts that cannot be read", async () => {
    await open("2026-12-10T09:00:00Z");
    await counter.write("packs/pt/facts.json", "{");
    const { value } = await counter.call("check_filing", { filing: FILING });
    expect(value).toMatchObject({ filings: [{ standing: "concerns" }] });
    expect(JSON.stringify(value)).toContain("packs/pt/facts.json");
    expect(JSON.stringify(value)).toContain("the fact iva-normal is not in the pack");
  });

  it("knows no fact where no pack is for the country", async () => {
    counter = await openCounter();
    const { value } = await counter.call("check_filing", { filing: FILING });
    expect(value).toMatchObject({ filings: [{ standing: "concerns", duty: null, facts: [] }] });
  });
});

describe("a verdict on a filing", () => {
  it("may be APPROVED while its facts hold", async () => {
    await open("2026-12-10T09:00:00Z");
    expect((await answer(await ask(FILING), "APPROVED")).isError).toBe(false);
  });

  it.each(["text", "file"])(
    "is at most CONCERNS on an expired fact, given as a %s",
    async (form) => {
      await open("2027-02-10T09:00:00Z");
      await counter.write("Founder/iva.md", FILING);
      const id = await ask(form === "file" ? "file:Founder/iva.md" : FILING);
      const refused = await answer(id, "APPROVED");
      expect(refused).toMatchObject({ isError: true });
      expect(refused.text).toContain("(expired-facts)");
      expect(refused.text).toContain("hq facts due");
      expect((await answer(id, "CONCERNS")).isError).toBe(false);
    },
  );

  it("is BLOCKING sixty days after", async () => {
    await open("2027-03-20T09:00:00Z");
    const id = await ask(FILING);
    expect((await answer(id, "CONCERNS")).text).toContain("Answer BLOCKING");
    expect((await answer(id, "BLOCKING")).isError).toBe(false);
  });

  it("is free on any other work of that day", async () => {
    await open("2027-03-20T09:00:00Z");
    const id = await ask("The VAT of the invoice of Tide & Co is reverse charge.");
    expect((await answer(id, "APPROVED")).isError).toBe(false);
  });
});
