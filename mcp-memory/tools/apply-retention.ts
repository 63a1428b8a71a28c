import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { MemoryError } from "../error.ts";
import type { ReadPolicy } from "../policy.ts";
import { waitingWords } from "../store/retention/daily-retention.ts";
import type { Expired } from "../store/retention/prune.ts";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { bytesOf, shortened } from "./answer-size.ts";
import { argumentsOf } from "./schemas.ts";

/** More than a model needs to see; the archive has them all. */
const SHOWN = 50;
const LIST_BYTES = 6_500;
const NAME_BYTES = 1_000;

const inputSchema = argumentsOf({
  apply: z.boolean().optional().describe("true: move them"),
  dryRun: z.boolean().optional().describe("true: move nothing"),
});

const outputSchema = z.object({
  dryRun: z.boolean(),
  count: z.number(),
  expired: z.array(z.object({ name: z.string(), keptUntil: z.string() })),
  note: z.string(),
});

const config = {
  title: "Apply Retention",
  description:
    "Say which entities have outlived the constitution's retention table; with apply move them into the archive. Runs by itself once a day; the founder can restore everything.",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
};

/**
 * Moves only what is asked for in so many words: a client may turn null into false on the way, so that
 * no false means more than a field that was left out.
 */
export function registerApplyRetention(
  server: McpServer,
  open: OpenStore,
  readPolicy: ReadPolicy,
): void {
  server.registerTool("apply_retention", config, ({ apply = false, dryRun }, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      const policy = await readPolicy();
      if (policy === null) {
        throw new MemoryError(
          "invalid",
          "Cannot apply retention: there is no readable constitution beside the memory, expected its table Retention.",
          { hint: "Nothing was changed. Tell the founder: hq doctor says what is wrong." },
        );
      }
      const moves = apply && dryRun !== true;
      const expired = await (moves
        ? store.upkeep.prune(policy, { isAsked: false })
        : store.upkeep.expired(policy));
      const shown = shownOf(expired);
      const more = expired.length - shown.length;
      const waiting = moves ? await store.upkeep.waiting() : null;
      const waits =
        waiting === null ? "" : ` ${waitingWords(waiting)} Tell the founder: hq memory accept.`;
      return {
        dryRun: !moves,
        count: expired.length,
        expired: shown,
        note: `${moves ? "Moved into the archive." : notMoved(apply, dryRun)}${more > 0 ? ` ${more} more are not listed.` : ""}${waits}`,
      };
    }),
  );
}

/** An older caller said dryRun: false and meant it; now it has to say apply. */
function notMoved(apply: boolean, dryRun: boolean | undefined): string {
  if (apply) return "Nothing was moved, because dryRun is true. Leave dryRun out to move them.";
  const old = dryRun === false ? " dryRun: false alone no longer moves anything." : "";
  return `Nothing was moved.${old} Call it with apply: true to move them.`;
}

/** The first that fit an answer. */
function shownOf(expired: readonly Expired[]): { name: string; keptUntil: string }[] {
  const shown: { name: string; keptUntil: string }[] = [];
  let left = LIST_BYTES;
  for (const { name, until } of expired.slice(0, SHOWN)) {
    const item = { name: shortened(name, NAME_BYTES), keptUntil: until };
    left -= bytesOf(item) + 1;
    if (left < 0) break;
    shown.push(item);
  }
  return shown;
}
