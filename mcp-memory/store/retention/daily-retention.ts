/** Retention by itself: at most once a day, after a write, so that a memory nobody uses costs nothing. */
import type { ReadPolicy } from "../../policy.ts";
import { dayIn } from "../../retention/expiry.ts";
import type { Session } from "../database/session.ts";
import { lastPruned, prune } from "./prune.ts";

export interface DailyRetention {
  /** Looks a moment later whether retention is due today. */
  afterWrite(): void;
  stop(): void;
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
      prune(write, policy, on.now()),
    );
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
