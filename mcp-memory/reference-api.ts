// The programmatic surface of the reference memory server, on our store: `solo-hq/memory`. Its types
// for users are in memory.d.ts, which a test holds against this file.
import { homedir } from "node:os";
import path from "node:path";
import type { Entity, Graph, ObservationsOf, Relation } from "./graph.ts";
import { memoryFilePath } from "./location.ts";
import { type OpenMemoryOptions, openMemoryStore } from "./open.ts";
import {
  createMemoryServer,
  keepSubscriptions,
  type MemoryServer,
  registerGraphResource,
} from "./server.ts";
import type { MemoryStore } from "./store/store.ts";

export type { Entity, Relation } from "./graph.ts";
export { skippedEntitiesNotice } from "./tools/create-entities.ts";
export type KnowledgeGraph = Graph;

type Server = MemoryServer["server"];

/** The memory when nothing says where it is: in the working folder, not in the package's. */
export const defaultMemoryPath = path.resolve("memory.jsonl");

/** Where the memory is, by MEMORY_FILE_PATH, else by the company's root or the working folder. */
export async function ensureMemoryFilePath(): Promise<string> {
  return memoryFilePath({ env: process.env, cwd: process.cwd(), home: homedir() });
}

/** Names that were asked for and are not among the created: they existed, or came twice. */
export function skippedEntityNames(requested: Entity[], created: Entity[]): string[] {
  const left = new Map<string, number>();
  for (const { name } of created) left.set(name, (left.get(name) ?? 0) + 1);
  return requested.flatMap(({ name }) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count > 0 ? [] : [name];
  });
}

/** The whole graph of a manager as the resource of any server. */
export function registerKnowledgeGraphResource(
  server: Server,
  manager: KnowledgeGraphManager,
): void {
  registerGraphResource(server, () => manager.readGraph());
}

/** Who subscribed to which resource is kept in `subscribers`. */
export function registerKnowledgeGraphSubscriptions(
  server: Server,
  subscribers: Set<string> = new Set(),
): void {
  server.server.registerCapabilities({ resources: { subscribe: true } });
  keepSubscriptions(server, subscribers);
}

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
  // Nobody is left to tell; the next start makes up for a checkpoint that failed.
  const letGo = () => memory.close().catch((error: unknown) => options.log?.(String(error)));
  server.server.onclose = () => void letGo();
  const close = server.close.bind(server);
  // Whoever waits for it finds the file written, and nothing is touched any more.
  server.close = async () => {
    await close();
    await letGo();
  };
  return server;
}

/**
 * The nine calls of the reference's class. A call returns when its change is on the disk, in the
 * database; `memory.jsonl` follows within about a second, at `checkpoint()`, and at `close()`.
 * Calls reject with a `MemoryError`; its message is the reference's where the reference has one. One
 * whose `signal` is aborted before it is written or read rejects with the signal's reason.
 */
export class KnowledgeGraphManager {
  readonly #memory: LazyStore;

  constructor(memoryFilePath: string, options: MemoryOptions = {}) {
    this.#memory = lazyStore(memoryFilePath, options);
  }

  async createEntities(entities: Entity[], signal?: AbortSignal): Promise<Entity[]> {
    return (await this.#store(signal)).createEntities(entities).then(({ created }) => created);
  }

  async createRelations(relations: Relation[], signal?: AbortSignal): Promise<Relation[]> {
    return (await this.#store(signal)).createRelations(relations).then(({ created }) => created);
  }

  async addObservations(
    observations: { entityName: string; contents: string[] }[],
    signal?: AbortSignal,
  ): Promise<{ entityName: string; addedObservations: string[] }[]> {
    return (await this.#store(signal)).addObservations(observations);
  }

  async deleteEntities(
    entityNames: string[],
    signal?: AbortSignal,
  ): Promise<{ deleted: string[]; notFound: string[] }> {
    return (await this.#store(signal)).deleteEntities(entityNames);
  }

  async deleteObservations(
    deletions: ObservationsOf[],
    signal?: AbortSignal,
  ): Promise<{ deletedCount: number; missingEntities: string[] }> {
    const store = await this.#store(signal);
    const { deleted, notFound } = await store.deleteObservations(deletions);
    const deletedCount = deleted.reduce((sum, { observations }) => sum + observations.length, 0);
    if (notFound.length === 0) return { deletedCount, missingEntities: [] };
    const names = notFound.map(({ entityName }) => entityName);
    // What is written is told, even to who gave it up meanwhile.
    const found = await (await this.#store()).openNodes(names);
    const known = new Set(found.entities.map(({ name }) => name));
    return { deletedCount, missingEntities: names.filter((name) => !known.has(name)) };
  }

  async deleteRelations(
    relations: Relation[],
    signal?: AbortSignal,
  ): Promise<{ deletedCount: number }> {
    const { deleted } = await (await this.#store(signal)).deleteRelations(relations);
    return { deletedCount: deleted.length };
  }

  async readGraph(signal?: AbortSignal): Promise<KnowledgeGraph> {
    return (await this.#store(signal)).readGraph();
  }

  async searchNodes(query: string, signal?: AbortSignal): Promise<KnowledgeGraph> {
    return (await this.#store(signal)).searchNodes(query);
  }

  async openNodes(names: string[], signal?: AbortSignal): Promise<KnowledgeGraph> {
    return (await this.#store(signal)).openNodes(names);
  }

  /** Writes memory.jsonl now. The reference has no such call, as it writes the file every time. */
  async checkpoint(): Promise<void> {
    await (await this.#store()).checkpoint();
  }

  /** Writes memory.jsonl and lets go of the files; a later call opens them again. */
  close(): Promise<void> {
    return this.#memory.close();
  }

  /** Throws the signal's reason: what was given up before it was written is not written. */
  async #store(signal?: AbortSignal): Promise<MemoryStore> {
    signal?.throwIfAborted();
    const { store } = await this.#memory.open();
    return signal === undefined ? store : store.heeding(signal);
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
  let closed: Promise<void> = Promise.resolve();
  return {
    open: async () => {
      const isNew = opening === undefined;
      opening ??= openMemoryStore({ ...options, filePath }).catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return { store: await opening, isNew };
    },
    close: () => {
      const closing = opening;
      opening = undefined;
      // Asked for twice, by the connection that ends and by its owner, it is waited for by both.
      closed = closed
        .catch(() => undefined)
        .then(async () => {
          const store = await closing?.catch(() => undefined);
          await store?.close();
        });
      return closed;
    },
  };
}
