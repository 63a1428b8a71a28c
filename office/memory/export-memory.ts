/** The whole memory as a text, for another server or to read. */
import { writeText } from "../../files/text.ts";
import type { Graph } from "../../mcp-memory/graph.ts";
import { formatEntity, formatRelation } from "../../mcp-memory/jsonl.ts";
import {
  type EntityOrigin,
  formatObservationOrigins,
  formatOrigin,
  originsBeside,
} from "../../mcp-memory/origins.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";
import { memoryMarkdown } from "./markdown.ts";

export interface ExportWanted {
  /** jsonl is what the reference memory server reads. */
  format: "jsonl" | "markdown";
  /** Full path of the file that it is written into; null: into none. */
  file: string | null;
  /** Write dates and authors into a second file beside it, which an import reads. */
  withOrigins: boolean;
}

/**
 * What memory holds, and the text of it, which stands in the file now.
 * @throws HqError `write-failed`; MemoryError
 */
export function exportMemory(
  memory: FounderMemory,
  { format, file, withOrigins }: ExportWanted,
): Promise<{ graph: Graph; text: string; originsFile: string | null }> {
  return withFounderMemory(memory, async ({ store }) => {
    const graph = await store.readGraph();
    const { entities } = await store.readWithOrigins();
    // Another server gets its own fields and lines; what comes back to us with its dates is whole.
    const lines = withOrigins ? await store.readLines() : referenceLines(graph);
    const text = format === "markdown" ? memoryMarkdown(entities, graph.relations) : lines;
    const originsFile = file === null || !withOrigins ? null : originsBeside(file);
    // The dates first: facts without them would be taken for undated ones.
    if (originsFile !== null) await writeText(originsFile, originsLines(await store.readOrigins()));
    if (file !== null) await writeText(file, text);
    return { graph, text, originsFile };
  });
}

function originsLines(origins: ReadonlyMap<string, EntityOrigin>): string {
  return [...origins]
    .map(([name, { at, by, observations }]) =>
      formatOrigin({ name, at, by, observations: formatObservationOrigins(observations) }),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** The reference server's own lines: no field and no line that it does not know. */
function referenceLines({ entities, relations }: Graph): string {
  const lines = [
    ...entities.map((entity) => formatEntity({ ...entity, extra: null })),
    ...relations.map((relation) => formatRelation({ ...relation, extra: null })),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
