/** The search: recall's own ranking, on an index that is made when somebody is about to ask. */
import { pageIndex } from "./page-index.ts";
import { recallIn } from "./page-recall.ts";
import { loadWordTables } from "./word-tables.js";

/** At a time, so that a page of ten thousand entities goes on answering. */
const SLICE_MS = 12;

export function createSearch(memory) {
  let ready = null;
  const prepare = async () => {
    await loadWordTables();
    const own = memory.entities.filter(({ row }) => row !== 0);
    const named = new Map(own.map((entity) => [entity.name, entity]));
    const relations = memory.relations
      .filter(({ said }) => said === undefined)
      .map(({ from, to, how }) => ({
        from: memory.entities[from].name,
        to: memory.entities[to].name,
        relationType: how,
      }));
    const index = pageIndex(
      own.map((entity) => ({ ...entity, id: entity.row })),
      relations,
    );
    while (!index.step(SLICE_MS)) await new Promise((next) => setTimeout(next));
    return { index, named };
  };
  return {
    /** Makes the index, once. */
    prepare() {
      ready ??= prepare();
      return ready;
    },
    /** `{ entities: [{ id, text }], read }`, the best first. */
    async find(query) {
      const { index, named } = await this.prepare();
      const { found, read } = recallIn(index.source, query, new Date(memory.asOf));
      const entities = found.map(({ name, text }) => ({
        id: named.get(name).id,
        text: text ?? "",
      }));
      return { entities, read };
    },
  };
}
