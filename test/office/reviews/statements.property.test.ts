/** Whatever is called in whatever order, from several processes: no post is approved with an open statement. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { checkDraft } from "../../../company/claims/check.ts";
import { HqError } from "../../../company/error.ts";
import { answerStatements } from "../../../office/answer-statements.ts";
import { rounds } from "../../run/rounds.ts";
import { answersTo } from "./desk-in-use.ts";
import { ask, type Office, openOffice, START } from "./office.ts";

const RUNS = rounds({ few: 40, many: 1_000 });
const WEEK = "Marketing/drafts/week-2026-W48.md";
const WORK = `file:${WEEK}#2026-11-24`;
const SENTENCES = [
  "Six skippers told me that it is the page they open.",
  "Redeiro keeps the stock.",
  "Nobody lost an order.",
  "I dropped an index.",
];
const texts = [[0, 1], [1, 2], [0, 1, 2, 3], [3]].map((picked) =>
  picked.map((at) => SENTENCES[at]).join(" "),
);

const desk = fc.nat({ max: 1 });
const step = fc.oneof(
  fc.record({ does: fc.constant("ask" as const), desk }),
  fc.record({
    ...{ does: fc.constant("answer" as const), desk, review: fc.nat({ max: 1 }) },
    left: fc.constantFrom(0, 0, 0, 1),
    is: fc.constantFrom("fine" as const, "founder" as const, "change" as const),
    verdict: fc.constantFrom("APPROVED" as const, "CONCERNS" as const, "BLOCKING" as const),
    attested: fc.boolean(),
  }),
  fc.record({ does: fc.constant("edit" as const), text: fc.nat({ max: texts.length - 1 }) }),
  fc.record({ does: fc.constant("founder" as const), count: fc.nat({ max: 2 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const MARE = path.join(import.meta.dirname, "../../../examples/mare");
const page = (root: string) => path.join(root, ".github/copilot-instructions.md");
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const counts = { byFounder: 0, answered: 0, refused: 0, settled: 0, open: 0 };

function write(root: string, text: string): void {
  writeFileSync(path.join(root, WEEK), `## 2026-11-24 · x · Tide\n\n- Status: draft\n\n${text}\n`);
}

async function perform(
  offices: readonly Office[],
  root: string,
  one: Step,
): Promise<string | null> {
  const office = offices["desk" in one ? one.desk : 0] ?? offices[0];
  if (office === undefined) throw new Error("no office");
  for (const each of offices) each.clock.now = new Date(each.clock.now.getTime() + 1_000);
  switch (one.does) {
    case "edit":
      write(root, texts[one.text] ?? "");
      return texts[one.text] ?? "";
    case "ask":
      await office.desk.request(ask({ work: WORK }));
      return null;
    case "answer": {
      const reviewId = `R-${one.review + 1}`;
      const fine = await answersTo(office.desk, reviewId);
      const answers = fine
        .slice(one.left)
        .map((each) =>
          one.is === "fine" ? each : { statement: each.statement, is: one.is, why: "So." },
        );
      const form = {
        reviewId,
        reviewer: "lawyer",
        verdict: one.verdict,
        reasons: ["Read."],
        answers,
      };
      const result = await office.desk.submit(form, one.attested ? "headless-run" : null);
      counts[result.kind] += 1;
      return null;
    }
    default: {
      const place = { root, now: () => office.clock.now, work: WORK };
      const answers = Array.from({ length: one.count }, (_, at) => ({
        ...{ statement: at + 1, is: "LIVE" as const, by: "my word" },
      }));
      // Those that wait for nothing are refused, and nothing of the call is recorded then.
      const kept = await answerStatements(place, answers).catch((error: unknown) => {
        if (error instanceof HqError && error.code === "usage") return null;
        throw error;
      });
      if (kept !== null && answers.length > 0) counts.byFounder += 1;
      return null;
    }
  }
}

/** Said apart from the rules: each open statement has an answer of its words that anybody may rely on. */
async function expectAnswered(office: Office, text: string): Promise<void> {
  const standing = await office.desk.standing("marketing", WORK);
  if (standing.kind === "refused") throw new Error(standing.reason);
  if (standing.kind !== "approved" && standing.kind !== "founder") {
    counts.open += 1;
    return;
  }
  counts.settled += 1;
  const { constitution } = office.rules;
  const { view } = office.memory;
  const now = office.clock.now;
  const check = checkDraft(text, "x", {
    ...{ constitution, memory: view, now, bannedWords: [], existingPaths: new Set<string>() },
  });
  if (check.kind === "refused") throw new Error(check.reason);
  const reviews = await office.ledger.read((tables) => tables.reviews.list({ limit: 99 }));
  const answers = await office.ledger.read((tables) =>
    tables.statementAnswers.ofWork({
      ...{ reviews: reviews.map(({ id }) => id), path: `${WEEK}#2026-11-24-x-tide`, hash: "" },
    }),
  );
  for (const { key, open } of check.statements) {
    if (open.length === 0) continue;
    const last = answers.findLast((each) => each.key === key);
    expect(last, key).toBeDefined();
    const all = answers.filter((each) => each.key === key && each.is !== "founder");
    expect(all, key).not.toEqual([]);
  }
}

it(`no sequence of ${RUNS} settles a post with an unanswered statement, from two processes' ledgers`, {
  timeout: Math.max(300_000, RUNS * 2_000),
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      const root = mkdtempSync(path.join(tmpdir(), "hq settled "));
      folders.push(root);
      mkdirSync(path.join(root, "Marketing/drafts"), { recursive: true });
      mkdirSync(path.join(root, ".hq"));
      cpSync(path.join(MARE, ".github/copilot-instructions.md"), page(root), { recursive: true });
      const file = path.join(root, ".hq/hq.db");
      const offices = [await openOffice({ root, file }), await openOffice({ root, file })];
      try {
        for (const office of offices) office.clock.now = START;
        let text = texts[0] ?? "";
        write(root, text);
        for (const one of steps) {
          text = (await perform(offices, root, one)) ?? text;
          for (const office of offices) await expectAnswered(office, text);
        }
      } finally {
        for (const office of offices) await office.ledger.close();
      }
    }),
    { numRuns: RUNS },
  );
  console.log(JSON.stringify(counts));
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(RUNS / 60);
});
