/** Names of what the record knows of the engine itself. */

/** Since when due times are written down here; nothing before it is due. */
export const BEGAN = "engine.began";
/** The company's day on which what is old was tidied up. */
export const TENDED = "runs.tended";
