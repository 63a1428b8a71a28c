/** What a client can see of a tool's arguments, and what VS Code's chat makes of a model's null in them. */

export interface ListedTool {
  name: string;
  inputSchema: Schema;
}

export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  [key: string]: unknown;
}

export interface Field {
  tool: string;
  /** `["entities", 0, "name"]`: in the first item of a list. */
  path: (string | number)[];
  isOptional: boolean;
  /** What null becomes on the way to the server: 0, "" or false. */
  converted: unknown;
}

/** Every field of a tool's arguments that a null is converted for, those in lists included. */
export function fieldsOf({ name, inputSchema }: ListedTool): Field[] {
  return fieldsIn(inputSchema, []).map((field) => ({ tool: name, ...field }));
}

function fieldsIn(schema: Schema, above: Field["path"]): Omit<Field, "tool">[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const isOptional = !(schema.required ?? []).includes(key);
    return valuesIn(inner, [...above, key], isOptional);
  });
}

function valuesIn(schema: Schema, path: Field["path"], isOptional: boolean): Omit<Field, "tool">[] {
  switch (schema.type) {
    case "string":
      return [{ path, isOptional, converted: "" }];
    case "number":
    case "integer":
      return [{ path, isOptional, converted: 0 }];
    case "boolean":
      return [{ path, isOptional, converted: false }];
    case "array":
      return valuesIn(schema.items ?? {}, [...path, 0], isOptional);
    case "object":
      return fieldsIn(schema, path);
    default:
      throw new Error(`${path.join(".")}: a type this test does not know, ${schema.type}`);
  }
}

/** The arguments with a value in place of what stands at the path, in copies of what holds it. */
export function withValue(args: unknown, [key, ...rest]: Field["path"], value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof key === "number") return [withValue(undefined, rest, value)];
  const here = (args ?? {}) as Record<string, unknown>;
  const inner = here[key];
  // Of a list that is there the first item changes, so that the others of its fields stay.
  if (rest[0] === 0 && Array.isArray(inner)) {
    const [first, ...others] = inner as unknown[];
    return { ...here, [key]: [withValue(first, rest.slice(1), value), ...others] };
  }
  return { ...here, [key]: withValue(inner, rest, value) };
}

/** The arguments without the field, or without the list in which it is. */
export function withoutField(args: object, [key]: Field["path"]): object {
  return Object.fromEntries(Object.entries(args).filter(([name]) => name !== key));
}

/** What our schemas are written with; with others VS Code's chat neither converts nor checks. */
const KEYWORDS = new Set([
  ...[
    "$schema",
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "const",
    "anyOf",
    "description",
  ],
  ...[
    "additionalProperties",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
  ],
  ...["pattern", "default", "title"],
]);

/** Places of a tool's schemas for which VS Code's chat sends no message at all, or converts nothing. */
export function schemaFaults(tool: object, at: string): string[] {
  const { inputSchema, outputSchema } = tool as { inputSchema?: unknown; outputSchema?: unknown };
  return [...faultsIn(inputSchema, `${at}.in`), ...faultsIn(outputSchema, `${at}.out`)];
}

function faultsIn(schema: unknown, at: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties = {}, items, anyOf = [], ...rest } = schema as Schema & { anyOf?: unknown[] };
  const types = [rest.type].flat().filter((type) => type !== undefined && type !== "null");
  const isOpenList = types.includes("array") && (typeof items !== "object" || items === null);
  return [
    ...(isOpenList ? [`${at}: a list that does not say what is in it`] : []),
    ...(types.length > 1 ? [`${at}: several types, ${types.join(" and ")}`] : []),
    ...("prefixItems" in rest ? [`${at}: prefixItems`] : []),
    ...("format" in rest ? [`${at}: a format`] : []),
    ...Object.keys(rest)
      .filter((key) => !KEYWORDS.has(key) && key !== "prefixItems" && key !== "format")
      .map((key) => `${at}: the keyword "${key}"`),
    ...faultsIn(items, `${at}[]`),
    ...faultsIn(rest.additionalProperties, `${at}.*`),
    ...anyOf.flatMap((one, n) => faultsIn(one, `${at}|${n}`)),
    ...Object.entries(properties).flatMap(([key, inner]) => faultsIn(inner, `${at}.${key}`)),
  ];
}
