import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Refusal } from "../../company/protocol/review.ts";
import { operatingErrorSentence } from "../../office/operating-errors.ts";

/** The tool only looks. */
export const READ_ONLY = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

/** The tool writes; nothing that was there is lost by it. */
export const WRITES = { ...READ_ONLY, readOnlyHint: false, idempotentHint: false } as const;

/**
 * A tool result: structured content with the same JSON as text, or an error the model can act on.
 * An operating error becomes a result with `isError`, never a protocol error: the model must see it.
 */
export async function answer(
  work: () => Promise<object | { error: string }>,
): Promise<CallToolResult> {
  try {
    const value = await work();
    if ("error" in value && typeof value.error === "string") return refusal(value.error);
    return {
      content: [{ type: "text", text: JSON.stringify(value) }],
      structuredContent: value as Record<string, unknown>,
    };
  } catch (error) {
    const sentence = operatingErrorSentence(error);
    if (sentence === null) throw error;
    return refusal(sentence);
  }
}

/** What was refused, why, and what to do instead, as one text for `answer`; the code names the rule. */
export function refusedSentence(
  what: string,
  { code, reason, instead }: Pick<Refusal, "code" | "reason" | "instead">,
): { error: string } {
  return { error: `Cannot ${what} (${code}): ${reason}. Nothing was changed. ${instead}` };
}

function refusal(sentence: string): CallToolResult {
  return { isError: true, content: [{ type: "text", text: sentence }] };
}
