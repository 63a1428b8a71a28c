/**
 * The memory as the page holds it. Nothing here touches the document.
 * Names come from anybody: they are values and map keys, never property names and never markup.
 */

/** Reads what `office/memory/drawing/page-data.ts` wrote. */
export function readMemory(text) {
  const data = JSON.parse(text);
  const entities = data.entities.map(([name, type, at, observations, x, y, title, row], id) => ({
    id,
    name,
    // 0 says that it is called by its name.
    title: title === 0 ? name : title,
    type,
    entityType: data.types[type].name,
    at,
    // A fact without a date of its own was written with the entity.
    observations: observations.map(([text, own]) => ({ text, at: own === 0 ? at : own })),
    x,
    y,
    /** Its number in the database; 0 for what is only named in facts or in the constitution. */
    row,
    outgoing: [],
    incoming: [],
    near: new Set(),
  }));
  const relations = data.relations.map(([from, to, how, said], id) => ({
    id,
    from,
    to,
    how,
    said,
  }));
  for (const relation of relations) {
    const { from, to } = relation;
    entities[from].outgoing.push(relation);
    entities[to].incoming.push(relation);
    if (from === to) continue;
    entities[from].near.add(to);
    entities[to].near.add(from);
  }
  return { ...data, entities, relations };
}

/** What is tied to nothing stands in the list alone. */
export const isTied = (entity) => entity.near.size > 0;

/** True for a relation that nobody recorded. */
export const isDerived = (relation) => relation.said !== undefined;

/** What says so: a fact of the entity where the relation begins, or other words. */
export function reasonFor(memory, { from, said }) {
  return typeof said === "number" ? (memory.entities[from].observations[said]?.text ?? "") : said;
}

/** The day of an ISO instant, as it is written in files; a sentence when nobody knows it. */
export function day(at) {
  return at === null ? "date unknown" : at.slice(0, 10);
}
