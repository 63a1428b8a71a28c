/** What a channel would refuse or show otherwise than meant, told before anything is sent. */
import extractCashtags from "twitter-text/dist/extractCashtags.js";
import type { Draft } from "../drafts.ts";
import { NO_EXTRA } from "./extra.ts";
import { isAddress } from "./seen.ts";
import { PARTS_LIMIT, threadOf, X_LIMIT } from "./thread.ts";

/** For a post that comes through the API: https://docs.x.com/x-api/posts/manage-tweets/integrate */
const CASHTAGS_LIMIT = 1;
/** https://docs.x.com/openapi.json, CreateMediaMetadataMetadataAltText. */
const ALT_CHARS = 1_000;

/** Images that one post on X shows: https://docs.x.com/x-api/posts/create-post (media.media_ids, 1 to 4). */
export const X_IMAGES_LIMIT = 4;
const DEVTO_TAGS_LIMIT = 4;
const DEVTO_TAG = /^[\p{L}\p{N}]{1,30}$/u;
const NEWSLETTER_WORDS = 300;

export interface PostProblem {
  /** A blocking one keeps the post from being approved or sent. */
  severity: "blocking" | "warning";
  what: string;
}

/** In reading order; empty when the channel takes the post as it is. */
export function channelProblems(draft: Draft): PostProblem[] {
  const extra = draft.extra ?? NO_EXTRA;
  const common = [...(draft.text === "" ? ["It has no text."] : []), ...extra.problems].map(
    (what): PostProblem => ({ severity: "blocking", what }),
  );
  return [...common, ...(RULES[draft.channel] ?? (() => []))(draft)];
}

const RULES: Readonly<Record<string, (draft: Draft) => PostProblem[]>> = {
  x: xProblems,
  "dev.to": devtoProblems,
  newsletter: newsletterProblems,
};

function xProblems({ text, extra = NO_EXTRA }: Draft): PostProblem[] {
  const parts = threadOf(text);
  const problems = parts.flatMap(({ weight }, at): PostProblem[] => {
    const which = parts.length === 1 ? "The text" : `Part ${at + 1} of ${parts.length}`;
    const what = `${which} weighs ${weight} by X's count, at most ${X_LIMIT}.`;
    return weight > X_LIMIT ? [{ severity: "blocking", what }] : [];
  });
  for (const [at, part] of parts.entries()) {
    const tags = extractCashtags(part.text);
    if (tags.length <= CASHTAGS_LIMIT) continue;
    const which = parts.length === 1 ? "The text" : `Part ${at + 1} of ${parts.length}`;
    const named = tags.map((tag) => `$${tag}`).join(" ");
    const what = `${which} has ${tags.length} cashtags (${named}); X takes one in a post.`;
    problems.push({ severity: "blocking", what });
  }
  for (const { path, alt } of extra.media.filter((each) => each.alt.length > ALT_CHARS)) {
    const what = `Media: what ${path} shows has ${alt.length} characters, at most ${ALT_CHARS} on X.`;
    problems.push({ severity: "blocking", what });
  }
  if (parts.length > PARTS_LIMIT) {
    const what = `The thread has ${parts.length} parts, at most ${PARTS_LIMIT}.`;
    problems.push({ severity: "blocking", what });
  }
  if (extra.media.length > X_IMAGES_LIMIT) {
    const what = `Media: ${extra.media.length} images, at most ${X_IMAGES_LIMIT} on X.`;
    problems.push({ severity: "blocking", what });
  }
  return problems;
}

function devtoProblems({ text, extra = NO_EXTRA }: Draft): PostProblem[] {
  const problems: PostProblem[] = [];
  const block = (what: string) => problems.push({ severity: "blocking", what });
  if (/^\uFEFF?\s*---/.test(text)) {
    block("The text begins with ---: dev.to would read what follows as fields of its own.");
  }
  if (extra.tags.length > DEVTO_TAGS_LIMIT) {
    block(`Tags: ${extra.tags.length} of them, at most ${DEVTO_TAGS_LIMIT} on dev.to.`);
  }
  for (const tag of extra.tags.filter((each) => !DEVTO_TAG.test(each))) {
    block(`Tags: "${tag}" is not of letters and digits alone, at most 30.`);
  }
  if (extra.canonical === null) {
    const what =
      "No Canonical: without the article's own address a second copy cannot be told from the first.";
    problems.push({ severity: "warning", what });
  } else if (!isAddress(extra.canonical)) block(`Canonical: "${extra.canonical}" is no address.`);
  if (extra.cover !== null && !isAddress(extra.cover)) {
    block("Cover: dev.to takes the address of a picture, no file.");
  }
  return problems;
}

function newsletterProblems({ text }: Draft): PostProblem[] {
  const { words } = readingTime(text);
  if (words <= NEWSLETTER_WORDS) return [];
  const what = `The text has ${words} words; a newsletter is read up to ${NEWSLETTER_WORDS}.`;
  return [{ severity: "warning", what }];
}

/** A grown-up reads some 230 words of prose in a minute. */
const WORDS_PER_MINUTE = 230;

/** `minutes` is at least 1. */
export function readingTime(text: string): { words: number; minutes: number } {
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu)?.length ?? 0;
  return { words, minutes: Math.max(1, Math.round(words / WORDS_PER_MINUTE)) };
}
