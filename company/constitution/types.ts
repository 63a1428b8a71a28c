/**
 * The constitution's tables as values. Every row keeps its 1-based line in the file, so that each
 * later message can say where the rule stands.
 */
import type { Limit, Unit } from "../budget/limit.ts";

export interface Constitution {
  company: Company;
  products: Product[];
  departments: Department[];
  reviewTriggers: ReviewTrigger[];
  statementLevels: StatementLevelRule[];
  freshFacts: FreshFact[];
  memoryOwnership: MemoryOwnership[];
  retention: RetentionRule[];
  cadence: CadenceRule[];
  obligations: ObligationRule[];
  /** Rows of the same table that name a duty of a country pack. */
  packDuties: PackDutyRule[];
  /** What decides which duties of the pack apply, in the order of the page. */
  situation: SituationRow[];
  budgets: BudgetRule[];
  prices: PriceRule[];
  protectedFiles: ProtectedFile[];
}

export interface Company {
  /** null until `hq init` (the table says "not set"). */
  name: string | null;
  founder: string | null;
  country: string | null;
  /** IANA name; "UTC" until set. */
  timeZone: string;
  /** ISO 4217 code, upper case. */
  currency: string;
  language: string;
  /** ISO date on which the company began to run on Solo HQ; nothing before it is overdue. */
  since: string | null;
  /** Name of the one machine on which the company runs by itself; null when none is named. */
  runner: string | null;
  /** Fingerprint of the key with which the founder signs approvals; null while there is none. */
  approvalKey: string | null;
  /** What stories outside are watched for; empty for none. */
  watchWords: readonly string[];
}

export type ProductStatus = "idea" | "building" | "beta" | "live" | "paused" | "retired";

export interface Product {
  line: number;
  name: string;
  status: ProductStatus;
  stack: string;
  /** Empty when the product has none yet. */
  url: string;
  /** The address that may stand in public posts; empty means the URL itself. */
  socialUrl: string;
  note: string;
}

export interface Department {
  line: number;
  /** Id of the agent file, lower case: `coo`. */
  agent: string;
  owns: string;
  approves: string;
}

export interface ReviewTrigger {
  line: number;
  topic: string;
  /** Words and phrases whose presence asks for the review. */
  signals: string[];
  /** A department's id, or `founder`. */
  reviewer: string;
}

export type StatementLevel = "THESIS" | "ROADMAP" | "LIVE";

export interface StatementLevelRule {
  line: number;
  topic: string;
  level: StatementLevel;
  /** What proves a LIVE topic: a URL, a test, a memory entity; empty otherwise. */
  evidence: string;
}

export interface FreshFact {
  line: number;
  entityType: string;
  days: number;
}

export interface MemoryOwnership {
  line: number;
  entityType: string;
  /** Department ids; `*` alone means any. */
  writers: string[];
}

export type Keep =
  | { kind: "forever" }
  | { kind: "days"; days: number }
  | { kind: "days-after-completed"; days: number };

export interface RetentionRule {
  line: number;
  entityType: string;
  keep: Keep;
}

export type CatchUp = { kind: "once" } | { kind: "skip" } | { kind: "within"; minutes: number };

export interface CadenceRule {
  line: number;
  /** Name of the skill and of the tracker entity `prompt-run:<prompt>`. */
  prompt: string;
  /** Cron expression in the company's time zone. */
  schedule: string;
  agent: string;
  catchUp: CatchUp;
}

export interface ObligationRule {
  line: number;
  obligation: string;
  /** Cron expression; only the day counts: the duty is due by the end of that day. */
  schedule: string;
  agent: string;
  /** Days of warning before the due day. */
  warnDays: number;
}

/** A row of Obligations such as `pt:iva-periodic`: the pack fills the cells that are empty. */
export interface PackDutyRule {
  line: number;
  /** Code of the pack and id of the duty. */
  pack: string;
  duty: string;
  /** Cron expression of the founder; null for the pack's own days. */
  schedule: string | null;
  /** null for the pack's own. */
  agent: string | null;
  warnDays: number | null;
}

export interface SituationRow {
  line: number;
  /** Where it stands: the table Company, or that of a company set up before answers stood there. */
  section: "Company" | "Situation";
  /** Id of a question of the country's pack. */
  question: string;
  answer: string;
}

export interface BudgetRule {
  line: number;
  /** `company`, `run`, or a department's id. */
  scope: string;
  limit: Limit;
  per: "run" | "day" | "week" | "month";
  /** Share of the limit at which the founder is told, 0 to 1. */
  alertAt: number;
}

/** What the tokens of a model cost. */
export interface PriceRule {
  line: number;
  /** Name of the model in any case; a `*` at its end stands for any rest, alone for every model. */
  model: string;
  /** For a million tokens each, in `unit`. */
  input: number;
  /** Of the input, what came from the provider's cache. */
  cached: number;
  output: number;
  /** ISO 4217 code, or `credits`. */
  unit: Unit;
}

export interface ProtectedFile {
  line: number;
  /** Glob from the company's root. */
  path: string;
}
