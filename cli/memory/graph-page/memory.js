/**
 * The memory as the page holds it, and what of it is shown. Nothing here touches the document.
 * Names come from anybody: they are values and map keys, never property names and never markup.
 */

/** Reads what `office/memory/graph-data.ts` wrote. */
export function readMemory(text) {
  const data = JSON.parse(text);
  const entities = data.entities.map(([name, type, at, observations, x, y], id) => ({
    id,
    name,
    type,
    at,
    // A fact without a date of its own was written with the entity.
    observations: observations.map(([text, own]) => ({ text, at: own === 0 ? at : own })),
    x,
    y,
    outgoing: [],
    incoming: [],
  }));
  const relations = data.relations.map(([from, to, how], id) => ({ id, from, to, how }));
  for (const relation of relations) {
    entities[relation.from].outgoing.push(relation);
    entities[relation.to].incoming.push(relation);
  }
  return { ...data, entities, relations };
}

/** Lower case without accents, so that "decisao" finds "decisão". */
export function fold(text) {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

/**
 * Ids of the entities that have all words in name, type or observations, those first that have them
 * in the name.
 */
export function find(memory, query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return memory.entities.map(({ id }) => id);
  const inName = [];
  const elsewhere = [];
  for (const entity of memory.entities) {
    entity.folded ??= fold(
      [
        entity.name,
        memory.types[entity.type].name,
        ...entity.observations.map(({ text }) => text),
      ].join("\n"),
    );
    if (!words.every((word) => entity.folded.includes(word))) continue;
    entity.foldedName ??= fold(entity.name);
    (words.every((word) => entity.foldedName.includes(word)) ? inName : elsewhere).push(entity.id);
  }
  return [...inName, ...elsewhere];
}

/** The day of an ISO instant, as it is written in files; a sentence when nobody knows it. */
export function day(at) {
  return at === null ? "date unknown" : at.slice(0, 10);
}
