/**
 * Whether a post on X has the words that were sent. X shows them otherwise: addresses wrapped as t.co ones (with what
 * they stand for beside), &, < and > escaped, composed letters, an address at the end for a picture, and perhaps the
 * account's own name before an answer to itself.
 */
import extractUrlsWithIndices from "twitter-text/dist/extractUrlsWithIndices.js";

export interface ShownText {
  text: string;
  /** By the address as it stands in the text, what it leads to; X may leave them out. */
  urls: ReadonlyMap<string, string>;
}

/** A text as its plain pieces and the addresses between them. */
interface Pieces {
  plain: string[];
  urls: string[];
}

const SHORT = /https?:\/\/t\.co\/\w+/g;
const NAMED: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

export function hasSameWords(
  sent: string,
  shown: ShownText,
  { username, hasMedia }: { username: string; hasMedia: boolean },
): boolean {
  const ours = piecesOf(withoutOwnName(sent, username));
  const theirs = shownPieces(withoutOwnName(unescaped(shown.text), username));
  const isPicture = hasMedia && theirs.urls.length === ours.urls.length + 1;
  if (isPicture && theirs.plain.at(-1)?.trim() === "") {
    theirs.urls.pop();
    theirs.plain.pop();
    theirs.plain.push((theirs.plain.pop() ?? "").trimEnd());
  }
  if (ours.urls.length !== theirs.urls.length) return false;
  if (!ours.plain.every((text, at) => folded(text) === folded(theirs.plain[at] ?? "")))
    return false;
  return ours.urls.every((url, at) => {
    const short = theirs.urls[at] ?? "";
    const long = shown.urls.get(short);
    // Where X does not say what it stands for, the words around it must do.
    return long === undefined || leadsTo(long) === leadsTo(url);
  });
}

function piecesOf(text: string): Pieces {
  const pieces: Pieces = { plain: [], urls: [] };
  const composed = text.normalize("NFC");
  let from = 0;
  for (const { url, indices } of extractUrlsWithIndices(composed)) {
    pieces.plain.push(composed.slice(from, indices[0]));
    pieces.urls.push(url);
    from = indices[1];
  }
  pieces.plain.push(composed.slice(from));
  return pieces;
}

function shownPieces(text: string): Pieces {
  const urls = text.match(SHORT) ?? [];
  return { plain: text.normalize("NFC").split(SHORT), urls: [...urls] };
}

/** As it was written: X shows &, < and > by their names. */
export function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|amp);/g, (name) => NAMED[name] ?? name);
}

function withoutOwnName(text: string, username: string): string {
  const name = `@${username.toLowerCase()}`;
  let rest = text.trim();
  while (rest.toLowerCase().startsWith(name) && /^\s/.test(rest.slice(name.length))) {
    rest = rest.slice(name.length).trim();
  }
  return rest;
}

function folded(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Without what X may add or leave out. */
function leadsTo(url: string): string {
  return url
    .replace(/^https?:\/\//i, "")
    .replace(/\/+$/, "")
    .toLowerCase();
}
