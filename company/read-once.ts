/**
 * How zod is to read a file of data that a process reads once: without making a function for each shape, which takes
 * longer than the reading and pays only for what is read again and again.
 */
export const READ_ONCE = { jitless: true };
