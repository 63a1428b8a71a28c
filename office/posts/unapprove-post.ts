/** An approval taken back, and a post held back although it is approved. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { clip } from "../../company/clip.ts";
import { FOUNDER } from "../../company/constitution/sections.ts";
import { HqError } from "../../company/error.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import { approvalFile } from "./approval-standing.ts";
import { postNamed, readPosts } from "./company-posts.ts";
import { setStatus } from "./set-status.ts";

export interface FounderSources {
  root: string;
  now(): Date;
}

const WHY_CHARS = 300;

/**
 * Takes the approval back: its record here, its file and the status `approved` go. A part that is with the
 * channel already cannot be called back.
 * @throws HqError `not-found`; LedgerError
 */
export async function unapprovePost(
  { root, now }: FounderSources,
  id: string,
): Promise<{ id: string; wasApproved: boolean; isOut: boolean }> {
  const post = postNamed((await readPosts(root)).posts, id);
  const at = now().toISOString();
  const { taken, isOut } = await onLedger(root, (ledger) =>
    ledger.write(async ({ approvals, events, outbox }) => {
      const withdrawn = await approvals.withdraw(post.id, at);
      await events.add(eventOf("post.unapproved", { at, post: post.id, detail: null }));
      const record = await outbox.find(post.id);
      return {
        taken: withdrawn > 0,
        isOut: record !== null && (record.part > 0 || record.sentAt !== null),
      };
    }),
  );
  const file = path.join(root, approvalFile(post.id));
  const hadFile = await rm(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw new HqError(
        "write-failed",
        `Cannot take the approval back: ${file} stays (${error.code}).`,
      );
    },
  );
  const change = { file: post.draft.file, id: post.id, status: "review" } as const;
  if (post.draft.status === "approved") await setStatus(root, change);
  return { id: post.id, wasApproved: taken || hadFile, isOut };
}

/**
 * Holds a post back, or lets it go again. It holds over restarts, on this machine.
 * @throws HqError `not-found`; LedgerError
 */
export async function holdPost(
  { root, now }: FounderSources,
  { id, why, isOff }: { id: string; why: string | undefined; isOff: boolean },
): Promise<{ id: string; changed: boolean }> {
  const post = postNamed((await readPosts(root)).posts, id);
  const at = now().toISOString();
  const reason = clip(why ?? "", WHY_CHARS) || "no reason given";
  const changed = await onLedger(root, (ledger) =>
    ledger.write(async ({ approvals, events }) => {
      const isNew = isOff
        ? await approvals.release(post.id)
        : await approvals.hold({ post: post.id, at, why: reason });
      const what = isOff ? "post.released" : "post.held";
      if (isNew)
        await events.add(eventOf(what, { at, post: post.id, detail: isOff ? null : reason }));
      return isNew;
    }),
  );
  return { id: post.id, changed };
}

function eventOf(
  what: string,
  { at, post, detail }: { at: string; post: string; detail: string | null },
) {
  return { at, who: FOUNDER, what, subject: post, hash: null, detail };
}

async function onLedger<T>(root: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
