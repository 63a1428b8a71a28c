/** What the client says on its output, a JSON object a line, made into what a run is watched by. */

export interface ClientEvent {
  type: string;
  data: Readonly<Record<string, unknown>>;
}

/**
 * The event on a line; null for anything else, such as a line of a log. Without a schema: loading the library
 * for these two fields took longer than all else of a start.
 */
export function readClientEvent(line: string): ClientEvent | null {
  if (!line.startsWith("{")) return null;
  try {
    const { type, data = {} } = JSON.parse(line) as { type?: unknown; data?: unknown };
    const isData = typeof data === "object" && data !== null && !Array.isArray(data);
    if (typeof type !== "string" || !isData) return null;
    return { type, data: data as ClientEvent["data"] };
  } catch {
    return null;
  }
}

/** A field that is a text; empty when it is none. */
export function textIn(data: Readonly<Record<string, unknown>>, field: string): string {
  const value = data[field];
  return typeof value === "string" ? value : "";
}

/** A field that is a number; null when it is none. */
export function numberIn(data: Readonly<Record<string, unknown>>, field: string): number | null {
  const value = data[field];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A field that is an object; empty when it is none. */
export function objectIn(
  data: Readonly<Record<string, unknown>>,
  field: string,
): Readonly<Record<string, unknown>> {
  const value = data[field];
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : {};
}
