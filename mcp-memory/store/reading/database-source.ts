/** The database as recall asks it, in a read transaction. */
import { MemoryError } from "../../error.ts";
import { parseObservationOrigins, textKey } from "../../origins.ts";
import type { CheckedRequest } from "../../recall/request.ts";
import { tokensOf } from "../../recall/tokens.ts";
import type { Database, Value } from "../database/sqlite.ts";
import { relationsTouching } from "../writing/relation-rows.ts";
import type { CandidateEntity } from "./candidate.ts";
import { quoted } from "./quoted.ts";
import type { RecallSource, Wanted } from "./recall-source.ts";
import { isQueryFailure } from "./search-index.ts";

/** Entities that are looked at one by one because the index does not know them yet. */
const UNINDEXED_LIMIT = 200;
/** The same in a place that cannot be written, where nobody will index them. */
const UNINDEXED_READ_ONLY = 5_000;

const SELECT = "SELECT id, name, type, observations, at, by, origins FROM entity";

/** `isReadOnly`: the index cannot be brought up. */
export function databaseSource(
  db: Database,
  { checked, isReadOnly }: { checked: CheckedRequest; isReadOnly: boolean },
): RecallSource {
  const read = (sql: string, ...values: Value[]) => db.rows(sql, ...values).map(readCandidate);
  const filter = filterOf(checked);
  const entities: RecallSource["entities"] = (ids, { isFiltered } = { isFiltered: false }) =>
    read(
      `${SELECT} WHERE id IN (SELECT value FROM json_each(?))${isFiltered ? filter.sql : ""}`,
      JSON.stringify(ids),
      ...(isFiltered ? filter.values : []),
    );
  return {
    key: db,
    lastId: () => Number(db.row("SELECT max(id) FROM entity")?.[0] ?? 0),
    holding: (wanted, limit) => {
      const found = db.row(
        `SELECT json_group_array(rowid) FROM
          (SELECT rowid FROM word WHERE word MATCH ? ORDER BY rowid DESC LIMIT ?)`,
        expressionOf(wanted),
        limit,
      )?.[0];
      return JSON.parse(String(found)) as number[];
    },
    matching: (wanted, limit) => matching(db, { checked, wanted, limit, filter }),
    wordsFrom: (beginning, [least, most]) =>
      db
        .rows(
          "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
          beginning,
          `${beginning}\u{10ffff}`,
          least,
          most,
        )
        .map(([term, count]): [string, number] => [String(term), Number(count)]),
    firstWords: (beginning, limit) =>
      db
        .rows(
          "SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT ?",
          beginning,
          `${beginning}\u{10ffff}`,
          limit,
        )
        .map(([term]) => String(term)),
    entities,
    named: (names) => names.flatMap((name) => read(`${SELECT} WHERE name = ?`, name)),
    newest: (limit) =>
      read(`${SELECT} WHERE 1${filter.sql} ORDER BY id DESC LIMIT ?`, ...filter.values, limit),
    unindexed: () => {
      const limit = isReadOnly ? UNINDEXED_READ_ONLY : UNINDEXED_LIMIT;
      // Two statements: with OR between them SQLite reads the whole table (20 ms at 100,000 entities).
      return [
        `id IN (SELECT id FROM unindexed ORDER BY id DESC LIMIT ?)`,
        `id > (SELECT built FROM index_state) ORDER BY id DESC LIMIT ?`,
      ].flatMap((condition) => read(`${SELECT} WHERE ${condition}`, limit));
    },
    relationsOf: (name) => relationsTouching(db, name),
  };
}

/** What is looked for, as FTS5 reads it. */
function expressionOf(wanted: Wanted): string {
  if ("phrase" in wanted) {
    const phrase = quoted(wanted.phrase);
    return `${wanted.isType ? "type : " : ""}${phrase}${wanted.isBeginning ? "*" : ""}`;
  }
  const [parts, joint] = "any" in wanted ? [wanted.any, " OR "] : [wanted.all, " AND "];
  return `(${parts.map(expressionOf).join(joint)})`;
}

interface Filter {
  sql: string;
  values: Value[];
}

function matching(
  db: Database,
  on: { checked: CheckedRequest; wanted: Wanted; limit: number; filter: Filter },
): number[] {
  const { sql, values } = on.filter;
  const source = sql === "" ? "word" : "word JOIN entity ON entity.id = word.rowid";
  try {
    // One entity after the other from the newest, until there are enough: no sorting of all matches.
    const found = db.rows(
      `SELECT word.rowid FROM ${source} WHERE word MATCH ?${sql} ORDER BY word.rowid DESC LIMIT ?`,
      `${expressionOf(on.wanted)}${ofTypes(on.checked.types)}`,
      ...values,
      on.limit,
    );
    return found.map(([id]) => Number(id));
  } catch (error) {
    if (!isQueryFailure(error)) throw error;
    throw new MemoryError("invalid", "Cannot recall: the query cannot be read.", {
      hint: "Ask with a few plain words.",
    });
  }
}

/** The types once more for the index, which then passes over the others without reading them. */
function ofTypes(types: readonly string[]): string {
  if (types.length === 0 || types.some((type) => tokensOf(type).length === 0)) return "";
  const phrases = types.map((type) => quoted(tokensOf(type).join(" ")));
  return ` AND type : (${phrases.join(" OR ")})`;
}

/** What SQLite can leave out already; the rest is looked at row by row. */
function filterOf({ types, agent, since }: CheckedRequest): Filter {
  let sql = "";
  const values: Value[] = [];
  if (types.length > 0) {
    sql += ` AND lower(trim(entity.type)) IN (${types.map(() => "?").join(", ")})`;
    values.push(...types);
  }
  if (agent !== null) {
    sql += " AND (entity.by LIKE ? OR instr(entity.origins, ?))";
    values.push(`${agent}%`, agent);
  }
  if (since !== null) {
    sql += " AND (entity.at >= ? OR entity.origins IS NOT NULL)";
    values.push(since);
  }
  return { sql, values };
}

/** From `SELECT id, name, type, observations, at, by, origins`. */
function readCandidate(row: Value[]): CandidateEntity {
  const [id, name, entityType, json, at, by, origins] = row as [
    number,
    string,
    string,
    string,
    string | null,
    string | null,
    string | null,
  ];
  const observations = JSON.parse(json) as string[];
  const known = parseObservationOrigins(origins);
  const keyed = known.size === 0 ? null : observations.map((text) => known.get(textKey(text)));
  // A text whose own origin says no date is of unknown age, whatever the entity's is.
  const dated = observations.map((text, index) => {
    const origin = keyed?.[index];
    return { text, at: origin === undefined ? at : origin.at };
  });
  const authors = [by ?? "unknown", ...(keyed ?? []).flatMap((origin) => origin?.by ?? [])];
  const times = [at, ...dated.map((one) => one.at)].filter((one) => one !== null);
  return {
    id: Number(id),
    name,
    entityType,
    observations,
    at,
    dated,
    authors: [...new Set(authors)],
    newest: times.sort().at(-1) ?? null,
  };
}
