/**
 * memory.archive.jsonl: what retention took out, as a file that the founder chose to commit. Without
 * it the archive is in the database alone, which git ignores.
 */
import { type Place, readBytes, statOf } from "../database/place.ts";
import type { Database } from "../database/sqlite.ts";
import { redactedTexts } from "../history/redact.ts";
import { type StagedFile, stageFile } from "../repair/replace-file.ts";
import { hasEntity } from "../writing/graph-rows.ts";

/** One line of the file, and one row of the archive: `row` is JSON of `ArchivedRow`, see prune.ts. */
interface Line {
  archived: string;
  entityType: string;
  at: string;
  row: { image: { observations: string[] }; relations: unknown[] };
}

export function hasArchiveFile(place: Place): boolean {
  return statOf(place.archive) !== null;
}

/**
 * Takes over what the file has and the database has not: of a fresh clone, or of another machine.
 * What is in the graph again, and what was redacted here, stays out. Lines that are none are left out.
 */
export function adoptArchive(db: Database, place: Place): void {
  const text = readBytes(place.archive)?.toString("utf8") ?? "";
  const isRedacted = redactedTexts(db);
  const known = "SELECT 1 FROM archive WHERE kind = 'entity' AND key = ? AND at >= ?";
  for (const line of text.split("\n").map(readLine)) {
    if (line === null || isRedacted(line.archived) || hasEntity(db, line.archived)) continue;
    if (db.row(known, line.archived, line.at) !== undefined) continue;
    const { image } = line.row;
    image.observations = image.observations.filter((one) => !isRedacted(one));
    db.run(
      "INSERT INTO archive (kind, key, type, seq, at, row) VALUES ('entity', ?, ?, 0, ?, ?)",
      line.archived,
      line.entityType,
      line.at,
      JSON.stringify(line.row),
    );
  }
}

/** The whole archive as the file, on the disk and waiting to be put into place. */
export function stageArchive(db: Database, place: Place): { staged: StagedFile; count: number } {
  const rows = db.rows("SELECT key, type, at, row FROM archive WHERE kind = 'entity'");
  const lines = rows.map(([archived, entityType, at, row]) => {
    const line = { archived, entityType, at, row: JSON.parse(String(row)) };
    return JSON.stringify(line);
  });
  // By name: two machines then add lines in the same places.
  const text = lines.toSorted().map((line) => `${line}\n`);
  return { staged: stageFile(place.archive, text.join("")), count: lines.length };
}

/** How many entities the archive has that the file does not tell. */
export function outsideOfFile(db: Database, place: Place): number {
  const text = readBytes(place.archive)?.toString("utf8") ?? "";
  const inFile = new Set(
    text.split("\n").flatMap((line) => {
      const read = readLine(line);
      return read === null ? [] : [`${read.at} ${read.archived}`];
    }),
  );
  return db
    .rows("SELECT key, at FROM archive WHERE kind = 'entity'")
    .filter(([key, at]) => !inFile.has(`${at} ${key}`)).length;
}

function readLine(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Line;
    const { archived, entityType, at, row } = line;
    const isWhole =
      [archived, entityType, at].every((each) => typeof each === "string") &&
      isImage(row.image) &&
      Array.isArray(row.relations);
    return isWhole ? line : null;
  } catch {
    // Blank, torn, or a mark of a merge.
    return null;
  }
}

function isImage(image: unknown): boolean {
  const { type, observations } = (image ?? {}) as { type?: unknown; observations?: unknown };
  return (
    typeof type === "string" &&
    Array.isArray(observations) &&
    observations.every((each) => typeof each === "string")
  );
}
