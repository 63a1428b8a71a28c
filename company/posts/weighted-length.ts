/** The length of a text as X counts it, by its own rules (twitter-text, configuration 3). */
import extractUrls from "twitter-text/dist/extractUrls.js";
import parseTweet from "twitter-text/dist/parseTweet.js";

/** The weight, and whether X would make a link of something in it, which costs more. */
export function weightedLength(text: string): { weight: number; hasLink: boolean } {
  // X counts the composed form (NFC), and the library composes it too.
  const { weightedLength: weight } = parseTweet(text);
  return { weight, hasLink: extractUrls(text).length > 0 };
}
