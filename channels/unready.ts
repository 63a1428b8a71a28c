/** A channel that has an account here which cannot be used as things are: its posts wait, and go nowhere else. */
import { channelProblems } from "../company/posts/channel-rules.ts";
import { partsOf } from "../company/posts/thread.ts";
import type { Channel, HeardOutcome } from "./channel.ts";
import { draftOf } from "./draft-of.ts";

export function unreadyChannel(name: string, why: string): Channel {
  const unheard = async (): Promise<HeardOutcome> => ({ kind: "unreachable", why });
  return {
    name,
    account: async () => ({ kind: "unreachable", why }),
    check: (post) => channelProblems(draftOf(post)),
    cost: () => 0,
    parts: ({ text }) => (name === "x" ? partsOf(text) : [text]),
    send: async () => ({ kind: "refused", why, again: null }),
    find: async () => ({ kind: "unsure", why }),
    metrics: async () => ({ kind: "unreachable", why }),
    listening: name === "x" ? { waiting: unheard, search: unheard } : null,
  };
}
