/** One pass of the publisher on a company of a test; `point` is called around every write and every call. */
import path from "node:path";
import { holderHere, isGone } from "../../../engine/holder.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { type SentPost, sendPosts } from "../../../office/posts/send-posts.ts";
import { wallChannel } from "./loopback-channel.ts";

export interface Pass {
  root: string;
  url: string;
  at: Date;
  isSure: boolean;
  point(): void;
}

export async function publishOnce({ root, url, at, isSure, point }: Pass): Promise<SentPost[]> {
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
  const channel = wallChannel(url, { point, isSure });
  try {
    return await sendPosts({
      ...{ root, ledger, env: {}, open: () => channel },
      now: () => at,
      holder: holderHere("here"),
      isGone: (holder) => isGone(holder, "here"),
    });
  } finally {
    await opened.close();
  }
}
