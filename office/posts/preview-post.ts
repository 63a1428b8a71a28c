/** A post as people will see it: the parts of a thread, or the front page of an article; and its price. */
import {
  channelProblems,
  type PostProblem,
  readingTime,
} from "../../company/posts/channel-rules.ts";
import { NO_EXTRA } from "../../company/posts/extra.ts";
import { seenFiles, seenOf } from "../../company/posts/seen.ts";
import { type ThreadPart, threadOf } from "../../company/posts/thread.ts";
import type { PostWindow } from "../../company/posts/window.ts";
import { xPostCostMicroUsd } from "../../company/posts/x-prices.ts";
import { type CompanyPost, postNamed, readPosts } from "./company-posts.ts";
import { hashFiles } from "./hash-files.ts";

export interface PostPreview {
  id: string;
  file: string;
  line: number;
  date: string;
  channel: string;
  status: string;
  title: string;
  product: string | null;
  level: string | null;
  /** null for a post that has no time; `whyNoWindow` says why. */
  window: PostWindow | null;
  whyNoWindow: string | null;
  timeZone: string;
  /** The parts of a thread on X; null for an article. */
  parts: ThreadPart[] | null;
  /** The article as it stands; null for a thread. */
  article: ArticlePreview | null;
  media: { path: string; alt: string }[];
  campaign: string | null;
  /** What the channel charges, in millionths of a US dollar. */
  costMicroUsd: number;
  problems: PostProblem[];
}

export interface ArticlePreview {
  title: string;
  tags: string[];
  cover: string | null;
  canonical: string | null;
  series: string | null;
  words: number;
  minutes: number;
  text: string;
}

/** @throws HqError `not-found`, `usage` for a name that fits several */
export async function previewPost(root: string, given: string): Promise<PostPreview> {
  const { posts, timeZone } = await readPosts(root);
  return previewOf(root, postNamed(posts, given), timeZone);
}

/** @throws HqError for a disk that cannot be read */
export async function previewOf(
  root: string,
  post: CompanyPost,
  timeZone: string,
): Promise<PostPreview> {
  const { id, draft, window } = post;
  const { channel, text, title, extra = NO_EXTRA } = draft;
  const parts = channel === "x" ? threadOf(text) : null;
  const seen = seenOf(channel, draft.extra);
  return {
    ...{ id, file: draft.file, line: draft.line, date: draft.date, channel, status: draft.status },
    ...{ title, product: draft.product, level: draft.level, timeZone, parts },
    window: window.kind === "window" ? window.window : null,
    whyNoWindow: window.kind === "none" ? window.why : null,
    article:
      parts === null
        ? {
            ...{ title, tags: seen.tags, cover: seen.cover, canonical: seen.canonical },
            ...{ series: seen.series, ...readingTime(text), text },
          }
        : null,
    media: seen.media,
    campaign: extra.campaign,
    costMicroUsd: channel === "x" ? xPostCostMicroUsd(text, seen.media.length) : 0,
    problems: await problemsOf(root, post),
  };
}

/** What keeps the post from its channel, its time and its pictures included. */
export async function problemsOf(root: string, post: CompanyPost): Promise<PostProblem[]> {
  const { draft, window } = post;
  const block = (what: string): PostProblem => ({ severity: "blocking", what });
  const { problems } = await hashFiles(root, seenFiles(draft.channel, draft.extra));
  return [
    ...channelProblems(draft),
    ...problems.map(block),
    ...(window.kind === "none" ? [block(`No time: ${window.why}.`)] : []),
  ];
}
