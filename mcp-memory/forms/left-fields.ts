/** Fields of a record that an import does not take, sorted by whether a person would miss them. */
import { ORIGIN_FIELDS, saidOrigin } from "./when.ts";

/** What a server needs for itself: named once for a whole file, not for each record. */
const TECHNICAL = new Set([
  "id",
  "hash",
  "content_hash",
  "embedding",
  "score",
  "export_source",
  "user_id",
  "app_id",
  "run_id",
  "_savedAt",
  "archived_at",
  "deleted_at",
  "state",
]);

/** `other`: the fields that hold something, as JSON; null when there are none. */
export function sortFields(fields: Record<string, unknown>): {
  technical: string[];
  other: string | null;
} {
  const isDated = saidOrigin(fields) !== null;
  const left = Object.entries(fields).filter(
    ([field, value]) => says(value) && !(isDated && ORIGIN_FIELDS.has(field)),
  );
  const other = left.filter(([field]) => !TECHNICAL.has(field));
  return {
    technical: left.map(([field]) => field).filter((field) => TECHNICAL.has(field)),
    other:
      other.length === 0
        ? null
        : `{${other.map(([field, value]) => `${JSON.stringify(field)}:${JSON.stringify(value)}`).join(",")}}`,
  };
}

/** False for null, an empty text, list or object. */
export function says(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
