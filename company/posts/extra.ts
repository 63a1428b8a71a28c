/** The optional fields of a post: when and how it goes out, and what is seen beside its text. */

export interface PostMedia {
  /** Path from the company's root. */
  path: string;
  /** What it shows, for those who do not see it. */
  alt: string;
}

/** Fields that a post may have below its heading, beside Status, Product and Level. */
export interface PostExtra {
  /** As written: `09:30` or `09:30 to 11:00`; null for the channel's slot. */
  at: string | null;
  tags: string[];
  /** The address at which the article stands first. */
  canonical: string | null;
  /** A path from the root, or an address. */
  cover: string | null;
  media: PostMedia[];
  series: string | null;
  campaign: string | null;
  /** Whether the founder has it marked as made with AI. */
  madeWithAi: boolean;
  /** What of it cannot be understood, a sentence each. */
  problems: string[];
}

export const NO_EXTRA: PostExtra = {
  at: null,
  tags: [],
  canonical: null,
  cover: null,
  media: [],
  series: null,
  campaign: null,
  madeWithAi: false,
  problems: [],
};

/** More than any channel shows; a field beyond them was not written by a person. */
const TAGS_LIMIT = 30;
const MEDIA_LIMIT = 20;
const IMAGE = /!\[([^\]]*)\]\(([^()\s]+)\)/g;

/**
 * Of the fields by their lower-case name; null for a post that has none of them, whose bytes are then
 * those that they always were.
 */
export function readExtra(field: (name: string) => string | undefined): PostExtra | null {
  const text = (name: string): string | null => field(name)?.trim() || null;
  const written = {
    at: text("at"),
    tags: text("tags"),
    canonical: text("canonical"),
    cover: text("cover"),
    media: text("media"),
    series: text("series"),
    campaign: text("campaign"),
    madeWithAi: text("made with ai"),
  };
  if (Object.values(written).every((value) => value === null)) return null;
  const problems: string[] = [];
  return {
    at: written.at,
    tags: readTags(written.tags, problems),
    canonical: written.canonical,
    cover: written.cover,
    media: readMedia(written.media, problems),
    series: written.series,
    campaign: written.campaign,
    madeWithAi: readYes(written.madeWithAi, problems),
    problems,
  };
}

function readTags(written: string | null, problems: string[]): string[] {
  const tags = (written ?? "")
    .split(/[,\s]+/)
    .map((tag) => tag.replace(/^#/, ""))
    .filter(Boolean);
  if (tags.length > TAGS_LIMIT)
    problems.push(`Tags: ${tags.length} of them, at most ${TAGS_LIMIT}.`);
  return tags.slice(0, TAGS_LIMIT);
}

function readMedia(written: string | null, problems: string[]): PostMedia[] {
  if (written === null) return [];
  const media = [...written.matchAll(IMAGE)].map(([, alt = "", path = ""]) => ({
    path,
    alt: alt.trim(),
  }));
  if (written.replaceAll(IMAGE, "").replaceAll(/[\s,;]/g, "") !== "") {
    problems.push("Media: write ![what it shows](path/from/the/root.png), one after the other.");
  }
  for (const { path, alt } of media) {
    if (alt === "") problems.push(`Media: ${path} has no alt text.`);
    if (/^(?:[a-z]+:|\/)|(?:^|\/)\.\.(?:\/|$)/i.test(path)) {
      problems.push(`Media: ${path} is no path from the company's root.`);
    }
  }
  if (media.length > MEDIA_LIMIT) {
    problems.push(`Media: ${media.length} of them, at most ${MEDIA_LIMIT}.`);
  }
  return media.slice(0, MEDIA_LIMIT);
}

function readYes(written: string | null, problems: string[]): boolean {
  if (written === null || /^no$/i.test(written)) return false;
  if (!/^yes$/i.test(written)) problems.push("Made with AI: write yes or no.");
  return true;
}
