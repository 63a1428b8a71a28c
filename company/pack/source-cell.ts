import type { Source } from "./schema.ts";

/** Law and article with the grade; one that tells several readings apart has their grades in it. */
export function sourceCell({ article, grade }: Source): string {
  return /\[[ABCU][\],]/.test(article) ? article : `${article} [${grade}]`;
}
