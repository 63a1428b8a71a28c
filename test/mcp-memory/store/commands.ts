/** Random calls on a memory, with names and texts that are easily mistaken. */
import fc from "fast-check";
import type { GraphCalls } from "../memory-oracle.ts";

const name = fc.constantFrom("a", "b", "A", "__proto__", "constructor", "é", "x\u0000y");
const text = fc.oneof(
  fc.constantFrom("one", "Two", "Σίσυφος", "tab\there", 'say "x"', "\ud83d"),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
const entity = fc.record({
  name,
  entityType: fc.constantFrom("note", "Lesson", "__proto__"),
  observations: fc.array(text, { maxLength: 3 }),
});
const relation = fc.record({ from: name, to: name, relationType: fc.constantFrom("knows", "b") });
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });
const ofEntity = fc.record({ entityName: name, observations: some(text) });

export type Call = (memory: GraphCalls) => Promise<unknown>;
export const call: fc.Arbitrary<Call> = fc.oneof(
  some(entity).map((items) => (memory: GraphCalls) => memory.createEntities(items)),
  some(relation).map((items) => (memory: GraphCalls) => memory.createRelations(items)),
  some(ofEntity).map(
    (items) => (memory: GraphCalls) =>
      memory.addObservations(
        items.map(({ entityName, observations }) => ({ entityName, contents: observations })),
      ),
  ),
  some(name).map((items) => (memory: GraphCalls) => memory.deleteEntities(items)),
  some(ofEntity).map((items) => (memory: GraphCalls) => memory.deleteObservations(items)),
  some(relation).map((items) => (memory: GraphCalls) => memory.deleteRelations(items)),
  some(entity).map(
    (items) => (memory: GraphCalls) =>
      memory.reviseEntities(
        items.map((item) => ({ ...item, replaces: item.observations.slice(1) })),
      ),
  ),
  text.map((query) => (memory: GraphCalls) => memory.searchNodes(query)),
  some(name).map((items) => (memory: GraphCalls) => memory.openNodes(items)),
  fc.constant((memory: GraphCalls) => memory.countsByType()),
);
