import type { Entity, EntityRevision, Graph, ObservationsOf, Relation } from "../graph.ts";
import type { EntityOrigin } from "../origins.ts";
import type { MemoryPolicy } from "../policy.ts";
import type { RecallAnswer } from "../recall/answer.ts";
import type { RecallRequest } from "../recall/request.ts";
import type { Change, LogRequest } from "./history/history.ts";
import type { Redacted } from "./history/redact.ts";
import type { UndoAllOutcome, UndoOutcome } from "./history/undo.ts";
import type { Overview } from "./reading/overview.ts";
import type { KeptBack } from "./repair/kept-back.ts";
import type { RepairItem } from "./repair/repair.ts";
import type { Archived, Expired, Waiting } from "./retention/prune.ts";
import type { TakenIn } from "./writing/take-in.ts";

/**
 * The shared memory of a company. Several processes may hold a store on the same file; each call
 * sees every call that any of them has answered.
 *
 * A writing call is one transaction: when its promise resolves, all of it is on the disk; when it
 * rejects (always with a `MemoryError`), none of it is.
 */
export interface MemoryStore {
  /** Adds the entities whose name is new. A name that exists, or comes twice, is skipped. */
  createEntities(
    entities: Entity[],
    options?: WriteOptions,
  ): Promise<{ created: Entity[]; skipped: string[] }>;
  /** Adds the relations that are new. Rejects with `not-found` when an end is no entity. */
  createRelations(relations: Relation[], options?: WriteOptions): Promise<{ created: Relation[] }>;
  /** Appends the texts an entity does not have yet. Rejects with `not-found` for an unknown entity. */
  addObservations(
    additions: { entityName: string; contents: string[] }[],
    options?: WriteOptions,
  ): Promise<{ entityName: string; addedObservations: string[] }[]>;
  /** Removes entities and the relations that touch them. */
  deleteEntities(
    names: string[],
    options?: WriteOptions,
  ): Promise<{ deleted: string[]; notFound: string[] }>;
  /** Removes texts from entities. What was not there comes back as `notFound`. */
  deleteObservations(
    deletions: ObservationsOf[],
    options?: WriteOptions,
  ): Promise<{ deleted: ObservationsOf[]; notFound: ObservationsOf[] }>;
  deleteRelations(
    relations: Relation[],
    options?: WriteOptions,
  ): Promise<{ deleted: Relation[]; notFound: Relation[] }>;
  /** Creates each entity, or renews the lines of it that the author owns. Texts that stay keep their origin. */
  reviseEntities(revisions: EntityRevision[], options?: WriteOptions): Promise<void>;

  /** Everything, in the order of the file. */
  readGraph(): Promise<Graph>;
  /**
   * Entities whose name, type or one observation holds the query as a substring, upper and lower
   * case alike, and every relation with at least one of them at an end.
   */
  searchNodes(query: string): Promise<Graph>;
  /** Entities by exact name, and every relation with at least one of them at an end. */
  openNodes(names: string[]): Promise<Graph>;
  /** The entities that answer a question best, as many as fit its budget. */
  recall(request: RecallRequest): Promise<RecallAnswer>;
  /** What there is at a glance; `page` counts from 1. */
  overview(page: number): Promise<Overview>;
  /** Everything with the time at which it was first written. */
  readWithOrigins(): Promise<{ entities: DatedEntity[] }>;
  /**
   * The same, and every row is looked at for damage in the same go: what is damaged is made anew before it is read.
   * For who writes next; the files then need not be written from every row.
   */
  readAndLookThrough(): Promise<{ entities: DatedEntity[] }>;
  /** The same and the relations in one reading, for the page of the graph. */
  readNumbered(): Promise<{ entities: NumberedEntity[]; relations: Relation[] }>;
  /** memory.jsonl as it would be written now: unknown fields and lines too. */
  readLines(): Promise<string>;
  /** Times and authors of entities and observations, as memory.origins.jsonl holds them. */
  readOrigins(): Promise<Map<string, EntityOrigin>>;
  /** Number of entities by type; the object has no prototype, so that any type is a plain key. */
  countsByType(): Promise<Record<string, number>>;
  health(): Promise<MemoryHealth>;

  /** For the founder: no tool reaches it, or old states would be a way round retention. */
  readonly history: MemoryHistory;
  readonly upkeep: MemoryUpkeep;

  /** Brings memory.jsonl and memory.origins.jsonl up to date, taking in edits from outside first. */
  checkpoint(): Promise<void>;
  /**
   * The same store for a call that may be given up: what was not written by then is not written, and a
   * long read stops. Both reject with the signal's reason.
   */
  heeding(signal: AbortSignal): MemoryStore;
  /** Called after each change that this process made or took in. Returns the way to stop it. */
  onChange(listener: () => void): () => void;
  /** Checkpoints if it can within a moment, and lets go of the files. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** What a writing call may say beside its arguments. */
export interface WriteOptions {
  /** Who wrote it, when that is not the process's own agent. */
  by?: string;
  /** The texts come from outside the company; a store with rules keeps them with a mark. */
  untrusted?: boolean;
  /**
   * Called inside the transaction with each entity that the call would change or delete, as it was
   * before. When it throws a `MemoryError`, the whole call is refused with it.
   */
  check?: (entity: Entity) => void;
}

/** The log of changes, and what is done with it. */
export interface MemoryHistory {
  /** The newest changes first. */
  log(request: LogRequest): Promise<Change[]>;
  /** The graph as it was at an ISO instant or after a change; `before-history` when the log begins later. */
  graphAt(
    when: string | number,
  ): Promise<
    | { kind: "graph"; seq: number; graph: Graph }
    | { kind: "before-history"; first: { seq: number; at: string } | null }
  >;
  /** Takes a change back by a new one. Refuses while later ones build on it, unless they go too. */
  undo(seq: number, withDependents: boolean): Promise<UndoOutcome>;
  /** Takes changes back by one new change, all or none; with `dryRun` says what it would do. */
  undoAll(seqs: readonly number[], options: { dryRun: boolean }): Promise<UndoAllOutcome>;
  /**
   * Takes a text out of everything, log, archive and quarantine included, and writes files and
   * database anew. `unread`: damaged databases that were set aside, and whole copies of damaged
   * files in another encoding, which may still hold it.
   */
  redact(text: string): Promise<Redacted & { unread: string[] }>;
}

/** What keeps a memory in order; the company's policy is handed in. */
export interface MemoryUpkeep {
  /** What an edit from outside removed and we kept. */
  keptBack(): Promise<KeptBack[]>;
  /** Removes it after all; `left` was written to since and stays. */
  acceptRemovals(): Promise<{ removed: KeptBack[]; left: KeptBack[] }>;
  /** Keeps it for good. */
  keepAll(): Promise<void>;
  /** What `prune` would move today. */
  expired(policy: MemoryPolicy): Promise<Expired[]>;
  /**
   * Moves what has outlived its rule into the archive. Unless a person asked for it (the default),
   * what only a leap of the clock made due waits.
   */
  prune(policy: MemoryPolicy, options?: { isAsked?: boolean }): Promise<Expired[]>;
  /** What waits; null when nothing does. */
  waiting(): Promise<Waiting | null>;
  /** What is in the archive, newest first; what a committed file of another machine tells too. */
  archive(): Promise<Archived[]>;
  /** How many of them no committed file tells. */
  archiveOutside(): Promise<number>;
  /** Writes the archive into memory.archive.jsonl beside the memory, for git. */
  writeArchive(): Promise<{ file: string; count: number }>;
  /** Brings entities back from the archive, all or none. */
  restore(names: string[]): Promise<void>;
  /** Adds what another memory says, with its own dates and authors; what says none has none. */
  takeIn(batch: TakenIn): Promise<void>;
  /** What a person should decide. */
  repairs(): Promise<RepairItem[]>;
  /** Carries out all of it, or the items with these ids. Returns what was done. */
  repair(ids?: string[]): Promise<RepairItem[]>;
}

export interface DatedEntity {
  name: string;
  entityType: string;
  /** ISO instant at which the entity was first written, null when nobody knows. */
  at: string | null;
  observations: { text: string; at: string | null }[];
}

export interface NumberedEntity extends DatedEntity {
  /** Grows with each new entity; those of deleted ones are not given again. */
  id: number;
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
