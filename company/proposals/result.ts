/** What the Improver says at the end of a pass: a block of JSON in its result. */
import { z } from "zod";
import { curationOperation } from "./curation.ts";

const sentence = z
  .string()
  .transform((text) => text.replaceAll(/\s+/g, " ").trim())
  .pipe(z.string().min(1).max(2_000));

const passResult = z.object({
  effect: sentence,
  check: sentence,
  suggests: z
    .string()
    .max(8_000)
    .nullish()
    .transform((text) => text?.trim() || null),
  operations: z.array(curationOperation).max(100).default([]),
});

export type PassResult = z.infer<typeof passResult>;

/** The last block of JSON of the text, or the text itself. */
export function readResult(
  text: string,
): { kind: "result"; result: PassResult } | { kind: "unclear"; why: string } {
  const blocks = [...text.matchAll(/```(?:json)?\s*\n([\s\S]*?)\n\s*```/g)].map(
    ([, body = ""]) => body,
  );
  for (const body of [...blocks.reverse(), text]) {
    const value = parsed(body);
    if (value === undefined) continue;
    const read = passResult.safeParse(value);
    if (read.success) return { kind: "result", result: read.data };
    const [issue] = read.error.issues;
    const where = issue?.path.join(".") || "the block";
    return {
      kind: "unclear",
      why: `its result cannot be used: ${where}: ${issue?.message ?? "unknown"}`,
    };
  }
  const words = text.replaceAll(/\s+/g, " ").trim().slice(0, 200);
  return {
    kind: "unclear",
    why: `its result has no block of JSON with effect and check: ${words}`,
  };
}

function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
