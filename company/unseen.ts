/**
 * Characters that nobody sees, for a class in an expression with the flag `u`: soft hyphens, joiners,
 * fillers, tags, marks of direction, and the blank of Braille. A word is not to be hidden by them.
 */
export const UNSEEN = "\\p{Default_Ignorable_Code_Point}\\u2800";
