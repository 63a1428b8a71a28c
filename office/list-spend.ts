/** What departments spent, how much of each cap that is, and where it leads. */
import { amountWords, type Unit } from "../company/budget/limit.ts";
import { longestPeriodStart, shareOf } from "../company/budget/period.ts";
import { type Books, budgetKey, covers, periodOf, standing } from "../company/budget/reckon.ts";
import { costsOf, type SpentRun, used, usedByRun } from "../company/budget/usage.ts";
import type { BudgetRule } from "../company/constitution/types.ts";
import { dateIn } from "../company/dates.ts";
import { POSTS, type PostBooks, postsUsed, type SentPart } from "../company/posts/post-caps.ts";
import { readConstitution } from "../files/company.ts";
import type { RunSpend } from "../ledger/spend.ts";
import { UNSEEN } from "./posts/may-go-out.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";

/** One row of the table Budgets as it stands now. */
export interface CapStanding {
  line: number;
  scope: string;
  per: BudgetRule["per"];
  limit: number;
  unit: Unit;
  /** In this period; for a cap on each run the dearest run of the month. */
  used: number;
  /** With what runs at work have set aside. */
  held: number;
  /** What it comes to at the period's end if it goes on so; null for a cap on each run, and too early. */
  forecast: number | null;
  /** Share at which the founder is told. */
  alertAt: number;
  /** Whether it has warned in this period. */
  hasWarned: boolean;
  /** Models without a price, of which nobody knows what they cost. */
  unpriced: string[];
  /** `30,000,000 tokens` */
  words: string;
}

/** Of the cap, 1 when it is reached; a cap of nothing is. */
export function shareUsed({ limit, used: amount }: Pick<CapStanding, "limit" | "used">): number {
  return limit === 0 ? 1 : amount / limit;
}

/** What a department, a day or a job used. */
export interface SpentBy {
  name: string;
  runs: number;
  calls: number;
  tokens: number;
  /** Tokens of some calls were reckoned from bytes. */
  isEstimated: boolean;
  /** By currency or `credits`, where the table Prices has them; what has no price is left out. */
  cost: Record<string, number>;
}

export interface ListedSpend {
  /** First day of the month that is listed. */
  since: string;
  caps: CapStanding[];
  byAgent: SpentBy[];
  byDay: SpentBy[];
  /** Runs that a person started stand under "by hand". */
  byJob: SpentBy[];
  timeZone: string;
}

/** Less of a period says nothing of its end. */
const LEAST_SHARE = 0.05;

/** @throws LedgerError */
export async function listSpend({ root, now }: { root: string; now: Date }): Promise<ListedSpend> {
  const { constitution } = await readConstitution(root);
  const { timeZone } = constitution.company;
  const { prices } = constitution;
  const from = longestPeriodStart(now, timeZone).toISOString();
  const { runs, alerts, sent } = await lookIntoLedger(root, NOTHING, (ledger) =>
    ledger.read(async ({ spend, outbox }) => ({
      runs: await spend.since(from),
      alerts: await spend.alerts(ALERTS),
      sent: (await outbox.sentSince(from)).filter(({ goesTo }) => goesTo !== UNSEEN),
    })),
  );
  const books: Books = { runs, prices, timeZone, now };
  const since = `${dateIn(now, timeZone).slice(0, 7)}-01`;
  const month = runs.filter(({ startedAt }) => dateIn(new Date(startedAt), timeZone) >= since);
  const warned = new Set(alerts.map(({ budget, period }) => `${budget} ${period}`));
  const grouped = (nameOf: (run: RunSpend) => string) => {
    const groups = [...Map.groupBy(month, nameOf)].map(([name, of]) => spentBy(name, of, books));
    return groups.sort((a, b) => b.tokens - a.tokens);
  };
  return {
    since,
    caps: constitution.budgets.map((rule) =>
      rule.scope === POSTS
        ? postStanding(rule, { ...books, sent })
        : capStanding(rule, books, warned),
    ),
    byAgent: grouped(({ agent }) => agent),
    byDay: grouped(({ startedAt }) => dateIn(new Date(startedAt), timeZone)).sort((a, b) =>
      a.name < b.name ? 1 : -1,
    ),
    byJob: grouped(({ job }) => job?.replace(/^prompt:/, "") ?? "by hand"),
    timeZone,
  };
}

const ALERTS = 1_000;
const NOTHING = {
  sent: [] as SentPart[],
  runs: [] as RunSpend[],
  alerts: [] as { budget: string; period: string; at: string }[],
};

/** Posts are stopped, and nobody is warned before: each is approved by the founder with its price. */
function postStanding(rule: BudgetRule, books: PostBooks): CapStanding {
  const { line, scope, per, limit, alertAt } = rule;
  const used = postsUsed(rule, books);
  return {
    ...{ line, scope, per, limit: limit.amount, unit: limit.unit, used, held: used, alertAt },
    ...{ forecast: null, hasWarned: false, unpriced: [], words: amountWords(limit) },
  };
}

function capStanding(rule: BudgetRule, books: Books, warned: ReadonlySet<string>): CapStanding {
  const { line, scope, per, limit, alertAt } = rule;
  const { unit } = limit;
  const period = periodOf(rule, books.now, books.timeZone);
  const each = books.runs.filter(({ agent }) => covers(rule, agent));
  const dearest = Math.max(0, ...each.map((run) => usedByRun(run, { ...books, unit }).amount));
  const now =
    period === null
      ? { amount: dearest, held: dearest, unpriced: [] }
      : standing(rule, books, { at: books.now });
  const share = period === null ? 0 : shareOf(period, books.now, books.timeZone);
  const isWarned = (of: string) => warned.has(`${budgetKey(rule)} ${of}`);
  return {
    ...{ line, scope, per, limit: limit.amount, unit, used: now.amount, held: now.held, alertAt },
    forecast: share < LEAST_SHARE ? null : now.amount / share,
    hasWarned: period === null ? each.some(({ run }) => isWarned(run)) : isWarned(period.from),
    unpriced: [...new Set(now.unpriced)],
    words: amountWords(limit),
  };
}

function spentBy(name: string, runs: readonly SpentRun[], { prices }: Books): SpentBy {
  const usage = runs.flatMap((run) => run.usage);
  return {
    ...{ name, runs: runs.length },
    calls: used(usage, { unit: "calls", prices }).amount,
    tokens: used(usage, { unit: "tokens", prices }).amount,
    isEstimated: usage.some(({ estimatedCalls }) => estimatedCalls > 0),
    cost: costsOf(usage, prices),
  };
}
