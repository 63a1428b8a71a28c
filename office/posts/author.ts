/** The department whose stop also stops posts. */
export const AUTHOR = "marketing";
