/**
 * Commits and refs of proposals, made of git's own parts: nothing of it touches the founder's index or
 * files until `advanceTo`, and each ref is there as a whole or not at all.
 */
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { diff3Merge } from "node-diff3";
import { HqError } from "../company/error.ts";
import { entriesAt, type TreeEntry, textsOf } from "./commit-texts.ts";
import { git } from "./git.ts";
import { asked } from "./git-asked.ts";
import { changedTrees } from "./git-snapshot.ts";

const NONE = "0".repeat(40);

async function line(root: string, args: string[]): Promise<string> {
  return (await asked(root, args)).trim();
}

export interface HeadNow {
  /** null when no branch is checked out. */
  branch: string | null;
  commit: string;
}

/** @throws HqError `wrong-state` without a repository, without a commit, or in a subfolder of one */
export async function headNow(root: string): Promise<HeadNow> {
  const prefix = await line(root, ["rev-parse", "--show-prefix"]);
  if (prefix !== "")
    throw new HqError(
      "wrong-state",
      `Cannot keep proposals: the company is the folder ${prefix} of a repository, expected its root.`,
    );
  const commit = await line(root, ["rev-parse", "--verify", "HEAD^{commit}"]);
  const branch = await git(root, ["symbolic-ref", "--quiet", "--short", "HEAD"]).catch(() => "");
  return { branch: branch.trim() || null, commit };
}

/** Files that git tracks and that are not as they were committed. */
export async function dirtyFiles(root: string): Promise<string[]> {
  const status = await asked(root, [
    "status",
    "--porcelain",
    "-z",
    "--untracked-files=no",
    "--no-renames",
  ]);
  return status
    .split("\0")
    .filter(Boolean)
    .map((entry) => entry.slice(3));
}

/** A merge, rebase or the like that somebody began. */
export async function isUnderWay(root: string): Promise<boolean> {
  const names = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD"];
  const found = await Promise.all(
    names.map((name) => git(root, ["rev-parse", "--verify", "--quiet", name]).catch(() => "")),
  );
  return found.some((hash) => hash.trim() !== "");
}

export interface Ref {
  ref: string;
  commit: string;
}

/** In the order of their names. */
export async function refsUnder(root: string, prefix: string): Promise<Ref[]> {
  const found = await asked(root, ["for-each-ref", "--format=%(refname) %(objectname)", prefix]);
  return found
    .split("\n")
    .filter(Boolean)
    .map((each) => {
      const [ref = "", commit = ""] = each.split(" ");
      return { ref, commit };
    });
}

/** Makes and takes away refs in one step, all or none; one that is made must not be there yet. */
export async function changeRefs(
  root: string,
  { make = [], drop = [] }: { make?: readonly Ref[]; drop?: readonly string[] },
): Promise<void> {
  const lines = [
    ...make.map(({ ref, commit }) => `create ${ref} ${commit}`),
    ...drop.map((ref) => `delete ${ref}`),
  ];
  if (lines.length === 0) return;
  await asked(root, ["update-ref", "--stdin"], { input: `${lines.join("\n")}\n` });
}

export async function messageOf(root: string, commit: string): Promise<string> {
  return asked(root, ["show", "--no-patch", "--format=%B", commit]);
}

export interface FoundCommit {
  commit: string;
  /** ISO 8601. */
  at: string;
  message: string;
}

/** Commits on the branch whose message has a line that begins so, the newest first. */
export async function commitsSaying(root: string, beginning: string): Promise<FoundCommit[]> {
  const format = "--format=%H%x1f%cI%x1f%B%x1e";
  const found = await asked(root, ["log", "--fixed-strings", `--grep=${beginning}`, format]);
  return found
    .split("\u001e")
    .map((each) => each.trim())
    .filter(Boolean)
    .map((each) => {
      const [commit = "", at = "", message = ""] = each.split("\u001f");
      return { commit, at, message };
    })
    .filter(({ message }) => message.split("\n").some((each) => each.startsWith(beginning)));
}

export async function treeAt(root: string, commit: string): Promise<string> {
  return line(root, ["rev-parse", "--verify", `${commit}^{tree}`]);
}

export async function parentOf(root: string, commit: string): Promise<string> {
  return line(root, ["rev-parse", "--verify", `${commit}^`]);
}

export async function isInHistory(root: string, commit: string): Promise<boolean> {
  return git(root, ["merge-base", "--is-ancestor", commit, "HEAD"]).then(
    () => true,
    () => false,
  );
}

export type Applied = { kind: "tree"; tree: string } | { kind: "conflict"; paths: string[] };

/** The tree of `onto` with what lies between `from` and `to`; line by line where the file has changed since. */
export async function changeOnto(
  root: string,
  { onto, from, to }: { onto: string; from: string; to: string },
): Promise<Applied> {
  const paths = (await changedTrees(root, from, to)).map((change) => change.path);
  const [there, old, wanted] = await Promise.all(
    [onto, from, to].map((commit) => entriesAt(root, commit, paths)),
  );
  const chosen: [string, TreeEntry | null][] = [];
  const conflicts: string[] = [];
  for (const file of paths) {
    const sides = { there: there?.get(file), old: old?.get(file), wanted: wanted?.get(file) };
    const entry = await chosenEntry(root, sides);
    if (entry === undefined) conflicts.push(file);
    else chosen.push([file, entry]);
  }
  if (conflicts.length > 0) return { kind: "conflict", paths: conflicts };
  return { kind: "tree", tree: await treeWith(root, onto, chosen) };
}

interface Sides {
  there: TreeEntry | undefined;
  old: TreeEntry | undefined;
  wanted: TreeEntry | undefined;
}

/** null takes the file away; undefined when both changed the same lines. */
async function chosenEntry(
  root: string,
  { there, old, wanted }: Sides,
): Promise<TreeEntry | null | undefined> {
  if (there?.hash === old?.hash || there?.hash === wanted?.hash) return wanted ?? null;
  if (there === undefined || old === undefined || wanted === undefined) return undefined;
  const texts = await textsOf(root, [there.hash, old.hash, wanted.hash]);
  const [mine, base, theirs] = [there, old, wanted].map(({ hash }) => texts.get(hash)?.split("\n"));
  if (mine === undefined || base === undefined || theirs === undefined) return undefined;
  const parts = diff3Merge(mine, base, theirs);
  if (parts.some(({ conflict }) => conflict !== undefined)) return undefined;
  const merged = parts.flatMap(({ ok }) => ok ?? []).join("\n");
  return { mode: there.mode, hash: await keepText(root, merged) };
}

/** The hash under which git now has the text. */
export async function keepText(root: string, text: string): Promise<string> {
  return (await asked(root, ["hash-object", "-w", "--stdin"], { input: text })).trim();
}

/** The tree of a commit with other entries; null takes a file away. */
export async function treeWith(
  root: string,
  onto: string,
  entries: readonly [string, TreeEntry | null][],
): Promise<string> {
  const folder = path.join(root, ".hq");
  const index = path.join(folder, `improve-index-${process.pid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await asked(root, ["read-tree", onto], { index });
    const lines = entries.map(([file, entry]) =>
      entry === null ? `0 ${NONE}\t${file}\0` : `${entry.mode} ${entry.hash}\t${file}\0`,
    );
    await asked(root, ["update-index", "-z", "--index-info"], { index, input: lines.join("") });
    return (await asked(root, ["write-tree"], { index })).trim();
  } finally {
    await rm(index, { force: true });
  }
}

/** For commits that are no word of the founder's, where git does not know who that is. */
const NOBODY = { name: "hq", email: "hq@localhost" };

/**
 * The commit, signed where the founder signs theirs; nothing points to it yet. One that is `kept` beside the
 * branches needs nobody's name.
 * @throws HqError `wrong-state` for one that is not where git does not know the founder's name
 */
export async function writeCommit(
  root: string,
  {
    tree,
    parent,
    message,
    kept = false,
  }: { tree: string; parent: string; message: string; kept?: boolean },
): Promise<string> {
  const signs = await git(root, ["config", "--type=bool", "commit.gpgsign"]).catch(() => "");
  const isKnown = (await git(root, ["var", "GIT_COMMITTER_IDENT"]).catch(() => "")) !== "";
  const args = [
    "commit-tree",
    tree,
    "-p",
    parent,
    ...(signs.trim() === "true" ? ["-S"] : []),
    "-F",
    "-",
  ];
  const as = kept && !isKnown ? { as: NOBODY } : {};
  return (await asked(root, args, { input: message, ...as })).trim();
}

/** The branch, its files and the index go on to a commit whose parent is the one they stand on. */
export async function advanceTo(root: string, commit: string): Promise<void> {
  await asked(root, ["merge", "--ff-only", "--quiet", "--no-stat", commit]);
}

/** Files that a step which was cut off has left as `wrong` has them become what HEAD has. */
export async function putBack(root: string, wrong: string): Promise<void> {
  const changes = await changedTrees(root, "HEAD", wrong);
  const theirs = await entriesAt(
    root,
    wrong,
    changes.map((change) => change.path),
  );
  const mine = await entriesAt(
    root,
    "HEAD",
    changes.map((change) => change.path),
  );
  for (const { path: file } of changes) {
    const there = await git(root, ["hash-object", "--", file]).catch(() => "");
    const isTheirs = there.trim() === (theirs.get(file)?.hash ?? "");
    if (!isTheirs) continue;
    if (mine.has(file)) await asked(root, ["checkout", "HEAD", "--", file]);
    else await asked(root, ["rm", "--force", "--quiet", "--ignore-unmatch", "--", file]);
    if (!mine.has(file)) await rm(path.join(root, file), { force: true });
  }
}

/** A unified diff of two commits. */
export async function diffBetween(root: string, from: string, to: string): Promise<string> {
  return asked(root, ["diff", "--no-color", "--no-ext-diff", "--no-textconv", from, to]);
}
