/** The word with which a shell asks what may come next; no command for people. */
export const ASK = "__complete";
