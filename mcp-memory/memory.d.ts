/**
 * `solo-hq/memory`: what `@modelcontextprotocol/server-memory` exports for programs, on a store that
 * several processes may share and that loses nothing it has acknowledged.
 */
import type { McpServer } from "@modelcontextprotocol/server";

export interface Entity {
  name: string;
  entityType: string;
  observations: string[];
}

export interface Relation {
  from: string;
  to: string;
  relationType: string;
}

export interface KnowledgeGraph {
  entities: Entity[];
  relations: Relation[];
}

export interface MemoryOptions {
  /** Who writes; kept as the origin of what is written. */
  agent?: string;
  /** The clock; the system's when left out. */
  now?: () => Date;
  /** Takes one line for people about what was repaired or could not be done. */
  log?: (line: string) => void;
}

/** A transport of either version of the MCP SDK. */
export interface AnyTransport {
  start(): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: the two versions of the SDK name the same messages differently
  send(message: any, options?: any): Promise<void>;
  close(): Promise<void>;
}

export type MemoryMcpServer = Omit<McpServer, "connect"> & {
  connect(transport: AnyTransport): Promise<void>;
};

/**
 * A memory server over the file, not yet connected. It opens the file at the first call and lets go
 * of it when the connection closes; its `close()` resolves when the file is written.
 */
export declare function createServer(filePath: string, options?: MemoryOptions): MemoryMcpServer;

/** The memory when nothing says where it is: `memory.jsonl` in the working folder. */
export declare const defaultMemoryPath: string;

/** Where the memory is, by MEMORY_FILE_PATH, else by the company's root or the working folder. */
export declare function ensureMemoryFilePath(): Promise<string>;

/** Names that were asked for and not created: they existed, or came twice. */
export declare function skippedEntityNames(requested: Entity[], created: Entity[]): string[];

/** What create_entities says of them. */
export declare function skippedEntitiesNotice(skipped: readonly string[]): string;

/** The whole graph of a manager as the resource `memory://knowledge-graph` of any server. */
export declare function registerKnowledgeGraphResource(
  server: McpServer,
  manager: KnowledgeGraphManager,
): void;

/** Lets clients subscribe to it; the addresses are kept in `subscribers`. */
export declare function registerKnowledgeGraphSubscriptions(
  server: McpServer,
  subscribers?: Set<string>,
): void;

/**
 * The nine calls of the reference server's class. A call resolves when its change is on the disk;
 * the JSONL file follows within about a second, at `checkpoint()` and at `close()`. One that changes
 * something takes a signal: aborted before it is written, it is not written.
 */
export declare class KnowledgeGraphManager {
  constructor(memoryFilePath: string, options?: MemoryOptions);
  createEntities(entities: Entity[], signal?: AbortSignal): Promise<Entity[]>;
  createRelations(relations: Relation[], signal?: AbortSignal): Promise<Relation[]>;
  addObservations(
    observations: { entityName: string; contents: string[] }[],
    signal?: AbortSignal,
  ): Promise<{ entityName: string; addedObservations: string[] }[]>;
  deleteEntities(
    entityNames: string[],
    signal?: AbortSignal,
  ): Promise<{ deleted: string[]; notFound: string[] }>;
  deleteObservations(
    deletions: { entityName: string; observations: string[] }[],
    signal?: AbortSignal,
  ): Promise<{ deletedCount: number; missingEntities: string[] }>;
  deleteRelations(relations: Relation[], signal?: AbortSignal): Promise<{ deletedCount: number }>;
  readGraph(signal?: AbortSignal): Promise<KnowledgeGraph>;
  searchNodes(query: string, signal?: AbortSignal): Promise<KnowledgeGraph>;
  openNodes(names: string[], signal?: AbortSignal): Promise<KnowledgeGraph>;
  /** Writes the JSONL file now. */
  checkpoint(): Promise<void>;
  /** Writes the JSONL file and lets go of the files; a later call opens them again. */
  close(): Promise<void>;
}
