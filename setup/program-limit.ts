/** Bundles are larger than any text a person edits. */
export const PROGRAM_LIMIT_BYTES = 64 * 1024 * 1024;
