/** What stands on the X of a test: posts of the account, what others wrote, pictures. */
import extractUrlsWithIndices from "twitter-text/dist/extractUrlsWithIndices.js";
import parseTweet from "twitter-text/dist/parseTweet.js";

export interface Tweet {
  id: string;
  author: string;
  /** As it was sent. */
  sent: string;
  /** As X shows it: addresses wrapped, &, < and > escaped, a picture's address at the end. */
  text: string;
  urls: { url: string; expanded_url: string; start: number; end: number }[];
  created_at: string;
  in_reply_to: string | null;
  media_ids: string[];
  made_with_ai: boolean;
  public_metrics: Record<string, number>;
}

export interface Picture {
  id: string;
  type: string;
  totalBytes: number;
  pieces: Buffer[];
  isDone: boolean;
  alt: string | null;
  /** How often its state must be asked before it is ready; 0: at once. */
  processing: number;
}

export interface Written {
  text?: string;
  reply?: { in_reply_to_tweet_id: string };
  media?: { media_ids: string[] };
  made_with_ai?: boolean;
}

/** Ids are larger than what a JavaScript number holds: docs.x.com, fundamentals/x-ids. */
const FIRST_ID = 1_990_000_000_000_000_000n;

export function idAfter(count: number): string {
  return String(FIRST_ID + BigInt(count + 1));
}

/** docs.x.com, fundamentals/counting-characters: addresses become t.co ones, and the text NFC. */
export function tweetOf(written: Written, about: { id: string; author: string; at: Date }): Tweet {
  const sent = written.text ?? "";
  let text = "";
  const urls: Tweet["urls"] = [];
  let from = 0;
  const plain = sent.normalize("NFC").trim();
  for (const { url, indices } of extractUrlsWithIndices(plain)) {
    text += escaped(plain.slice(from, indices[0]));
    const short = `https://t.co/${about.id.slice(-4)}${String(urls.length).padStart(6, "a")}`;
    const expanded_url = /^https?:/i.test(url) ? url : `http://${url}`;
    urls.push({ url: short, expanded_url, start: text.length, end: text.length + short.length });
    text += short;
    from = indices[1];
  }
  text += escaped(plain.slice(from));
  const media_ids = written.media?.media_ids ?? [];
  if (media_ids.length > 0) {
    const short = `https://t.co/${about.id.slice(-4)}mediaaa`;
    const expanded_url = `https://x.com/mare/status/${about.id}/photo/1`;
    const start = text.length + 1;
    text += ` ${short}`;
    urls.push({ url: short, expanded_url, start, end: text.length });
  }
  return {
    ...{ id: about.id, author: about.author, sent, text, urls, media_ids },
    created_at: about.at.toISOString(),
    in_reply_to: written.reply?.in_reply_to_tweet_id ?? null,
    made_with_ai: written.made_with_ai ?? false,
    public_metrics: {
      ...{ retweet_count: 1, reply_count: 2, like_count: 3, quote_count: 0 },
      ...{ bookmark_count: 4, impression_count: 500 },
    },
  };
}

const NAMED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function escaped(text: string): string {
  return text.replaceAll(/[&<>]/g, (letter) => NAMED[letter] ?? letter);
}

export function isTooLong(text: string): boolean {
  return parseTweet(text).weightedLength > 280;
}
