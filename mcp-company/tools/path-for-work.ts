/** `Marketing/drafts/week-2026-W48.md#2026-11-24-x`: one word with a folder and an ending, no address. */
const PATH = /^(?!\w+:)\S+\/\S+\.\w{1,8}(?:#\S*)?$/;

/**
 * Why a bare path is not taken as the text under review, which would be looked at word by word
 * while nobody reads the file; null for everything else.
 */
export function pathForWork(what: string, field: string, given: string): { error: string } | null {
  const text = given.trim();
  if (!PATH.test(text)) return null;
  return {
    error: `Cannot ${what}: "${field}" is a path, expected the text itself or file:<path>. Nothing was changed. Call it again with ${field} "file:${text}".`,
  };
}
