/** The texts of the kit as a commit has them, and what another one makes of them. */
import type { KitTexts } from "../company/proposals/proposal.ts";
import { git, gitBytes } from "./git.ts";
import { changedTrees } from "./git-snapshot.ts";
import { decodeUtf8 } from "./text.ts";

/** Where pages of procedures stand, and what they are judged by. */
const KIT = [".github", "docs", "AGENTS.md"];
const PLAIN_FILE = "100644";
/** A page is no larger; what is larger counts as no text. */
const TEXT_BYTES = 1_000_000;

export interface TreeEntry {
  mode: string;
  hash: string;
}

/** What a commit has at these paths and below them. */
export async function entriesAt(
  root: string,
  commit: string,
  paths: readonly string[],
): Promise<Map<string, TreeEntry>> {
  if (paths.length === 0) return new Map();
  const listed = await git(root, ["ls-tree", "-r", "-z", commit, "--", ...paths]);
  const lines = listed.split("\0").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [about = "", path = ""] = line.split("\t", 2);
      const [mode = "", , hash = ""] = about.split(" ");
      return [path, { mode, hash }];
    }),
  );
}

/** The texts of blobs, by their hash; null for what is none. */
export async function textsOf(
  root: string,
  hashes: readonly string[],
): Promise<Map<string, string | null>> {
  const wanted = [...new Set(hashes)];
  const found = new Map<string, string | null>();
  if (wanted.length === 0) return found;
  const bytes = await gitBytes(root, ["cat-file", "--batch"], { input: `${wanted.join("\n")}\n` });
  let at = 0;
  for (const hash of wanted) {
    const end = bytes.indexOf(10, at);
    const size = Number(bytes.subarray(at, end).toString("latin1").split(" ")[2]);
    const body = bytes.subarray(end + 1, end + 1 + size);
    found.set(hash, size > TEXT_BYTES ? null : decodeUtf8(body));
    at = end + 1 + size + 1;
  }
  return found;
}

/**
 * The kit at `from`, and the same with every path that differs at `to`; there, what is no plain text is null.
 * @throws HqError `unreadable-file` when git cannot tell
 */
export async function textsBetween(
  root: string,
  from: string,
  to: string,
): Promise<{ before: KitTexts; after: KitTexts }> {
  const changes = await changedTrees(root, from, to);
  const paths = changes.map(({ path }) => path);
  const old = new Map([
    ...(await entriesAt(root, from, KIT)),
    ...(await entriesAt(root, from, paths)),
  ]);
  const now = await entriesAt(root, to, paths);
  const texts = await textsOf(
    root,
    [...old.values(), ...now.values()].filter(isBlob).map(({ hash }) => hash),
  );
  const before = new Map(
    [...old].map(([path, entry]) => [path, texts.get(entry.hash) ?? null] as const),
  );
  const after = new Map(before);
  for (const path of paths) {
    const entry = now.get(path);
    if (entry === undefined) after.delete(path);
    else after.set(path, entry.mode === PLAIN_FILE ? (texts.get(entry.hash) ?? null) : null);
  }
  return { before, after };
}

/** A submodule is a commit of another repository. */
function isBlob({ mode }: TreeEntry): boolean {
  return mode !== "160000";
}
