/**
 * The caps of a run: room is set aside in the transaction in which it begins, what it and the others use is
 * compared while it goes on, and its end settles it. Who may spend what is reckoned in company/budget.
 */
import { alertsDue, compareCaps } from "../../company/budget/cap.ts";
import { LIMIT_EXAMPLES, type Limit, readLimit } from "../../company/budget/limit.ts";
import { longestPeriodStart } from "../../company/budget/period.ts";
import type { Books, Cap } from "../../company/budget/reckon.ts";
import { HISTORY, reserve } from "../../company/budget/reserve.ts";
import type { ModelUsage } from "../../company/budget/usage.ts";
import { clip } from "../../company/clip.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { HqError } from "../../company/error.ts";
import { type Finding, findingSentence } from "../../company/finding.ts";
import { readConstitution } from "../../files/company.ts";
import type { Ledger, LedgerReads, LedgerWrites } from "../../ledger/ledger.ts";
import type { RunRecord, RunUsage } from "../../ledger/runs.ts";
import type { RunCap } from "../../ledger/spend.ts";

export interface Caps {
  /** The rows of Budgets, and the caps that were given to this run and to those that handed it over. */
  rules: readonly Cap[];
  constitution: Pick<Constitution, "prices" | "company">;
  /** When the first of the runs began whose caps these are; null for the rows alone. */
  since: string | null;
}

/** No time gives more of it: it was given to a run, and that has spent it. */
export class RunBudgetSpent extends HqError {}

/**
 * The cap that is given with one run.
 * @throws HqError `usage` for an amount that is none
 */
export function ownCap(
  text: string | undefined,
  { company }: Pick<Constitution, "company">,
): Limit | null {
  if (text === undefined) return null;
  const limit = readLimit(text, company.currency);
  if (limit !== null && limit.unit !== "runs" && limit.unit !== "posts") return limit;
  throw new HqError(
    "usage",
    `Cannot take "${clip(text, 40)}" for the most a run may use: expected ${LIMIT_EXAMPLES.replace(" 40 runs,", "")}.`,
  );
}

/** What counts for a run: the table Budgets, `own`, which is given with it, and what those before it were given. */
export function capsOf(
  constitution: Pick<Constitution, "budgets" | "prices" | "company">,
  { own = null, above = [] }: { own?: Limit | null; above?: readonly RunCap[] },
): Caps {
  const given = { line: 0, scope: "run", per: "run", alertAt: 0.8 } as const;
  const rules: Cap[] = above.map(({ run, amount, unit }) => ({
    ...{ ...given, limit: { amount, unit: unit as Limit["unit"] }, family: run },
  }));
  if (own !== null) rules.push({ ...given, limit: own });
  const since = above.map(({ startedAt }) => startedAt).sort()[0] ?? null;
  return { rules: [...constitution.budgets, ...rules], constitution, since };
}

/**
 * A row that cannot be read may be a cap that does not count.
 * @throws HqError `over-budget`
 */
export async function requireReadable(
  agent: string,
  page: { text: string; findings: readonly Finding[] },
): Promise<void> {
  if (!page.findings.some(({ severity }) => severity === "error")) return;
  // Which section an error is in takes the parser, which is loaded for nothing else here.
  const { errorsIn } = await import("../../company/constitution/rule-errors.ts");
  const [first] = errorsIn(["Budgets", "Prices"], page).filter(({ line }) => line > 0);
  if (first === undefined) return;
  throw refused(
    agent,
    `its caps are in doubt: ${findingSentence(first).replace(/\.$/, "")}`,
    "See all with: hq doctor",
  );
}

/**
 * What is to be set aside for a run that begins now, by unit. Called and kept in one transaction with its
 * beginning.
 * @throws HqError `over-budget` when a cap has no room for it
 */
export async function roomFor(
  { spend }: Pick<LedgerReads, "spend">,
  caps: Caps,
  { agent, model, now }: { agent: string; model: string | null; now: Date },
): Promise<Record<string, number>> {
  if (caps.rules.length === 0) return {};
  const own = await spend.last(agent, HISTORY.most);
  const past = own.length < HISTORY.least ? await spend.last(null, HISTORY.most) : own;
  const books = await booksOf({ spend }, caps, { now });
  const answer = reserve({ ...books, rules: caps.rules, agent, past, model });
  if (answer.kind === "reserved") return answer.amounts;
  const { why, fix: hint, forGood } = answer;
  if (!forGood) throw refused(agent, why, hint);
  throw new RunBudgetSpent("over-budget", refusedWords(agent, why), { hint });
}

function refused(agent: string, why: string, hint: string): HqError {
  return new HqError("over-budget", refusedWords(agent, why), { hint });
}

function refusedWords(agent: string, why: string): string {
  return `Cannot run ${agent}: ${why}. Nothing was started.`;
}

export interface CapWatch {
  /** What the run has used by now. */
  used(usage: RunUsage): void;
  /** Compares; why the run has to end, null while it may go on. Warns where a cap is near its end. */
  look(tables: Pick<LedgerWrites, "spend" | "events">): Promise<string | null>;
  /** Who is told of each warning, once for a row and period. */
  tell(listener: (text: string) => void): void;
}

interface WatchedCaps {
  caps: Caps;
  run: Pick<RunRecord, "id" | "agent" | "startedAt">;
  now(): Date;
}

/** The caps of a run by the constitution as it is now, and those that were given with it and those before it. */
export async function watchCapsOf(
  { root, ledger, now }: { root: string; ledger: Ledger; now(): Date },
  run: WatchedCaps["run"],
): Promise<CapWatch> {
  const { constitution } = await readConstitution(root);
  const above = await ledger.read(({ spend }) => spend.capsOver(run.id));
  return watchCaps({ caps: capsOf(constitution, { above }), run, now });
}

function watchCaps({ caps, run, now }: WatchedCaps): CapWatch {
  let told = (_text: string) => {};
  let usage: readonly ModelUsage[] = [];
  let before: readonly ModelUsage[] = [];
  return {
    tell: (listener) => {
      told = listener;
    },
    used: ({ byModel = [] }) => {
      if (callsOf(byModel) !== callsOf(usage)) before = usage;
      usage = byModel;
    },
    look: async ({ spend, events }) => {
      if (caps.rules.length === 0) return null;
      const books = await booksOf({ spend }, caps, { now: now(), at: new Date(run.startedAt) });
      const kept = books.runs.find((one) => one.run === run.id);
      if (kept === undefined) return null;
      // What is newest is known here; the record has what was written last.
      const mine = { ...kept, usage: usage.length > 0 ? usage : kept.usage };
      const runs = books.runs.map((one) => (one === kept ? mine : one));
      const question = { ...books, runs, rules: caps.rules, run: mine };
      for (const { budget, period, text } of alertsDue(question)) {
        const at = books.now.toISOString();
        if (!(await spend.alert(budget, period, at))) continue;
        await events.add({
          ...{ at, who: "hq", what: "budget.alert" },
          ...{ subject: run.id, hash: null, detail: text },
        });
        told(text);
      }
      const { why, holds } = compareCaps({ ...question, before });
      const isMore = Object.entries(holds).some(
        ([unit, held]) => held > (mine.reserved[unit] ?? 0),
      );
      if (isMore) await spend.reserve(run.id, holds);
      return why;
    },
  };
}

function callsOf(usage: readonly ModelUsage[]): number {
  return usage.reduce((sum, { calls }) => sum + calls, 0);
}

async function booksOf(
  { spend }: Pick<LedgerReads, "spend">,
  { constitution, since }: Pick<Caps, "constitution" | "since">,
  { now, at = now }: { now: Date; at?: Date },
): Promise<Books> {
  const { timeZone } = constitution.company;
  const period = longestPeriodStart(at, timeZone).toISOString();
  const runs = await spend.since(since !== null && since < period ? since : period);
  return { runs, prices: constitution.prices, timeZone, now };
}
