/** What of the outside stands in the plan of the day: heard while the plan is made, nothing where nothing is set up. */
import type { Constitution } from "../../company/constitution/types.ts";
import { HqError } from "../../company/error.ts";
import { outsideWords } from "../../company/standup/outside.ts";
import { type Env, readSetting } from "../posts/secrets.ts";

/** Contract: never rejects for a source, whatever it does; the plan goes on without it. */
export async function outsideOfPlan(
  place: { root: string; env: Env; now(): Date },
  constitution: Constitution,
): Promise<{ said: string[]; notes: string[] }> {
  const { watchWords } = constitution.company;
  try {
    // Before anything is loaded: most companies hear nothing.
    const { root, env } = place;
    const isAny = watchWords.length > 0 || (await readSetting(root, env, "HQ_SENTRY_ORG")) !== null;
    if (!isAny) return { said: [], notes: [] };
    const { hearSignals } = await import("./hear-signals.ts");
    const heard = await hearSignals(place, constitution);
    return outsideWords(
      Object.entries(heard).map(([source, { signals, why }]) => {
        return { source, count: signals.length, why };
      }),
    );
  } catch (error) {
    if (error instanceof HqError) return { said: [], notes: [error.message] };
    throw error;
  }
}
