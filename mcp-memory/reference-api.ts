// The programmatic surface of the reference memory server, on our store: `solo-hq/memory`. Its types
// for users are in memory.d.ts, which a test holds against this file.
import type { Entity, Graph, ObservationsOf, Relation } from "./graph.ts";
import { type OpenMemoryOptions, openMemoryStore } from "./open.ts";
import { createMemoryServer, type MemoryServer } from "./server.ts";
import type { MemoryStore } from "./store/store.ts";

export type { Entity, Relation } from "./graph.ts";
export type KnowledgeGraph = Graph;

/** What the reference does not ask for: who writes, the clock, and where warnings go. */
export type MemoryOptions = Pick<OpenMemoryOptions, "agent" | "now" | "log">;

/**
 * A memory server over the file, not yet connected: `await server.connect(transport)`. It opens the
 * file at the first call, and lets go of it when the connection closes. Speaks the 2025 revision of
 * the protocol, as every server does that is connected by hand; `hq-memory` speaks both.
 */
export function createServer(
  filePath: string,
  options: MemoryOptions = {},
): MemoryServer["server"] {
  const memory = lazyStore(filePath, options);
  const open = async () => {
    const { store, isNew } = await memory.open();
    if (isNew) store.onChange(graphChanged);
    return store;
  };
  const { server, graphChanged } = createMemoryServer(
    {
      open,
      readPolicy: async () => null,
      author: { agent: options.agent ?? null, session: null },
      now: options.now ?? (() => new Date()),
    },
    "legacy",
  );
  server.server.onclose = () => {
    // Nobody is left to tell; the next start makes up for a checkpoint that failed.
    memory.close().catch((error: unknown) => options.log?.(String(error)));
  };
  return server;
}

/**
 * The nine calls of the reference's class. A call returns when its change is on the disk, in the
 * database; `memory.jsonl` follows within about a second, at `checkpoint()`, and at `close()`.
 * Calls reject with a `MemoryError`; its message is the reference's where the reference has one.
 */
export class KnowledgeGraphManager {
  readonly #memory: LazyStore;

  constructor(memoryFilePath: string, options: MemoryOptions = {}) {
    this.#memory = lazyStore(memoryFilePath, options);
  }

  async createEntities(entities: Entity[]): Promise<Entity[]> {
    return (await this.#store()).createEntities(entities).then(({ created }) => created);
  }

  async createRelations(relations: Relation[]): Promise<Relation[]> {
    return (await this.#store()).createRelations(relations).then(({ created }) => created);
  }

  async addObservations(
    observations: { entityName: string; contents: string[] }[],
  ): Promise<{ entityName: string; addedObservations: string[] }[]> {
    return (await this.#store()).addObservations(observations);
  }

  async deleteEntities(entityNames: string[]): Promise<{ deleted: string[]; notFound: string[] }> {
    return (await this.#store()).deleteEntities(entityNames);
  }

  async deleteObservations(
    deletions: ObservationsOf[],
  ): Promise<{ deletedCount: number; missingEntities: string[] }> {
    const store = await this.#store();
    const { deleted, notFound } = await store.deleteObservations(deletions);
    const deletedCount = deleted.reduce((sum, { observations }) => sum + observations.length, 0);
    if (notFound.length === 0) return { deletedCount, missingEntities: [] };
    const names = notFound.map(({ entityName }) => entityName);
    const known = new Set((await store.openNodes(names)).entities.map(({ name }) => name));
    return { deletedCount, missingEntities: names.filter((name) => !known.has(name)) };
  }

  async deleteRelations(relations: Relation[]): Promise<{ deletedCount: number }> {
    const { deleted } = await (await this.#store()).deleteRelations(relations);
    return { deletedCount: deleted.length };
  }

  async readGraph(): Promise<KnowledgeGraph> {
    return (await this.#store()).readGraph();
  }

  async searchNodes(query: string): Promise<KnowledgeGraph> {
    return (await this.#store()).searchNodes(query);
  }

  async openNodes(names: string[]): Promise<KnowledgeGraph> {
    return (await this.#store()).openNodes(names);
  }

  /** Writes memory.jsonl now. The reference has no such call, as it writes the file every time. */
  async checkpoint(): Promise<void> {
    await (await this.#store()).checkpoint();
  }

  /** Writes memory.jsonl and lets go of the files; a later call opens them again. */
  close(): Promise<void> {
    return this.#memory.close();
  }

  async #store(): Promise<MemoryStore> {
    return (await this.#memory.open()).store;
  }
}

interface LazyStore {
  /** The store; `isNew` for the one call that opened it. */
  open(): Promise<{ store: MemoryStore; isNew: boolean }>;
  close(): Promise<void>;
}

/** A store that is opened when it is first needed, and again after it was closed or failed to open. */
function lazyStore(filePath: string, options: MemoryOptions): LazyStore {
  let opening: Promise<MemoryStore> | undefined;
  return {
    open: async () => {
      const isNew = opening === undefined;
      opening ??= openMemoryStore({ ...options, filePath }).catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return { store: await opening, isNew };
    },
    close: async () => {
      const closing = opening;
      opening = undefined;
      const store = await closing?.catch(() => undefined);
      await store?.close();
    },
  };
}
