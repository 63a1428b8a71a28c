/** Names and globs, compared as the most forgiving disk would. */

/** Names that some disk takes for the same: upper and lower case, composed letters, invisible signs. */
export function fold(name) {
  return name
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, "")
    .normalize("NFC")
    .toUpperCase()
    .toLowerCase();
}

/** A glob, the name in it without stars (a sample), and a piece of text that all it covers must hold. */
export function compiled(pattern) {
  const glob = fold(pattern);
  const pieces = glob.split(/[*?]+/);
  const piece = pieces.reduce((longest, next) => (next.length > longest.length ? next : longest));
  const fixed = glob
    .replace(/^\*\*\//, "")
    .replace(/\/\*\*$/, "")
    .replaceAll("*", "");
  return {
    glob,
    piece: piece.replace(/^\/|\/$/g, ""),
    // `*/**/x` has no sample: it stands in a folder of any name.
    fixed: fixed.startsWith("/") ? "" : fixed,
    isFolder: glob.endsWith("/**"),
  };
}

/**
 * Whether the glob covers the whole folded name: `*` is anything within a folder, `**` anything, `**`
 * with a slash any folders or none. No regular expression: with stars of the constitution's own it
 * could take for ever.
 */
export function covers({ glob, piece }, name) {
  if (!name.includes(piece)) return false;
  let ends = new Uint8Array(name.length + 1);
  ends[0] = 1;
  for (const [token] of glob.matchAll(/\*\*\/?|[\s\S]/g)) {
    const next = new Uint8Array(name.length + 1);
    let isOpen = 0;
    for (let at = 0; at <= name.length; at += 1) {
      if (token === "*" && name[at - 1] === "/") isOpen = 0;
      if (token.startsWith("*")) {
        const isFolderEnd = token !== "**/" || ends[at] === 1 || name[at - 1] === "/";
        isOpen |= ends[at];
        if (isOpen === 1 && isFolderEnd) next[at] = 1;
      } else if (ends[at] === 1 && at < name.length) {
        if (token === "?" ? name[at] !== "/" : token === name[at]) next[at + 1] = 1;
      }
    }
    ends = next;
  }
  return ends[name.length] === 1;
}
