/** `recall` and `overview`: bringing the index up, then reading. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { ReadPolicy } from "../../policy.ts";
import type { RecallAnswer } from "../../recall/answer.ts";
import { loadConcepts } from "../../recall/concepts.ts";
import type { Meaning } from "../../recall/meaning.ts";
import { type CheckedRequest, checkRequest, type RecallRequest } from "../../recall/request.ts";
import { dayIn } from "../../retention/expiry.ts";
import type { Session } from "../database/session.ts";
import { type Overview, overviewOf } from "./overview.ts";
import { recallFrom } from "./recall.ts";
import { indexSlice, isIndexUp } from "./search-index.ts";

export interface SearchCalls {
  recall(request: RecallRequest): Promise<RecallAnswer>;
  overview(page: number): Promise<Overview>;
}

/** A question waits this long for the index; what is not in it by then is looked at row by row. */
const INDEX_WAIT_MS = 5_000;
/** A command waits this long for the meaning of what is new. */
const LEARN_WAIT_MS = 10_000;
/** Entities near in meaning; more where filters will drop some. */
const MEANT = 20;
const MEANT_FILTERED = 200;

export function searchCalls(on: {
  session: Session;
  readPolicy: ReadPolicy | null;
  now: () => Date;
  /** The department that asks, null when it is not known. */
  caller: string | null;
  /** Search by meaning; null when it is not set up. */
  meaning: Meaning | null;
  /** False for a command, which learns what is new when it is asked. */
  learnsInBackground: boolean;
}): SearchCalls {
  const { session, now, caller } = on;
  return {
    recall: async (request) => {
      const checked = checkRequest(request);
      const [policy, meant] = await Promise.all([
        on.readPolicy?.() ?? null,
        rankByMeaning(on, checked),
        bringIndexUp(session, performance.now() + INDEX_WAIT_MS),
      ]);
      const meaning = meant?.names ?? [];
      const isReadOnly = session.connection()?.readOnly != null;
      const answer = await session.read((db) =>
        recallFrom({ db, request, checked, policy, now: now(), caller, meaning, isReadOnly }),
      );
      const problem = meant?.problem ?? null;
      if (problem === null) return answer;
      return { ...answer, note: [problem, answer.note].filter(Boolean).join(" ") };
    },
    overview: async (page) => {
      const policy = (await on.readPolicy?.()) ?? null;
      return overviewOf(session.read, { page, today: dayIn(now(), policy?.timeZone ?? "UTC") });
    },
  };
}

async function rankByMeaning(
  { meaning, learnsInBackground }: { meaning: Meaning | null; learnsInBackground: boolean },
  { query, types, agent, since }: CheckedRequest,
): Promise<Awaited<ReturnType<Meaning["rank"]>> | null> {
  if (meaning === null || query.trim() === "") return null;
  if (!learnsInBackground) await meaning.learn(performance.now() + LEARN_WAIT_MS);
  const isFiltered = types.length > 0 || agent !== null || since !== null;
  return meaning.rank(query, isFiltered ? MEANT_FILTERED : MEANT);
}

/**
 * Indexes what is waiting, a slice at a time so that other calls come in between. Stops at the
 * deadline (milliseconds of `performance.now()`). True when nothing is left.
 */
export async function bringIndexUp(session: Session, deadline: number): Promise<boolean> {
  if (await session.read(isIndexUp)) return true;
  if (session.connection()?.readOnly && session.connection()?.ino !== null) return false;
  loadConcepts();
  for (;;) {
    const isUp = await session.exclusive(({ db }) => indexSlice(db), { lasting: "forgettable" });
    if (isUp) return true;
    if (performance.now() > deadline) return false;
    await nextTurn();
  }
}
