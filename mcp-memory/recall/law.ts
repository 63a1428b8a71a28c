/**
 * What stands beside the memory and answers a question too: the law of the company's country, as its pack has it.
 * It is asked for, never stored, and has a part of an answer of its own, so that the company's facts keep theirs.
 */
import { type RecallAnswer, sizeOf } from "./answer.ts";
import {
  DEFAULT_BUDGET_TOKENS,
  LEAST_BUDGET_TOKENS,
  type RecallRequest,
  TOKEN_CHARS,
} from "./request.ts";

/** One row of law. A row with a title alone may not be what was meant; who asks for law gets it whole. */
export interface LawRow {
  /** As filings and rows of Obligations name it. */
  id: string;
  /** `fact`, `law`, `duty`, … */
  kind: string;
  title: string;
  says?: string;
  /** Law and article, and when somebody read it. */
  source?: string;
  link?: string;
  /** Of what time it is, by when it must be read again, and whether that day is past. */
  validity?: string;
}

export interface LawFound {
  /** The best first, whole. */
  rows: LawRow[];
  /** How well the best one meets the question. */
  strength: "sure" | "likely" | "weak";
  /** Says what is not covered, where the question seems to ask for that; null otherwise. */
  note: string | null;
}

/** Gives what the law says; null where the company has none at hand. */
export type AskLaw = (question: string) => Promise<LawFound | null>;

/** The type by which a caller asks for law, alone or beside types of the memory. */
export const LAW_TYPE = "law";

/** Unasked it takes at most this share of an answer, and asked for by its type the other one. */
const LAW_SHARE = 0.25;
const ASKED_SHARE = 0.75;
const ROWS = 3;
const ASKED_ROWS = 5;

export interface AnswerWithLaw extends RecallAnswer {
  law: LawRow[];
}

/** What a question finds in the memory, and in the law where that meets it well or is asked for. */
export async function recallWithLaw(
  recall: (request: RecallRequest) => Promise<RecallAnswer>,
  askLaw: AskLaw | null,
  request: RecallRequest,
): Promise<AnswerWithLaw> {
  const wanted = wants(request);
  const found = wanted === "none" || askLaw === null ? null : await askLaw(request.query);
  if (found === null) return { ...(await recall(request)), law: [] };
  const budget = request.budgetTokens ?? DEFAULT_BUDGET_TOKENS;
  const room = budget * TOKEN_CHARS * (wanted === "asked" ? ASKED_SHARE : LAW_SHARE);
  const law = wanted === "asked" ? whole(found, room) : beside(found, room);
  const left = Math.floor(budget - (law.length === 0 ? 0 : sizeOf(law)) / TOKEN_CHARS);
  // What cannot be a budget is refused as it was given.
  const isEnough = left >= LEAST_BUDGET_TOKENS;
  if (law.length > 0 && !isEnough) return { ...(await recall(request)), law: [] };
  const answer = await recall(law.length === 0 ? request : { ...request, budgetTokens: left });
  const notes = [noteOf(found, law, wanted), isOnlyLaw(answer, law, wanted) ? null : answer.note];
  return { ...answer, law, note: notes.filter(Boolean).join(" ") || null };
}

type Wanted = "none" | "unasked" | "asked";

/** Law has no author and no day of writing, and a next page is one of the memory. */
function wants({ types = [], agent, since, cursor }: RecallRequest): Wanted {
  if (agent !== undefined || since !== undefined || cursor !== undefined) return "none";
  if (types.length === 0) return "unasked";
  return types.some((type) => type.trim().toLowerCase() === LAW_TYPE) ? "asked" : "none";
}

/** As many rows as fit, each as it stands. */
function whole({ rows }: LawFound, room: number): LawRow[] {
  return fitting(rows.slice(0, ASKED_ROWS), room);
}

/** A sure one whole, those that follow too where they fit; of what is only likely the titles. */
function beside({ rows, strength }: LawFound, room: number): LawRow[] {
  if (strength === "weak") return [];
  const few = rows.slice(0, ROWS);
  return fitting(strength === "sure" ? few : few.map(titled), room);
}

/** A row that does not fit is cut to its title. */
function fitting(rows: readonly LawRow[], room: number): LawRow[] {
  const fitted: LawRow[] = [];
  let left = room;
  for (const row of rows) {
    const one = [row, titled(row)].find((form) => sizeOf(form) <= left);
    if (one === undefined) break;
    fitted.push(one);
    left -= sizeOf(one);
  }
  return fitted;
}

function titled({ id, kind, title }: LawRow): LawRow {
  return { id, kind, title };
}

function noteOf(found: LawFound, law: readonly LawRow[], wanted: Wanted): string | null {
  const isTold = wanted === "asked" || found.strength === "sure";
  const uncovered = isTold ? found.note : null;
  const cut = law.some(({ says }) => says === undefined);
  const how = cut
    ? `Law with a title alone may be meant: types ["${LAW_TYPE}"] gives it whole.`
    : null;
  return [uncovered, how].filter(Boolean).join(" ") || null;
}

/** Who asked for law and got it need not hear that the memory has none of that type. */
function isOnlyLaw(answer: RecallAnswer, law: readonly LawRow[], wanted: Wanted): boolean {
  return wanted === "asked" && law.length > 0 && answer.results.length === 0;
}
