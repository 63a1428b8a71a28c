/** The posts that wait, are approved or went out, in the order in which they are due. */
import type { DraftStatus } from "../../company/drafts.ts";
import type { Finding } from "../../company/finding.ts";
import { type CompanyPost, readPosts } from "./company-posts.ts";

export interface PostFilter {
  channel?: string | undefined;
  status?: DraftStatus | undefined;
  /** Posted and dropped ones too. */
  all?: boolean | undefined;
}

export interface ListedPosts {
  posts: CompanyPost[];
  timeZone: string;
  findings: Finding[];
}

/** @throws HqError as `readPosts` */
export async function listPosts(root: string, filter: PostFilter): Promise<ListedPosts> {
  const { posts, timeZone, findings } = await readPosts(root);
  const kept = posts.filter(({ draft: { channel, status } }) => {
    if (filter.channel !== undefined && channel !== filter.channel) return false;
    if (filter.status !== undefined) return status === filter.status;
    return filter.all === true || (status !== "posted" && status !== "dropped");
  });
  const due = ({ draft, window }: CompanyPost): string =>
    window.kind === "window" ? window.window.from : `${draft.date}T23:59`;
  return { posts: kept.sort((a, b) => (due(a) < due(b) ? -1 : 1)), timeZone, findings };
}
