import { z } from "zod";

/** An object that lists all of its fields. Unknown ones in arguments are dropped, as the reference does. */
export function closed<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape> {
  return z.object(shape).meta({ additionalProperties: false });
}

export const entitySchema = closed({
  name: z.string().describe("The name of the entity"),
  entityType: z.string().describe("The type of the entity"),
  observations: z
    .array(z.string())
    .describe("An array of observation contents associated with the entity"),
});

export const relationSchema = closed({
  from: z.string().describe("The name of the entity where the relation starts"),
  to: z.string().describe("The name of the entity where the relation ends"),
  relationType: z.string().describe("The type of the relation"),
});

export const graphSchema = closed({
  entities: z.array(entitySchema),
  relations: z.array(relationSchema),
});

export const deletionSchema = closed({ success: z.boolean(), message: z.string() });
