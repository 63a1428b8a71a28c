/** `recall` and `overview`: bringing the index up, then reading. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ReadPolicy } from "../policy.ts";
import type { RecallAnswer } from "../recall/answer.ts";
import { checkRequest, type RecallRequest } from "../recall/request.ts";
import type { MeaningSearch } from "./meaning-search.ts";
import { type Overview, overviewOf } from "./overview.ts";
import { recallFrom } from "./recall.ts";
import { indexSlice, isIndexUp } from "./search-index.ts";
import type { Session } from "./session.ts";

export interface SearchCalls {
  recall(request: RecallRequest): Promise<RecallAnswer>;
  overview(page: number): Promise<Overview>;
}

/** A question waits this long for the index; what is not in it by then is looked at row by row. */
const INDEX_WAIT_MS = 5_000;

export function searchCalls(on: {
  session: Session;
  readPolicy: ReadPolicy | null;
  now: () => Date;
  /** The department that asks, null when it is not known. */
  caller: string | null;
  /** Search by meaning; null when it is not set up. */
  meaning: MeaningSearch | null;
}): SearchCalls {
  const { session, now, caller } = on;
  return {
    recall: async (request) => {
      const checked = checkRequest(request);
      await bringIndexUp(session, performance.now() + INDEX_WAIT_MS);
      const policy = (await on.readPolicy?.()) ?? null;
      const meant = await on.meaning?.rank(checked.query);
      const meaning = meant?.names ?? [];
      const answer = await session.read((db) =>
        recallFrom({ db, request, checked, policy, now: now(), caller, meaning }),
      );
      const problem = meant?.problem ?? null;
      if (problem === null) return answer;
      return { ...answer, note: [problem, answer.note].filter(Boolean).join(" ") };
    },
    overview: (page) => session.read((db) => overviewOf(db, page)),
  };
}

/**
 * Indexes what is waiting, a slice at a time so that other calls come in between. Stops at the
 * deadline (milliseconds of `performance.now()`). True when nothing is left.
 */
export async function bringIndexUp(session: Session, deadline: number): Promise<boolean> {
  if (await session.read(isIndexUp)) return true;
  if (session.connection()?.readOnly && session.connection()?.ino !== null) return false;
  for (;;) {
    const isUp = await session.exclusive(({ db }) => indexSlice(db));
    if (isUp) return true;
    if (performance.now() > deadline) return false;
    await nextTurn();
  }
}
