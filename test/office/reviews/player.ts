/** One of several processes that ask and answer on one ledger; prints how often each thing came about. */

import { readFileSync } from "node:fs";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import { openLedger } from "../../../ledger/open.ts";
import type { AskedReview } from "../../../office/ask-for-review.ts";
import { deskInUse } from "./desk-in-use.ts";

const [file = "", page = "", seed = "1", rounds = "40"] = process.argv.slice(2);
const { constitution } = parseConstitution(readFileSync(page, "utf8"), page);
const ledger = await openLedger({ file, busyMs: 60_000 });
const desk = deskInUse({
  ledger,
  root: process.cwd(),
  now: () => new Date(),
  readConstitution: async () => constitution,
  readMemory: async () => null,
});

// A small generator of our own, so that a run can be repeated by its seed.
let state = Number(seed) * 2_654_435_761;
const pick = <T>(values: readonly T[]): T => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return values[Math.floor((state / 2 ** 32) * values.length)] as T;
};

const AGENTS = ["marketing", "lawyer", "accountant", "cfo", "cto"];
const WORKS = ["A contract", "A contract and its tax", "A secure price", "One more contract"];
const VERDICTS = ["APPROVED", "CONCERNS", "BLOCKING"] as const;
const known: string[] = [];
const counts = { asked: 0, answered: 0, refused: 0 };

for (let round = 0; round < Number(rounds); round += 1) {
  const asking = await desk.request({
    from: pick(AGENTS),
    to: pick(AGENTS),
    task: pick(["One", "Two"]),
    whatIDid: "Wrote it.",
    whatINeed: "Is it right? (price, tax, contract, database, launch)",
    context: "",
    work: `${pick(WORKS)} ${pick([1, 2, 3, 4, 5, 6, 7, 8])}`,
    inReplyTo: pick([undefined, undefined, pick([undefined, ...known])]),
  });
  counts[asking.kind] += 1;
  if (isAsked(asking)) known.push(asking.reviewId);
  // Any review of any process: the number says which.
  const reviewId = `R-${pick([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => n + round))}`;
  const review = await ledger.read(({ reviews }) => reviews.find(reviewId));
  const reviewer = pick([review?.reviewer ?? "cfo", review?.reviewer ?? "cfo", pick(AGENTS)]);
  const answer = { reviewId, reviewer, verdict: pick(VERDICTS), reasons: [`Process ${seed}.`] };
  counts[(await desk.submit(answer, "headless-run")).kind] += 1;
}
await ledger.close();
process.stdout.write(JSON.stringify(counts));

function isAsked(result: { kind: string }): result is AskedReview {
  return result.kind === "asked";
}
