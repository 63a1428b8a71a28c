import type { Draft } from "../company/drafts.ts";
import type { OutgoingPost } from "./channel.ts";

/** The post as the rules of the company read one: without what only its file knows. */
export function draftOf({ channel, date, title, text, seen }: OutgoingPost): Draft {
  const place = { file: "", line: 0, textLine: 0 };
  const about = { status: "approved", product: null, level: null } as const;
  return { ...place, ...about, channel, date, title, text, extra: seen };
}
