/** A post as a reviewed work, found by its id. */
import { postNamed, readPosts } from "./company-posts.ts";

/**
 * `file:<path from the root>#<id>` of the post with this id, or whose id begins so.
 * @throws HqError `not-found` for none, `usage` for several; `no-company`, `unreadable-file`
 */
export async function workOfPost(root: string, given: string): Promise<string> {
  const { posts } = await readPosts(root);
  const { id, draft } = postNamed(posts, given);
  return `file:${draft.file}#${id}`;
}
