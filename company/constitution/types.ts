/**
 * The constitution's tables as values. Every row keeps its 1-based line in the file, so that each
 * later message can say where the rule stands.
 */
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
  budgets: BudgetRule[];
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

export interface BudgetRule {
  line: number;
  /** `company`, `run`, or a department's id. */
  scope: string;
  /** In the company's currency. */
  limit: number;
  per: "run" | "day" | "week" | "month";
  /** Share of the limit at which the founder is told, 0 to 1. */
  alertAt: number;
}

export interface ProtectedFile {
  line: number;
  /** Glob from the company's root. */
  path: string;
}
