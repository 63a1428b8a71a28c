import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { MemoryError } from "../error.ts";
import type { ReadPolicy } from "../policy.ts";
import { answer, type OpenStore } from "./answer.ts";
import { closed } from "./schemas.ts";

/** More than a model needs to see; the archive has them all. */
const SHOWN = 50;

const inputSchema = closed({
  dryRun: z.boolean().optional().describe("Only say what would go. Default: true"),
});

const outputSchema = closed({
  dryRun: z.boolean(),
  count: z.number(),
  expired: z.array(closed({ name: z.string(), keptUntil: z.string() })),
});

const config = {
  title: "Apply Retention",
  description:
    "Move entities that have outlived the constitution's retention table into the archive. It runs by itself once a day; nothing else may be chosen, and the founder can restore everything.",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerApplyRetention(
  server: McpServer,
  open: OpenStore,
  readPolicy: ReadPolicy,
): void {
  server.registerTool("apply_retention", config, ({ dryRun = true }) =>
    answer(open, async (store) => {
      const policy = await readPolicy();
      if (policy === null) {
        throw new MemoryError(
          "invalid",
          "Cannot apply retention: there is no readable constitution beside the memory, expected its table Retention.",
          { hint: "Nothing was changed. Tell the founder: hq doctor says what is wrong." },
        );
      }
      const expired = await (dryRun ? store.upkeep.expired(policy) : store.upkeep.prune(policy));
      return {
        dryRun,
        count: expired.length,
        expired: expired.slice(0, SHOWN).map(({ name, until }) => ({ name, keptUntil: until })),
      };
    }),
  );
}
