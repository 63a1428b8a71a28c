/** The calls on the graph: each is checked against the limits, then run as one transaction. */
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  checkEntities,
  checkNames,
  checkObservations,
  checkQuery,
  checkRelations,
} from "../graph.ts";
import { memoryLines } from "./checkpoint/snapshot-lines.ts";
import type { Session, WriteAs } from "./database/session.ts";
import * as reading from "./reading/read-graph.ts";
import type { SearchCalls } from "./reading/search-calls.ts";
import type { MemoryStore, WriteOptions } from "./store.ts";
import * as writing from "./writing/write-graph.ts";

type GraphCalls = Omit<
  MemoryStore,
  | "health"
  | "history"
  | "upkeep"
  | "checkpoint"
  | "onChange"
  | "close"
  | "heeding"
  | keyof SearchCalls
>;

/** `onLookedThrough` is called when every row was looked at for damage. */
export function graphCalls(session: Session, onLookedThrough = () => {}): GraphCalls {
  return {
    createEntities: async (entities, options) => {
      checkEntities(entities);
      return session.write(as("create_entities", options), (write) =>
        writing.createEntities(write, entities),
      );
    },
    createRelations: async (relations, options) => {
      checkRelations(relations);
      return session.write(as("create_relations", options), (write) =>
        writing.createRelations(write, relations),
      );
    },
    addObservations: async (additions, options) => {
      checkObservations(
        additions.map(({ entityName, contents }) => ({ entityName, observations: contents })),
      );
      return session.write(as("add_observations", options), (write) =>
        writing.addObservations(write, additions, options?.check),
      );
    },
    deleteEntities: async (names, options) => {
      checkNames(names);
      return session.write(as("delete_entities", options), (write) =>
        writing.deleteEntities(write, names, options?.check),
      );
    },
    deleteObservations: async (deletions, options) => {
      checkNames(deletions.map(({ entityName }) => entityName));
      return session.write(as("delete_observations", options), (write) =>
        writing.deleteObservations(write, deletions, options?.check),
      );
    },
    deleteRelations: async (relations, options) => {
      checkNames(relations.map(({ from }) => from));
      return session.write(as("delete_relations", options), (write) =>
        writing.deleteRelations(write, relations),
      );
    },
    reviseEntities: async (revisions, options) => {
      checkEntities(revisions);
      return session.write(as("revise_entities", options), (write) =>
        writing.reviseEntities(write, revisions, options?.check),
      );
    },
    readGraph: async () => {
      // The longest of all reads: whoever gave it up meanwhile is heard first.
      await nextTurn();
      return session.read(reading.readGraph);
    },
    searchNodes: async (query) => {
      checkQuery(query);
      return session.read((db) => reading.searchNodes(db, query));
    },
    openNodes: async (names) => {
      checkNames(names);
      return session.read((db) => reading.openNodes(db, names));
    },
    readWithOrigins: () => session.read(reading.readWithOrigins),
    readAndLookThrough: async () => {
      const view = await session.read(reading.readAndLookThrough);
      onLookedThrough();
      return view;
    },
    readNumbered: () => session.read(reading.readNumbered),
    readLines: () => session.read((db) => [...memoryLines(db)].join("")),
    readOrigins: () => session.read(reading.readOrigins),
    countsByType: () => session.read(reading.countsByType),
  };
}

/** How the log names a call, and its author when the caller names one. */
function as(operation: string, options: WriteOptions | undefined): WriteAs {
  return options?.by === undefined ? { operation } : { operation, by: options.by };
}
