/** One pass of the publisher on a company of a test; `point` is called around every write and every call. */
import path from "node:path";
import { holderHere, isGone } from "../../../engine/holder.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { type SentPost, sendPosts } from "../../../office/posts/send-posts.ts";
import { X_KEYS } from "../../channels/x/keys.ts";
import { wallChannel } from "./loopback-channel.ts";

export interface Pass {
  root: string;
  url: string;
  at: Date;
  /** The X on loopback, or the simple channel, which is sure of what it does not see or is not. */
  to: "x" | "sure" | "unsure";
  point(): void;
}

/** The environment of a founder who posts to the X on loopback. */
export function xEnv(url: string): Record<string, string> {
  return {
    HQ_X_URL: url,
    HQ_X_API_KEY: X_KEYS.appKey,
    HQ_X_API_SECRET: X_KEYS.appSecret,
    HQ_X_ACCESS_TOKEN: X_KEYS.accessToken,
    HQ_X_ACCESS_SECRET: X_KEYS.accessSecret,
  };
}

export async function publishOnce({ root, url, at, to, point }: Pass): Promise<SentPost[]> {
  const opened = await openLedger({ file: path.join(root, LEDGER_FILE), busyMs: 30_000 });
  const ledger: Ledger = {
    ...opened,
    write: async (body) => {
      point();
      const result = await opened.write(async (tables) => {
        const given = await body(tables);
        // Written, not yet committed.
        point();
        return given;
      });
      point();
      return result;
    },
  };
  const channel = wallChannel(url, { point, isSure: to === "sure" });
  try {
    return await sendPosts({
      ...{ root, ledger },
      ...(to === "x" ? { env: xEnv(url) } : { env: {}, open: () => channel }),
      now: () => at,
      holder: holderHere("here"),
      isGone: (holder) => isGone(holder, "here"),
    });
  } finally {
    await opened.close();
  }
}
