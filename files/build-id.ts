/** Set when the programs are built: changes with everything that decides how a constitution is read. */
declare const SOLO_HQ_BUILD: string | undefined;

/** Null for sources that run as they are: those keep nothing that they read. */
export const BUILD: string | null = typeof SOLO_HQ_BUILD === "string" ? SOLO_HQ_BUILD : null;
