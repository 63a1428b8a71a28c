import type { CallToolResult } from "@modelcontextprotocol/server";
import { HqError } from "../../company/error.ts";
import { LedgerError } from "../../ledger/error.ts";

/** Every tool of this server only looks. */
export const READ_ONLY = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

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
    if (error instanceof HqError || error instanceof LedgerError) {
      return refusal(error.hint === undefined ? error.message : `${error.message} ${error.hint}`);
    }
    throw error;
  }
}

function refusal(sentence: string): CallToolResult {
  return { isError: true, content: [{ type: "text", text: sentence }] };
}
