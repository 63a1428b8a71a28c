/**
 * How a run ended. The client's exit code is 0 when it was stopped, when the provider blocked the answer
 * and when the answer was cut; only what was given to finish_run makes a run done.
 */
import type { ProviderFailure } from "../../office/runs/runtime.ts";
import type { Ending, Seen } from "./monitor.ts";

export interface EndFacts {
  /** What was given to finish_run. */
  result: string | null;
  /** Why we ended it; null when it ended by itself. */
  ending: Ending | null;
  exit: { code: number | null; signal: NodeJS.Signals | null };
  seen: Seen;
  stderr: string;
  /** The client's own folder. */
  home: string;
}

type Judged =
  | { state: "done"; result: string }
  | { state: "failed" | "stopped"; why: string; endedTurn?: boolean; failure?: ProviderFailure };

const WORDS_CHARS = 400;

export function judgeEnd(facts: EndFacts): Judged {
  const { result, ending, seen, exit } = facts;
  if (ending !== null && "isUnguarded" in ending) return failed(ending.why);
  if (result !== null) return { state: "done", result };
  if (ending !== null && ending.state !== "over") return ending;
  if (seen.error !== null) {
    const { status, type } = seen.error;
    return { ...failed(providerWords(seen.error)), failure: { status, type } };
  }
  if (!seen.isAnything) return failed(beforeStart(facts));
  if (exit.signal !== null || seen.wasAborted) {
    return failed(
      `The client was ended from outside (${exit.signal ?? "asked to"}), perhaps for want of memory. Run it again.`,
    );
  }
  if (exit.code !== 0) return failed(`The client ended with ${exit.code}: ${words(facts.stderr)}`);
  const why = `It ended without calling finish_run, so that nobody knows whether the work is done. Its last words: ${words(seen.lastWords)} Run it again, or read the transcript.`;
  return { state: "failed", why, endedTurn: true };
}

/** Without a session there is no event: all that there is stands on stderr. */
function beforeStart({ stderr, exit, home }: EndFacts): string {
  if (stderr.trim() !== "") {
    return `The client did not begin: ${words(stderr)}${/auth|log ?in|credential|token/i.test(stderr) ? LOG_IN : ""}`;
  }
  const how = exit.signal === null ? `ended with ${exit.code}` : `was ended by ${exit.signal}`;
  return `The client ${how} without a word before it began. Can ${home} be written, and is there room on the disk?`;
}

const LOG_IN =
  " Log in with: copilot login — or name a provider of your own in COPILOT_PROVIDER_BASE_URL.";

function providerWords({ text, status, type }: NonNullable<Seen["error"]>): string {
  const found = `The model could not be asked${status === null ? "" : ` (${status})`}: ${words(text)}`;
  return `${found} ${nextStep(status, type)}`;
}

function nextStep(status: number | null, type: string): string {
  if (status === 401 || status === 403 || type === "authentication") {
    return "Check the key of the provider, or log in with: copilot login";
  }
  if (status === 429 || type === "rate_limit") return "Wait, or raise the limit of the plan.";
  if (status === 404) return "Check the name of the model and the address of the provider.";
  return "Is the provider up? Run it again later.";
}

function failed(why: string): { state: "failed"; why: string } {
  return { state: "failed", why };
}

/** On one line, ending in a stop. */
function words(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, " ").slice(0, WORDS_CHARS);
  if (line === "") return "no words.";
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
