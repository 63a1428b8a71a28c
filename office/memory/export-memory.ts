/** The whole memory as a text, for another server or to read. */
import { writeText } from "../../files/text.ts";
import type { Graph } from "../../mcp-memory/graph.ts";
import { formatEntity, formatRelation } from "../../mcp-memory/jsonl.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";
import { memoryMarkdown } from "./markdown.ts";

export interface ExportWanted {
  /** jsonl is what the reference memory server reads. */
  format: "jsonl" | "markdown";
  /** Full path of the file that it is written into; null: into none. */
  file: string | null;
}

/**
 * What memory holds, and the text of it, which stands in the file now.
 * @throws HqError `write-failed`; MemoryError
 */
export function exportMemory(
  memory: FounderMemory,
  { format, file }: ExportWanted,
): Promise<{ graph: Graph; text: string }> {
  return withFounderMemory(memory, async ({ store }) => {
    const graph = await store.readGraph();
    const { entities } = await store.readWithOrigins();
    const text =
      format === "markdown" ? memoryMarkdown(entities, graph.relations) : referenceLines(graph);
    if (file !== null) await writeText(file, text);
    return { graph, text };
  });
}

/** The reference server's own lines: no field and no line that it does not know. */
function referenceLines({ entities, relations }: Graph): string {
  const lines = [
    ...entities.map((entity) => formatEntity({ ...entity, extra: null })),
    ...relations.map((relation) => formatRelation({ ...relation, extra: null })),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
