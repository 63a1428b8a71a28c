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
 * of it when the connection closes.
 */
export declare function createServer(filePath: string, options?: MemoryOptions): MemoryMcpServer;

/**
 * The nine calls of the reference server's class. A call resolves when its change is on the disk;
 * the JSONL file follows within about a second, at `checkpoint()` and at `close()`.
 */
export declare class KnowledgeGraphManager {
  constructor(memoryFilePath: string, options?: MemoryOptions);
  createEntities(entities: Entity[]): Promise<Entity[]>;
  createRelations(relations: Relation[]): Promise<Relation[]>;
  addObservations(
    observations: { entityName: string; contents: string[] }[],
  ): Promise<{ entityName: string; addedObservations: string[] }[]>;
  deleteEntities(entityNames: string[]): Promise<{ deleted: string[]; notFound: string[] }>;
  deleteObservations(
    deletions: { entityName: string; observations: string[] }[],
  ): Promise<{ deletedCount: number; missingEntities: string[] }>;
  deleteRelations(relations: Relation[]): Promise<{ deletedCount: number }>;
  readGraph(): Promise<KnowledgeGraph>;
  searchNodes(query: string): Promise<KnowledgeGraph>;
  openNodes(names: string[]): Promise<KnowledgeGraph>;
  /** Writes the JSONL file now. */
  checkpoint(): Promise<void>;
  /** Writes the JSONL file and lets go of the files; a later call opens them again. */
  close(): Promise<void>;
}
