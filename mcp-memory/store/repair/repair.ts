/** What is wrong with a memory and waits for a person: nothing here happens by itself. */
import { createHash } from "node:crypto";
import { readdirSync, renameSync } from "node:fs";
import path from "node:path";
import type { Entity, Relation } from "../../graph.ts";
import { type Place, readBytes } from "../database/place.ts";
import { type Database, openDatabase, sqliteFailure, type Value } from "../database/sqlite.ts";
import { relationLogKey } from "../writing/change-log.ts";
import { hasEntity, type Write } from "../writing/graph-rows.ts";
import { removeRelation } from "../writing/relation-rows.ts";
import { addObservations, createEntities, createRelations } from "../writing/write-graph.ts";
import { type StagedFile, stageFile } from "./replace-file.ts";
import { settleWholeCopy, wholeCopies } from "./whole-copy.ts";

/** One thing to decide. `id` stays the same until it is dealt with. */
export type RepairItem = { id: string } & (
  | {
      /** A relation whose end is no entity. Applied: it is removed; the log can bring it back. */
      kind: "dangling-relation";
      relation: Relation;
      missing: string[];
    }
  | {
      /** A damaged piece of a file. Applied: it moves to quarantine.settled.jsonl and is reported no more. */
      kind: "damaged-piece";
      file: string;
      line: number;
      reason: string;
      text: string;
    }
  | {
      /** The whole file as it was before something of it was set aside. Applied: `settled-` is put before its name. */
      kind: "whole-copy";
      /** Its path. */
      file: string;
    }
  | {
      /** A database that was set aside. Applied: what only it knows is added to the graph. */
      kind: "damaged-database";
      file: string;
      /** What can be read in it and is not in the graph. */
      entities: number;
      observations: number;
      relations: number;
      /** False when not all of it could be read. */
      isWhole: boolean;
    }
);

/** Looks for everything that a person should decide, without changing anything. */
export function findRepairs(db: Database, place: Place): RepairItem[] {
  return [
    ...danglingRelations(db),
    ...damagedPieces(place),
    ...wholeCopies(place).map((name): RepairItem => {
      const file = path.join(place.folder, name);
      return { id: itemId("copy", name), kind: "whole-copy", file };
    }),
    ...damagedDatabases(place).map((file): RepairItem => {
      const lost = readLost(db, path.join(place.folder, file));
      return {
        id: itemId("database", file),
        kind: "damaged-database",
        file,
        entities: lost.entities.length,
        observations: lost.texts.reduce((sum, { contents }) => sum + contents.length, 0),
        relations: lost.relations.length,
        isWhole: lost.isWhole,
      };
    }),
  ];
}

/** Carries out what concerns the graph, inside the change. Files follow with `settleFiles`. */
export function applyRepairs(write: Write, place: Place, items: RepairItem[]): void {
  for (const item of items) {
    if (item.kind === "dangling-relation") removeRelation(write, item.relation);
    else if (item.kind === "damaged-database") {
      const lost = readLost(write.db, path.join(place.folder, item.file));
      createEntities(write, lost.entities);
      addObservations(write, lost.texts);
      const hasEnds = ({ from, to }: Relation) =>
        hasEntity(write.db, from) && hasEntity(write.db, to);
      createRelations(write, lost.relations.filter(hasEnds));
    }
  }
}

/** Moves the files of what was applied out of the way. Nothing is deleted, and it takes no room. */
export function settleFiles(place: Place, items: RepairItem[], staged: StagedFile[]): void {
  for (const item of items) {
    if (item.kind === "whole-copy") settleWholeCopy(place, path.basename(item.file));
    if (item.kind !== "damaged-database") continue;
    for (const end of ["", "-wal", "-shm"]) {
      const file = path.join(place.folder, item.file + end);
      try {
        renameSync(file, `${path.join(place.folder, item.file)}.settled${end}`);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    }
  }
  // First there, then away from here: a crash between the two leaves a piece twice, not nowhere.
  for (const file of staged) file.install();
}

/** The quarantine without the pieces that are settled, written before anything else is changed. */
export function stageSettledPieces(place: Place, items: RepairItem[]): StagedFile[] {
  const settled = new Set(items.filter(({ kind }) => kind === "damaged-piece").map(({ id }) => id));
  if (settled.size === 0) return [];
  const lines = quarantineLines(place);
  const isSettled = (line: string) => settled.has(pieceId(line));
  const settledFile = settledPiecesFile(place);
  const before = readBytes(settledFile)?.toString("utf8") ?? "";
  const moved = lines.filter((line) => isSettled(line) && !before.includes(`${line}\n`));
  const gap = before === "" || before.endsWith("\n") ? "" : "\n";
  const text = (of: string[]) => of.map((line) => `${line}\n`).join("");
  const there = stageFile(settledFile, before + gap + text(moved));
  try {
    return [there, stageFile(place.quarantine, text(lines.filter((line) => !isSettled(line))))];
  } catch (error) {
    there.discard();
    throw error;
  }
}

/** Where the pieces go that were dealt with. */
export function settledPiecesFile(place: Place): string {
  return path.join(place.folder, "quarantine.settled.jsonl");
}

function danglingRelations(db: Database): RepairItem[] {
  return db
    .rows(
      `SELECT source, target, type FROM relation
        WHERE source NOT IN (SELECT name FROM entity) OR target NOT IN (SELECT name FROM entity)
        ORDER BY id`,
    )
    .map(([from, to, relationType]) => {
      const relation = { from, to, relationType } as Relation;
      const missing = [relation.from, relation.to].filter((name) => !hasEntity(db, name));
      const id = itemId("relation", relationLogKey(relation));
      return { id, kind: "dangling-relation", relation, missing: [...new Set(missing)] };
    });
}

function damagedPieces(place: Place): RepairItem[] {
  return quarantineLines(place).map((line) => {
    let piece: { file?: unknown; line?: unknown; reason?: unknown; text?: unknown } = {};
    try {
      piece = (JSON.parse(line) ?? {}) as typeof piece;
    } catch {
      // A crash may have torn the last line; its text is then all there is.
    }
    return {
      id: pieceId(line),
      kind: "damaged-piece",
      file: String(piece.file ?? path.basename(place.file)),
      line: Number(piece.line ?? 0),
      reason: String(piece.reason ?? "torn while it was set aside"),
      text: String(piece.text ?? line),
    };
  });
}

function quarantineLines(place: Place): string[] {
  const text = readBytes(place.quarantine)?.toString("utf8") ?? "";
  return text.split("\n").filter((line) => line !== "");
}

function pieceId(line: string): string {
  const match = /"sha256":"([0-9a-f]{8})[0-9a-f]*"(?:,"repeat":(\d+))?/.exec(line);
  if (match === null) return itemId("piece", line);
  return `piece-${match[1]}${match[2] === undefined ? "" : `-${match[2]}`}`;
}

/** Names of damaged databases that were set aside and not dealt with. */
export function damagedDatabases(place: Place): string[] {
  return setAsideDatabases(place).filter((name) => /\.damaged-[^.]*$/.test(name));
}

/** The same, and those that were dealt with: they are kept all the same. */
export function setAsideDatabases(place: Place): string[] {
  try {
    const names = readdirSync(place.folder);
    return names.filter((name) => name.includes(".damaged-") && !/-(wal|shm)$/.test(name));
  } catch (error) {
    if (/^(ENOENT|ENOTDIR|EACCES)$/.test((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

interface Lost {
  entities: Entity[];
  texts: { entityName: string; contents: string[] }[];
  relations: Relation[];
  isWhole: boolean;
}

/** What can be read in a damaged database and is not in the graph. */
function readLost(db: Database, file: string): Lost {
  const lost: Lost = { entities: [], texts: [], relations: [], isWhole: true };
  let old: Database | undefined;
  try {
    old = openDatabase(file, { readOnly: true });
    for (const [name, type, json] of readable(old, ENTITY_ROWS, lost)) {
      const observations = textsOf(String(json));
      const there = db.row("SELECT observations FROM entity WHERE name = ?", String(name));
      if (there === undefined) {
        lost.entities.push({ name: String(name), entityType: String(type), observations });
        continue;
      }
      const have = new Set(textsOf(String(there[0])));
      const contents = observations.filter((text) => !have.has(text));
      if (contents.length > 0) lost.texts.push({ entityName: String(name), contents });
    }
    for (const row of readable(old, RELATION_ROWS, lost)) {
      const [from, to, relationType] = row.map(String) as [string, string, string];
      const known = db.row(
        "SELECT 1 FROM relation WHERE source = ? AND target = ? AND type = ?",
        from,
        to,
        relationType,
      );
      if (known === undefined) lost.relations.push({ from, to, relationType });
    }
  } catch (error) {
    if (sqliteFailure(error) === null) throw error;
    lost.isWhole = false;
  } finally {
    old?.close();
  }
  return lost;
}

const ENTITY_ROWS =
  "SELECT id, name, type, observations FROM entity WHERE id > ? ORDER BY id LIMIT 1";
const RELATION_ROWS =
  "SELECT id, source, target, type FROM relation WHERE id > ? ORDER BY id LIMIT 1";

/** The rows of a damaged table, without their ids, as far as they can be read. */
function* readable(db: Database, sql: string, lost: Lost): Generator<Value[]> {
  for (let after = -1; ; ) {
    let row: Value[] | undefined;
    try {
      row = db.row(sql, after);
    } catch (error) {
      if (sqliteFailure(error) === null) throw error;
      lost.isWhole = false;
      return;
    }
    if (row === undefined) return;
    after = Number(row[0]);
    yield row.slice(1);
  }
}

function textsOf(json: string): string[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  } catch {
    return [];
  }
}

function itemId(kind: string, key: string): string {
  return `${kind}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`;
}
