import { readConstitution } from "../../files/company.ts";
import { FORM_TYPES } from "../../mcp-memory/rules/entity-form.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/** The types that an entity may be of: those of the company's table, those that code reads, those in use. */
export async function knownTypes(memory: FounderMemory): Promise<string[]> {
  const { constitution } = await readConstitution(memory.root);
  const used = await withFounderMemory(memory, ({ store }) => store.countsByType());
  const named = constitution.memoryOwnership.map(({ entityType }) => entityType);
  return [...new Set([...named, ...FORM_TYPES, ...Object.keys(used), "note"])].filter(
    (type) => type !== "*",
  );
}
