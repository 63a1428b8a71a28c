import { UNKNOWN_AGENT } from "./origins.ts";
import type { ReadPolicy } from "./policy.ts";
import type { EmbeddingsSetting } from "./recall/embeddings.ts";
import type { Finisher } from "./store/checkpoint/finisher.ts";
import { openSqliteStore } from "./store/sqlite-store.ts";
import type { MemoryStore } from "./store/store.ts";

export interface OpenMemoryOptions {
  /** Path of memory.jsonl; it need not exist yet. */
  filePath: string;
  /** The clock; the system's when left out. */
  now?: () => Date;
  /** Who writes: kept as the origin of what is written. "unknown" when left out. */
  agent?: string;
  /** The client's session, kept in the log of changes. */
  session?: string | null;
  /** The rules for retention, which then runs at most once a day after a write. */
  readPolicy?: ReadPolicy;
  /** Keeps the full-text index up while nobody asks; for a server that runs a while. */
  indexInBackground?: boolean;
  /** Search by meaning beside that by words; none when left out or null. */
  embeddings?: EmbeddingsSetting | null;
  /** A test setting: a checkpoint this long after every change, without a rest between them. */
  checkpointEveryMs?: number;
  /** A server's: writes the files after it when it is killed before its checkpoint. */
  finisher?: Finisher;
  /** Takes one line for people about what was repaired or could not be done. Nothing by default. */
  log?: (line: string) => void;
}

/**
 * Opens the memory at a path, creating what is missing and taking in what was edited outside.
 * Rejects with `MemoryError` (`newer-format`, `unreadable`, `busy`). Close the store when done: it
 * holds the database open, and a change asks for a checkpoint by a timer.
 */
export async function openMemoryStore(options: OpenMemoryOptions): Promise<MemoryStore> {
  return openSqliteStore({
    filePath: options.filePath,
    now: options.now ?? (() => new Date()),
    agent: options.agent ?? UNKNOWN_AGENT,
    session: options.session ?? null,
    readPolicy: options.readPolicy ?? null,
    indexInBackground: options.indexInBackground ?? false,
    embeddings: options.embeddings ?? null,
    ...(options.checkpointEveryMs === undefined
      ? {}
      : { checkpointEveryMs: options.checkpointEveryMs }),
    ...(options.finisher === undefined ? {} : { finisher: options.finisher }),
    log: options.log ?? (() => undefined),
  });
}
