/** What the outside sees of a post beside its title and text, on the channel that it is for. */
import { NO_EXTRA, type PostExtra } from "./extra.ts";

type SeenField = "tags" | "canonical" | "cover" | "media" | "series" | "madeWithAi";

const EVERYTHING: readonly SeenField[] = ["tags", "canonical", "cover", "media", "series"];
const SEEN: Readonly<Record<string, readonly SeenField[]>> = {
  x: ["media", "madeWithAi"],
  "dev.to": ["tags", "canonical", "cover", "series"],
  newsletter: ["cover", "media"],
};

/** SHA-256 in hex of a file by its path from the root; null when it cannot be read. */
export type HashOfFile = (path: string) => string | null;

/**
 * A line for each field that is seen there, in a fixed order; none for a post without them. Files stand by
 * their hash and name where it is known: another picture under the same name is another post, and a letter shows the
 * name of what it carries.
 */
export function seenLines(
  channel: string,
  extra: PostExtra | undefined,
  hashOf?: HashOfFile,
): string[] {
  if (extra === undefined) return [];
  const seen = seenOf(channel, extra);
  const file = (path: string): string => {
    if (hashOf === undefined || isAddress(path)) return path;
    const hash = hashOf(path);
    return hash === null ? `missing ${path}` : `sha256 ${hash} ${path.split("/").at(-1)}`;
  };
  return [
    ...(seen.tags.length === 0 ? [] : [`Tags: ${seen.tags.join(", ")}`]),
    ...(seen.canonical === null ? [] : [`Canonical: ${seen.canonical}`]),
    ...(seen.cover === null ? [] : [`Cover: ${file(seen.cover)}`]),
    ...seen.media.map(({ path, alt }) => `Media: ${file(path)} · ${alt}`),
    ...(seen.series === null ? [] : [`Series: ${seen.series}`]),
    ...(seen.madeWithAi ? ["Made with AI: yes"] : []),
  ];
}

/** The fields that are seen on the channel; the others as in a post without them. */
export function seenOf(channel: string, extra: PostExtra | undefined): PostExtra {
  if (extra === undefined) return NO_EXTRA;
  const fields = SEEN[channel] ?? EVERYTHING;
  const kept = Object.fromEntries(fields.map((field) => [field, extra[field]]));
  return { ...NO_EXTRA, ...kept };
}

/** Paths of the files that are seen on the channel. */
export function seenFiles(channel: string, extra: PostExtra | undefined): string[] {
  const { cover, media } = seenOf(channel, extra);
  const covers = cover === null || isAddress(cover) ? [] : [cover];
  return [...new Set([...covers, ...media.map(({ path }) => path)])];
}

/** Whether a cover is an address and not a file. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}
