import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, type OpenStore } from "./answer.ts";
import { closed, entitySchema } from "./schemas.ts";

const inputSchema = closed({ entities: z.array(entitySchema) });

const outputSchema = closed({
  entities: z.array(entitySchema),
  skipped: z.array(z.string()).describe("Names that existed already, or came twice"),
});

const config = {
  title: "Create Entities",
  description:
    "Create multiple new entities in the knowledge graph. A name that exists already is skipped and left as it is: add to it with add_observations.",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
};

export function registerCreateEntities(server: McpServer, open: OpenStore): void {
  server.registerTool("create_entities", config, ({ entities }) =>
    answer(open, async (store) => {
      const { created, skipped } = await store.createEntities(entities);
      return { entities: created, skipped };
    }),
  );
}
