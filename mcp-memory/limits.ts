/**
 * The limits of the memory, each with a name that error messages use. They bound what a call may
 * bring in; what a file already holds is loaded whatever its size.
 */

/** Names of entities, ends and types of relations, in UTF-16 units. Long enough for a URL. */
export const NAME_CHARS = 1_000;
/** Types of entities. */
export const TYPE_CHARS = 200;
/** One observation. A fact is a sentence; a page of text belongs in a file. */
export const OBSERVATION_CHARS = 20_000;
/** Entities, relations, names or deletions in one call. */
export const BATCH_ITEMS = 1_000;
/** Observations in one call, all entities together. */
export const BATCH_OBSERVATIONS = 10_000;
/** Observations of one entity; an entity is one row, so this bounds the cost of a write. */
export const ENTITY_OBSERVATIONS = 10_000;
/** The text looked for; the reference server's limit. */
export const QUERY_CHARS = 2_048;
/** memory.jsonl and memory.origins.jsonl. V8's longest string is 512 MB. */
export const FILE_BYTES = 256 * 1024 * 1024;
/** graph.db. */
export const DATABASE_BYTES = 2 * 1024 * 1024 * 1024;
/** Characters looked at while records are saved from the damaged lines of one file. */
export const SALVAGE_CHARS = 64 * 1024 * 1024;

/** Characters looked at while JSON values are sought that go over several lines of one file. */
export const SPREAD_CHARS = 4 * SALVAGE_CHARS;

/** Calls that go out together in one commit. */
export const GROUP_CALLS = 256;
/** How long a call waits for another process's write lock. */
export const BUSY_WAIT_MS = 5_000;
/** How long SQLite may hold this process in one attempt at the lock; between attempts others run. */
export const BUSY_SLICE_MS = 100;
/** From a change to the checkpoint that writes it. */
export const CHECKPOINT_DELAY_MS = 300;
/** A checkpoint that is expected to take no longer than this is made before the change is answered. */
export const QUICK_CHECKPOINT_MS = 20;
/** One that is expected to take no longer than this begins with the first change after quiet, unwaited for. */
export const PROMPT_CHECKPOINT_MS = 200;
/** What a checkpoint is expected to write in a millisecond where none was made yet. */
export const CHECKPOINT_BYTES_PER_MS = 50_000;
/** How long an answer waits for it at most: it was expected to be quick, and the machine is busy. */
export const ANSWER_WAIT_MS = 5_000;
/** How long of that it waits for another process's lock. */
export const ANSWER_LOCK_WAIT_MS = 1_000;
/** How long a finisher stays when nothing is pending: a stream of changes has use for one. */
export const FINISHER_LINGER_MS = 1_000;
/** Under continuous writing a checkpoint comes after this many times the last one's duration. */
export const CHECKPOINT_REST_FACTOR = 10;
/** How often a checkpoint starts again because a file changed under its hands. */
export const CHECKPOINT_ATTEMPTS = 5;
/** How long a closing server may wait for the lock; its finisher makes up for it. */
export const CLOSE_WAIT_MS = 400;
/** Hashes of earlier snapshots by which a file is known to be an old one of ours. */
export const KNOWN_SNAPSHOTS = 1_000;
/** An outside edit removes at most this many entities (or relations, or lines) without a question. */
export const REMOVALS_ALLOWED = 5;
/** … or this share of them, when that is more. */
export const REMOVALS_ALLOWED_SHARE = 0.01;
