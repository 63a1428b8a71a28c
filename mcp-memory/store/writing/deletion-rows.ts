/** Rows of the deletions that were made through the product: salted hashes of what was deleted. */
import { randomBytes } from "node:crypto";
import type { Relation } from "../../graph.ts";
import { type Deletion, isDeleted, sha256, uniteDeletions } from "../../origins.ts";
import type { Database } from "../database/sqlite.ts";

/** What can be deleted. */
export type Deletable = { name: string } | { name: string; text: string } | { relation: Relation };

/** Part of a change: `operation` says by whose will something goes or comes. */
interface Change {
  db: Database;
  origin: { at: string };
  operation: string;
}

/** What the files say, or another database: the product deletes nothing by these. */
const FROM_OUTSIDE = new Set(["edit", "import", "carry-over"]);

/** Notes that something was deleted now, unless it only follows an edit from outside. */
export function noteDeletion(change: Change, what: Deletable): void {
  const { db, origin, operation } = change;
  if (FROM_OUTSIDE.has(operation)) return;
  const salt = String(
    db.row("SELECT salt FROM deleted LIMIT 1")?.[0] ?? randomBytes(8).toString("hex"),
  );
  const hash = hashWith(salt, what);
  const again = readDeletion(db, hash)?.again ?? null;
  put(db, hash, { salt, at: laterThan(again, origin.at), again });
}

/** Notes that what was deleted was written again now: whoever hears of both knows which came last. */
export function takeDeletionsBack(change: Change, written: readonly Deletable[]): void {
  if (!FROM_OUTSIDE.has(change.operation)) markWrittenAgain(change, written);
}

/** Like `takeDeletionsBack`, for what a person wrote into the file. */
export function markWrittenAgain(
  { db, origin }: Omit<Change, "operation">,
  written: readonly Deletable[],
): void {
  const salts = db.rows(SALTS);
  for (const [salt] of salts) {
    for (const what of written) {
      const hash = hashWith(String(salt), what);
      const known = readDeletion(db, hash);
      if (known === null || !isDeleted(known)) continue;
      put(db, hash, { ...known, again: laterThan(known.at, origin.at) });
    }
  }
}

/** One for each machine that deleted before it heard of another's, found without a look at every row. */
const SALTS = `WITH RECURSIVE each (salt) AS (
  SELECT min(salt) FROM deleted
  UNION ALL SELECT (SELECT min(salt) FROM deleted WHERE salt > each.salt) FROM each WHERE salt IS NOT NULL
) SELECT salt FROM each WHERE salt IS NOT NULL`;

/** Every deletion that this memory knows, oldest first. */
export function readDeletions(db: Database): Map<string, Deletion> {
  return new Map(
    db
      .rows("SELECT hash, salt, at, again FROM deleted ORDER BY at, hash")
      .map(([hash, ...row]) => [String(hash), asDeletion(row)]),
  );
}

/** Takes over the deletions that a file tells. */
export function adoptDeletions(db: Database, deletions: ReadonlyMap<string, Deletion>): void {
  for (const [hash, deletion] of deletions) {
    const known = readDeletion(db, hash);
    put(db, hash, known === null ? deletion : uniteDeletions(known, deletion));
  }
}

/** The hash under which it stands. */
export function hashWith(salt: string, what: Deletable): string {
  // A salt is hexadecimal, so that no name of an entity begins like the others.
  if ("relation" in what) {
    const { from, to, relationType } = what.relation;
    return hashOf(`${salt} relation:${JSON.stringify([from, to, relationType])}`);
  }
  if ("text" in what) {
    return hashOf(`${salt} observation:${JSON.stringify([what.name, what.text])}`);
  }
  return hashOf(`${salt}:${what.name}`);
}

function hashOf(text: string): string {
  return sha256(text).slice(0, 32);
}

function readDeletion(db: Database, hash: string): Deletion | null {
  const row = db.row("SELECT salt, at, again FROM deleted WHERE hash = ?", hash);
  return row === undefined ? null : asDeletion(row);
}

function asDeletion([salt, at, again]: unknown[]): Deletion {
  return { salt: String(salt), at: String(at), again: again as string | null };
}

function put(db: Database, hash: string, { salt, at, again }: Deletion): void {
  db.run(
    "INSERT OR REPLACE INTO deleted (hash, salt, at, again) VALUES (?, ?, ?, ?)",
    hash,
    salt,
    at,
    again,
  );
}

/** Now, or a moment after what went before when the clock does not tell them apart. */
function laterThan(before: string | null, now: string): string {
  if (before === null || before < now) return now;
  return new Date(Date.parse(before) + 1).toISOString();
}
