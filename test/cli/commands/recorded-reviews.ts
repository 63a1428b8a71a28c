/** Records that the tests of `hq review` and `hq audit` tell of. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { LEDGER_FILE } from "../../../ledger/open.ts";
import { ask, openOffice } from "../../office/reviews/office.ts";

/** The story of the issue: a claim is blocked, rewritten as a plan, and approved. */
export async function playText(root: string): Promise<void> {
  const office = await openOffice({
    root,
    file: path.join(root, LEDGER_FILE),
  });
  const { desk, clock } = office;
  const later = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  };
  const claim = ask({ work: "Almadrava plans a crew with 99% accuracy.", callChain: ["coo"] });
  const first = await desk.request(claim);
  later(11);
  await desk.submit(
    {
      reviewId: "R-1",
      reviewer: "lawyer",
      verdict: "BLOCKING",
      reasons: ["There is no test behind 99%, and Almadrava is in beta: the claim is not LIVE."],
    },
    "headless-run",
  );
  later(2);
  await desk.request(claim);
  later(20);
  await desk.request({
    ...claim,
    work: "I plan to publish how accurate the rota is.",
    inReplyTo: "R-1",
  });
  later(5);
  await desk.submit(
    { reviewId: "R-2", reviewer: "lawyer", verdict: "APPROVED", reasons: ["A plan, said as one."] },
    null,
  );
  expect(first.kind).toBe("asked");
  later(60);
  await desk.request(
    ask({ from: "cfo", to: "accountant", work: "A refund", task: "Refund a shop" }),
  );
  await office.ledger.close();
}

export const WEEK = "Marketing/drafts/week-2026-W47.md";
export const MINUTES = "2026-11-19-x-41-minutes";

/** A post is blocked, then reworded under another title, and approved; another is asked about. */
export async function playPost(root: string): Promise<void> {
  const file = path.join(root, LEDGER_FILE);
  const { desk, clock, ledger } = await openOffice({ root, file });
  const later = () => {
    clock.now = new Date(clock.now.getTime() + 10 * 60_000);
  };
  const answer = async (reviewId: string, verdict: "BLOCKING" | "APPROVED") => {
    later();
    const form = { reviewId, reviewer: "lawyer", verdict, reasons: ["It is said so."] };
    expect(await desk.submit(form, "headless-run")).toMatchObject({ kind: "answered" });
    later();
  };
  await desk.request(ask({ work: `file:${WEEK}#2026-11-19` }));
  await answer("R-1", "BLOCKING");
  editWeek(root, "41 minutes\n", "A restore, timed\n");
  editWeek(root, "The backups are encrypted before", "I mean to encrypt the backups before");
  await desk.request(ask({ task: "Post", work: `file:${WEEK}#2026-11-19` }));
  await answer("R-2", "APPROVED");
  await desk.request(ask({ task: "Retries", work: `file:${WEEK}#2026-11-21` }));
  await ledger.close();
}

export function editWeek(root: string, found: string, put: string): void {
  const file = path.join(root, WEEK);
  const text = readFileSync(file, "utf8");
  expect(text).toContain(found);
  writeFileSync(file, text.replace(found, put));
}
