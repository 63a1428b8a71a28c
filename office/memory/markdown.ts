/** The memory as a page to read: a section for each type, its entities with their facts and dates. */
import type { Relation } from "../../mcp-memory/graph.ts";
import type { DatedEntity } from "../../mcp-memory/store/store.ts";

/** Dates are the days (UTC) on which something was first written; what has no date shows none. */
export function memoryMarkdown(
  entities: readonly DatedEntity[],
  relations: readonly Relation[],
): string {
  const outgoing = Map.groupBy(relations, ({ from }) => from);
  const types = Map.groupBy(entities, ({ entityType }) => entityType);
  const lines = ["# Memory", "", `${entities.length} entities, ${relations.length} relations.`];
  for (const [type, members] of [...types].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push("", `## ${literal(type)}`);
    for (const entity of members) {
      const day = dayOf(entity.at);
      lines.push("", `### ${literal(entity.name)}`, "");
      if (day !== null) lines.push(`First written ${day}.`, "");
      for (const { text, at } of entity.observations) {
        const own = at === entity.at ? null : dayOf(at);
        lines.push(`- ${indented(text)}${own === null ? "" : ` (${own})`}`);
      }
      for (const { relationType, to } of outgoing.get(entity.name) ?? []) {
        lines.push(`- → ${literal(relationType)} **${literal(to)}**`);
      }
      if (lines.at(-1) === "") lines.pop();
    }
  }
  const names = new Set(entities.map(({ name }) => name));
  const loose = relations.filter(({ from }) => !names.has(from));
  if (loose.length > 0) {
    lines.push("", "## Relations of what is not there", "");
    for (const { from, relationType, to } of loose) {
      lines.push(`- ${literal(from)} → ${literal(relationType)} **${literal(to)}**`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function dayOf(at: string | null): string | null {
  return at === null ? null : at.slice(0, 10);
}

/** One line that Markdown shows as it is. Names are anybody's: they must not become markup. */
function literal(text: string): string {
  return (
    text
      .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
      .trim()
      .replaceAll(/[\\`*[\]<&~|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&")
      // What would begin a heading, a list, a quote or a rule.
      .replace(/^(\d+)([.)])|^[#>+=-]/u, (start, digits?: string, mark?: string) =>
        digits === undefined ? `\\${start}` : `${digits}\\${mark}`,
      )
  );
}

/** Several lines stay within their item of the list. */
function indented(text: string): string {
  const lines = text.split(/[\n\r\u2028\u2029]+/).map(literal);
  return lines.filter((line) => line !== "").join("\\\n  ");
}
