/** Longer, and a model cuts it or nobody reads it. */
export const FIELD_CHARS = 4_000;
export const TASK_CHARS = 500;
/** 200 kB is more than any post, page or plan; a review of more is no review. */
export const WORK_BYTES = 200_000;
export const REASONS = 20;
export const REASON_CHARS = 2_000;
/** Departments of a declared chain; more than this is no chain of ours. */
export const CHAIN_NAMES = 20;
/** Open reviews that wait for one department. */
export const OPEN_LIMIT = 50;
/** Reviews of one work; then two departments go in circles and the founder decides. */
export const WORK_REVIEWS = 100;
/** A question that nobody answered in a week is asked anew, about the work as it is then. */
export const OPEN_DAYS = 7;
