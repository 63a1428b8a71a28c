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

/** Places of a schema for which VS Code's chat sends no message at all, or converts nothing. */
export function schemaFaults(schema: unknown, at: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one, n) => schemaFaults(one, `${at}[${n}]`));
  if (typeof schema !== "object" || schema === null) return [];
  const { type, items, format, prefixItems } = schema as Record<string, unknown>;
  return [
    ...(type === "array" && (typeof items !== "object" || items === null)
      ? [`${at}: a list that does not say what is in it`]
      : []),
    ...(typeof format === "string" ? [`${at}: a format`] : []),
    ...(prefixItems === undefined ? [] : [`${at}: prefixItems`]),
    ...Object.entries(schema).flatMap(([key, inner]) => schemaFaults(inner, `${at}.${key}`)),
  ];
}
