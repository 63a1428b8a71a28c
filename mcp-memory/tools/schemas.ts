import { z } from "zod";

/**
 * The arguments of a tool. Unknown ones are dropped, as the reference does. Every call of a model pays
 * for what a tool lists, so that the dialect, which is the protocol's own, is not named, and a field is
 * described only where its name does not say it.
 */
export function argumentsOf<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape> {
  return z.object(shape).meta({ $schema: undefined });
}

export const entitySchema = z.object({
  name: z.string(),
  entityType: z.string(),
  observations: z.array(z.string()),
});

export const relationSchema = z.object({
  from: z.string(),
  to: z.string(),
  relationType: z.string(),
});

export const graphSchema = z.object({
  entities: z.array(entitySchema),
  relations: z.array(relationSchema),
});

export const deletionSchema = z.object({ success: z.boolean(), message: z.string() });
