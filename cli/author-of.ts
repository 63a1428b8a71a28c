import { FOUNDER } from "../company/constitution/sections.ts";
import { HqError } from "../company/error.ts";
import { runOf } from "../office/people/speaker.ts";
import type { Io } from "./context.ts";

/** Who types: the department that HQ_AGENT names, else the founder. */
export function authorOf(io: Io): string {
  return runOf(io.env) ?? FOUNDER;
}

/**
 * For what a department may not do, `deed` as in "lift a stop".
 * @throws HqError `wrong-state` when a department types
 */
export function requireFounder(io: Io, deed: string): void {
  const author = authorOf(io);
  if (author === FOUNDER) return;
  throw new HqError(
    "wrong-state",
    `Cannot ${deed} as ${author}: only the founder does, in a terminal of their own. Nothing was changed.`,
  );
}

/**
 * For what only a person decides, who types it: in a terminal, and not by an agent's shell.
 * @throws HqError `wrong-state` where no person can answer
 */
export function requireTerminal(io: Io, deed: string): void {
  requireFounder(io, deed);
  const isClient = Boolean(io.env.COPILOT_AGENT_SESSION_ID);
  if (io.interactive && !isClient) return;
  const why = isClient ? "a client's session asks" : "this is no terminal";
  throw new HqError(
    "wrong-state",
    `Cannot ${deed}: ${why}, expected the founder at one. Nothing was changed.`,
    {
      hint: "Open a terminal of your own and type the command there.",
    },
  );
}
