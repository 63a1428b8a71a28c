/**
 * The arguments of a tool as it lists them. Every call of a model pays for what is listed, and Copilot CLI
 * writes each limit into the description again ("{maxLength: 50}"), so that what no model needs is checked
 * and not listed: limits, that a list is closed, and the dialect, which is the protocol's own.
 */
import { z } from "zod";

/** Unknown arguments are refused. */
export function argumentsOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).meta({ additionalProperties: undefined, $schema: undefined });
}

/** A text of at most so many characters. */
export function textOf(maxChars: number) {
  return z.string().max(maxChars).meta({ maxLength: undefined });
}

/** At most so many of them. */
export function listOf<Item extends z.ZodType>(item: Item, maxItems: number) {
  return z.array(item).max(maxItems).meta({ maxItems: undefined });
}
