/** Retention by itself: at most once a day, after a write, so that a memory nobody uses costs nothing. */
import type { ReadPolicy } from "../../policy.ts";
import { dayIn } from "../../retention/expiry.ts";
import type { Session } from "../database/session.ts";
import { lastPruned, prune, readWaiting, type Waiting } from "./prune.ts";

export interface DailyRetention {
  /** Looks a moment later whether retention is due today. */
  afterWrite(): void;
  stop(): void;
}

/** What a person should know of it. */
export function waitingWords({ count, from, to }: Waiting): string {
  return `The clock says ${to}, and the last day that is known is ${from}: ${count} entities would go into the archive by that, and wait.`;
}

/** Long enough for the call that woke it to be answered first. */
const DELAY_MS = 1_000;

export function createDailyRetention(on: {
  session: Session;
  readPolicy: ReadPolicy;
  now: () => Date;
  log: (line: string) => void;
}): DailyRetention {
  let timer: NodeJS.Timeout | undefined;
  let lookedOn: string | null = null;

  const run = async () => {
    const policy = await on.readPolicy();
    if (policy === null) return;
    const today = dayIn(on.now(), policy.timeZone);
    if ((await on.session.read(lastPruned)) === today) return;
    const gone = await on.session.write({ operation: "prune" }, (write) =>
      prune(write, policy, { now: on.now(), isAsked: false }),
    );
    const waiting = await on.session.read(readWaiting);
    if (waiting !== null) on.log(waitingWords(waiting));
    if (gone.length > 0) {
      on.log(
        `Retention moved ${gone.length} entities into the archive: ${gone
          .slice(0, 5)
          .map(({ name }) => name)
          .join(", ")}${gone.length > 5 ? ", …" : ""}. hq memory restore brings them back.`,
      );
    }
  };
  return {
    afterWrite: () => {
      const day = on.now().toISOString().slice(0, 10);
      if (lookedOn === day) return;
      lookedOn = day;
      timer = setTimeout(() => {
        run().catch((error: unknown) => on.log(`Retention did not run: ${String(error)}`));
      }, DELAY_MS).unref();
    },
    stop: () => clearTimeout(timer),
  };
}
