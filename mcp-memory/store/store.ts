import type { Entity, EntityRevision, Graph, ObservationsOf, Relation } from "../graph.ts";

/**
 * The shared memory of a company. Several processes may hold a store on the same file; each call
 * sees every call that any of them has answered.
 *
 * A writing call is one transaction: when its promise resolves, all of it is on the disk; when it
 * rejects (always with a `MemoryError`), none of it is.
 */
export interface MemoryStore {
  /** Adds the entities whose name is new. A name that exists, or comes twice, is skipped. */
  createEntities(entities: Entity[]): Promise<{ created: Entity[]; skipped: string[] }>;
  /** Adds the relations that are new. Rejects with `not-found` when an end is no entity. */
  createRelations(relations: Relation[]): Promise<{ created: Relation[] }>;
  /** Appends the texts an entity does not have yet. Rejects with `not-found` for an unknown entity. */
  addObservations(
    additions: { entityName: string; contents: string[] }[],
  ): Promise<{ entityName: string; addedObservations: string[] }[]>;
  /** Removes entities and the relations that touch them. */
  deleteEntities(names: string[]): Promise<{ deleted: string[]; notFound: string[] }>;
  /** Removes texts from entities. What was not there comes back as `notFound`. */
  deleteObservations(
    deletions: ObservationsOf[],
  ): Promise<{ deleted: ObservationsOf[]; notFound: ObservationsOf[] }>;
  deleteRelations(relations: Relation[]): Promise<{ deleted: Relation[]; notFound: Relation[] }>;
  /** Creates each entity, or renews the lines of it that the author owns. Texts that stay keep their origin. */
  reviseEntities(revisions: EntityRevision[]): Promise<void>;

  /** Everything, in the order of the file. */
  readGraph(): Promise<Graph>;
  /**
   * Entities whose name, type or one observation holds the query as a substring, upper and lower
   * case alike, and every relation with at least one of them at an end.
   */
  searchNodes(query: string): Promise<Graph>;
  /** Entities by exact name, and every relation with at least one of them at an end. */
  openNodes(names: string[]): Promise<Graph>;
  /** Everything with the time at which it was first written. */
  readWithOrigins(): Promise<{ entities: DatedEntity[] }>;
  /** Number of entities by type; the object has no prototype, so that any type is a plain key. */
  countsByType(): Promise<Record<string, number>>;
  health(): Promise<MemoryHealth>;

  /** Brings memory.jsonl and memory.origins.jsonl up to date, taking in edits from outside first. */
  checkpoint(): Promise<void>;
  /** Called after each change that this process made or took in. Returns the way to stop it. */
  onChange(listener: () => void): () => void;
  /** Checkpoints if it can within a moment, and lets go of the files. Calling it twice is harmless. */
  close(): Promise<void>;
}

export interface DatedEntity {
  name: string;
  entityType: string;
  /** ISO instant at which the entity was first written, null when nobody knows. */
  at: string | null;
  observations: { text: string; at: string | null }[];
}

export interface MemoryHealth {
  /** Real path of memory.jsonl. */
  filePath: string;
  /** Path of graph.db; null when the place is read-only and the memory is served from the files. */
  databasePath: string | null;
  readOnly: boolean;
  entities: number;
  relations: number;
  observations: number;
  /** Lines of types we do not know, carried along as they are. */
  carried: number;
  /** Pieces of damaged files in quarantine.jsonl. */
  quarantined: number;
  /** Entities, relations and lines that an outside edit removed, and that were kept. */
  keptBack: number;
  /** ISO instant of the last checkpoint, null when there was none yet. */
  lastCheckpoint: string | null;
  /** Changes that are in the database and not yet in memory.jsonl. */
  pending: number;
  findings: MemoryFinding[];
}

/** Something about the memory that a person should know. */
export interface MemoryFinding {
  severity: "error" | "warning";
  what: string;
  fix: string;
}
