/** What a picture is, by its first bytes; its name may say anything. */

export type MediaType = "image/jpeg" | "image/png" | "image/gif" | "image/webp";

const SIGNS: readonly (readonly [MediaType, RegExp])[] = [
  ["image/jpeg", /^\xFF\xD8\xFF/],
  ["image/png", /^\x89PNG\r\n\x1A\n/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[\s\S]{4}WEBP/],
];

/** null for anything else than the four kinds that X takes. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | null {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  return SIGNS.find(([, sign]) => sign.test(head))?.[0] ?? null;
}
