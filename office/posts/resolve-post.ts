/** What the founder saw on the channel of a post of which nobody knew whether it stands there. */
import path from "node:path";
import { FOUNDER } from "../../company/constitution/sections.ts";
import { HqError } from "../../company/error.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import type { OutboxRecord } from "../../ledger/outbox.ts";
import { isNotThere, stands } from "./reconcile-posts.ts";
import type { FounderSources } from "./unapprove-post.ts";

/** Its address, or `not-posted`. */
export type Seen = { kind: "posted"; url: string } | { kind: "not-posted" };

/**
 * The record as it is then: posted, or open to go on within its window.
 * @throws HqError `not-found` for a post that never went out, `wrong-state` for one that is not unknown,
 * `usage` for no address; LedgerError
 */
export async function resolvePost(
  { root, now }: FounderSources,
  { id, seen }: { id: string; seen: Seen },
): Promise<OutboxRecord> {
  const url = seen.kind === "posted" ? requireAddress(seen.url) : null;
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    const record = await ledger.read(({ outbox }) => outbox.find(id));
    if (record === null) {
      throw new HqError("not-found", `Cannot resolve ${id}: no post of this id was sent.`);
    }
    if (record.state !== "unknown") {
      throw new HqError(
        "wrong-state",
        `Cannot resolve ${id}: it is ${record.state}, expected unknown.`,
      );
    }
    const publisher = { ledger, now, holder: "", isGone: () => false };
    if (url === null)
      return await isNotThere(publisher, record, `${FOUNDER} looked: it is not there`);
    const posted = {
      id: idIn(url),
      url,
      costMicroUsd: 0,
    };
    return await stands(publisher, record, { posted, knownBy: "founder" });
  } finally {
    await ledger.close();
  }
}

/** A post on X may be looked at under /photo/1; elsewhere the last piece names it. */
function idIn(url: string): string {
  const { pathname } = new URL(url);
  const [, status] = /\/status\/(\d+)(?:\/|$)/.exec(pathname) ?? [];
  return status ?? pathname.split("/").filter(Boolean).at(-1) ?? url;
}

function requireAddress(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new HqError(
    "usage",
    `Cannot resolve with "${url}": it is no address, expected that of the post.`,
  );
}
