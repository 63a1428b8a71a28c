/** A post as lines for a person. */
import { partWorkPath } from "../company/draft-posts.ts";
import { wrap } from "../company/wrap.ts";
import { type AuditedPost, shortName } from "../office/reviews/find-post.ts";

/** Other names of a post that are shown. */
const SHOWN = 10;
const HASH_CHARS = 12;

/** Two or three lines above the story: which post, where it is, what else it was called. */
export function postLines({ path: place, hash, alsoCalled }: AuditedPost, width: number): string[] {
  const { file, post } = partWorkPath(place);
  const where =
    hash === null ? `no longer in ${file}` : `${file}, now bytes ${hash.slice(0, HASH_CHARS)}…`;
  return [
    `Post ${post ?? place}`,
    ...wrap("  ", where, { width }),
    ...alsoCalled.slice(0, SHOWN).flatMap((name) => wrap("  also ", shortName(name), { width })),
    "",
  ];
}
