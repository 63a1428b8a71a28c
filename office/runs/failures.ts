/** What failed in a run, the same things together, and what of it may become a lesson. */
import { createHash } from "node:crypto";
import { clip } from "../../company/clip.ts";
import type { SeenFailure } from "../../ledger/lesson-drafts.ts";
import type { RunRecord } from "../../ledger/runs.ts";
import type { ToolFailure } from "../../ledger/traces.ts";
import { findSecret } from "../../mcp-memory/rules/secrets.ts";

export const FAILURES_KEPT = 20;
/** Of one run: a run that fails in everything has one cause. */
const DRAFTS_A_RUN = 5;
const TEXT_CHARS = 400;
const KEY_CHARS = 160;
const TOOL_CHARS = 100;

export interface ToolCounts {
  calls: number;
  refused: number;
  failed: number;
}

export interface FailureWatch {
  called(): void;
  failed(tool: string, text: string, isDenied: boolean): void;
  counts(): ToolCounts;
  /** The most frequent first; a text with a secret in it is held back. */
  failures(): Promise<ToolFailure[]>;
}

export function watchFailures(): FailureWatch {
  const counts: ToolCounts = { calls: 0, refused: 0, failed: 0 };
  const seen = new Map<string, ToolFailure>();
  return {
    called: () => {
      counts.calls += 1;
    },
    failed: (called, text, isDenied) => {
      // Of a tool that does not exist the name is the model's own.
      const tool = called.slice(0, TOOL_CHARS);
      const refused = isDenied || NO_SUCH_TOOL.test(text);
      counts[refused ? "refused" : "failed"] += 1;
      const key = `${tool} ${alike(text)}`;
      const known = seen.get(key);
      if (known !== undefined) known.times += 1;
      else if (seen.size < SEEN_LIMIT) seen.set(key, { tool, refused, text, times: 1 });
    },
    counts: () => ({ ...counts }),
    failures: () =>
      Promise.all(
        [...seen.values()]
          .sort((a, b) => b.times - a.times)
          .slice(0, FAILURES_KEPT)
          .map(async (failure) => ({ ...failure, text: await shown(failure.text) })),
      ),
  };
}

/** Kinds of failures of one run that are told apart. */
const SEEN_LIMIT = 200;
const NO_SUCH_TOOL = /^Tool '.*' does not exist/;

/** The failures of a run as drafts of lessons; that the run itself failed is one, too. */
export async function draftsOf(
  run: RunRecord,
  failures: readonly ToolFailure[],
  at: string,
): Promise<SeenFailure[]> {
  const { id, agent, state, why } = run;
  const own: ToolFailure[] =
    state === "failed" && why !== null
      ? [{ tool: "", refused: false, text: await shown(why), times: 1 }]
      : [];
  return [...own, ...failures].slice(0, DRAFTS_A_RUN).map(({ tool, refused, text, times }) => ({
    ...{ agent, tool: tool === "" ? null : tool, refused, text, times, at, run: id },
    key: createHash("sha256")
      .update(JSON.stringify([agent, tool, alike(text)]))
      .digest("hex"),
  }));
}

/** The text with a mark for what differs from time to time of one failure; in lower case. */
function alike(text: string): string {
  const plain = text.toLowerCase().replaceAll(/\s+/g, " ").trim();
  const named = replaced(plain, NAMES);
  const counted = named.replaceAll(NUMBER, (_all, before: string | undefined, number: string) => {
    const [code = ""] = /^-?\d+/.exec(number) ?? [];
    const isCode = RPC_CODE.test(code) || (before !== undefined && HTTP_CODE.test(code));
    return `${before ?? ""}${isCode ? code : "#"}`;
  });
  return replaced(counted, ENDINGS).slice(0, KEY_CHARS);
}

type Replacements = readonly [what: RegExp, mark: string][];

function replaced(text: string, replacements: Replacements): string {
  return replacements.reduce((rest, [what, mark]) => rest.replaceAll(what, mark), text);
}

const NAMES: Replacements = [
  // Whoever passes an error on may put this before it.
  [/^(?:(?:(?:unhandled|uncaught) )?\w*error: )+/g, ""],
  [/"[^"]*"|'[^']*'|`[^`]*`/g, "…"],
  [/\S*[/\\]\S*/g, "…"],
  // Names of entities such as product:pilot, file names, and what is introduced as an id.
  [/(?<![\w:])[a-z][\w-]*:[\w:.-]*\w/g, "…"],
  [/(?<![\w.])[\w-]+\.[a-z]{1,4}(?![\w.]\w|\w)/g, "…"],
  [/\b(ids?): ?[\w-]+/g, "$1: …"],
  [/\bwith (?:the )?(name|id|key|title) .+? (?=not|does|is|was|has|already)/g, "with $1 … "],
  // Keys of requests, sessions and commits.
  [/\b(?=[a-z_-]*\d)[a-z0-9][\w-]{11,}\b|\b(?=[a-f]*\d)[0-9a-f]{7,}\b/g, "…"],
];

/** A number after such a word, and one of JSON-RPC, says which failure it is. */
const NUMBER = /(\b(?:status|code|http|error)[: ]+)?(-?\d[\w.:-]*)/g;
const RPC_CODE = /^-32\d{3}$/;
const HTTP_CODE = /^[1-5]\d\d$/;

const ENDINGS: Replacements = [
  [/# ?(?:[kmgt]i?b|bytes?)(?!\w)/g, "#"],
  // How long it took is not which failure it was.
  [/ (?:after|in|within) #(?: ?(?:ms|s|secs?|seconds?|mins?|minutes?))?(?!\w)/g, ""],
  [/[.!\s]+$/g, ""],
];
async function shown(text: string): Promise<string> {
  const head = clip(text, TEXT_CHARS);
  const found = await findSecret([text.slice(0, 2 * TEXT_CHARS)]);
  return found === null ? head : `(held back: it holds ${found})`;
}
