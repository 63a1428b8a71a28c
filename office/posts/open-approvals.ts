/** Whether an approval is there that may still send something. Loads little: most passes of the engine end here. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { APPROVALS_FOLDER } from "../../company/posts/approvals-folder.ts";
import type { LedgerReads } from "../../ledger/ledger.ts";

/** It decides nothing: what may be sent is looked at by `sendPosts`. @throws LedgerError */
export async function hasOpenApproval(
  root: string,
  { outbox }: Pick<LedgerReads, "outbox">,
): Promise<boolean> {
  const folder = path.join(root, APPROVALS_FOLDER);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  for (const name of names.filter((each) => each.endsWith(".json"))) {
    const record = await outbox.find(name.slice(0, -".json".length));
    if (record === null || !OVER.includes(record.state)) return true;
    // Given anew after that end.
    const { mtime } = await stat(path.join(folder, name));
    if (record.state !== "posted" && mtime.toISOString() > record.updatedAt) return true;
  }
  return false;
}

const OVER: readonly string[] = ["posted", "failed", "expired", "cancelled"];
