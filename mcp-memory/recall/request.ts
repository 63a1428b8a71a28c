/** What is asked of recall, checked, and where the next page begins. */
import { MemoryError } from "../error.ts";
import { checkQuery } from "../graph.ts";
import { sha256 } from "../origins.ts";

/** What a caller asks for. */
export interface RecallRequest {
  /** Words in any order, in English, Portuguese, Spanish or German; accents and small typing mistakes do not matter. */
  query: string;
  /** Only these entity types. */
  types?: string[];
  /** Only what this agent wrote. */
  agent?: string;
  /** Only what was written on or after this ISO date. */
  since?: string;
  /** About how long the answer may be, in tokens of about four characters. */
  budgetTokens?: number;
  /** From an earlier answer: what comes after it. */
  cursor?: string;
}

export const DEFAULT_BUDGET_TOKENS = 2_000;
export const LEAST_BUDGET_TOKENS = 200;
const MOST_BUDGET_TOKENS = 20_000;
const TYPES_LIMIT = 50;

export interface CheckedRequest {
  query: string;
  types: string[];
  agent: string | null;
  since: string | null;
  budgetChars: number;
  /** How many of the best results to pass over. */
  offset: number;
}

/**
 * Characters that a model counts as one token: about four in plain English, fewer in Portuguese and in
 * JSON with names and dates. Counted low, so that an answer stays under what was asked.
 */
export const TOKEN_CHARS = 3;

/** Throws `MemoryError` "invalid" with what was found and expected. */
export function checkRequest(request: RecallRequest): CheckedRequest {
  checkQuery(request.query);
  const types = request.types ?? [];
  if (types.length > TYPES_LIMIT) {
    refuse(`${types.length} types were given, expected at most ${TYPES_LIMIT}`, "Leave types out.");
  }
  const { since } = request;
  if (since !== undefined && Number.isNaN(Date.parse(since))) {
    refuse(`since is ${JSON.stringify(since)}, expected a date`, "Write it as 2026-11-20.");
  }
  const budget = request.budgetTokens ?? DEFAULT_BUDGET_TOKENS;
  if (!Number.isFinite(budget) || budget < LEAST_BUDGET_TOKENS || budget > MOST_BUDGET_TOKENS) {
    refuse(
      `budgetTokens is ${budget}, expected ${LEAST_BUDGET_TOKENS} to ${MOST_BUDGET_TOKENS}`,
      "Leave it out for about 2,000.",
    );
  }
  return {
    query: request.query,
    types: types.map((type) => type.trim().toLowerCase()),
    agent: request.agent?.trim().toLowerCase() || null,
    since: since === undefined ? null : new Date(since).toISOString(),
    budgetChars: Math.floor(budget) * TOKEN_CHARS,
    offset: request.cursor === undefined ? 0 : readCursor(request.cursor, request),
  };
}

/** The cursor for what comes after the first `offset` results of a request. */
export function cursorFor(request: RecallRequest, offset: number): string {
  return `${offset}-${requestKey(request)}`;
}

function readCursor(cursor: string, request: RecallRequest): number {
  const [offset = "", key = ""] = cursor.split("-", 2);
  if (/^\d{1,6}$/.test(offset) && key === requestKey(request)) return Number(offset);
  return refuse(
    `the cursor ${JSON.stringify(cursor.slice(0, 40))} is not one of this question's`,
    "Use the nextCursor of an answer with the same query and filters, or leave it out.",
  );
}

function requestKey({ query, types, agent, since }: RecallRequest): string {
  return sha256(JSON.stringify([query, types ?? [], agent ?? "", since ?? ""])).slice(0, 10);
}

function refuse(found: string, hint: string): never {
  throw new MemoryError("invalid", `Cannot recall: ${found}.`, { hint });
}
