/**
 * A company that is a clone of Solo HQ gets a new version by git: what to type, and the one step that git cannot do
 * by itself. What the company deleted, the pack of another country for one, stays deleted, whatever the new version
 * changed in it or added to it.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { git, saidByGit } from "../files/git.ts";
import { MANIFEST_FILE } from "../files/root.ts";

/** The name that `hq init` gives to the remote of Solo HQ. */
const REMOTE = "solo-hq";
const BRANCH = "main";

export interface CloneSteps {
  /** In this order, each as it can be typed in the company's folder; `hq` stands for the program. */
  commands: string[];
  /** The remote of Solo HQ is not known: its address is the founder's to write. */
  isAddressOpen: boolean;
}

/** What to type to get the new version; no command where no repository is. */
export async function cloneSteps(root: string): Promise<CloneSteps> {
  const isRepository = await git(root, ["rev-parse", "--git-dir"]).then(
    () => true,
    () => false,
  );
  if (!isRepository) return { commands: [], isAddressOpen: false };
  const dirty = (await asked(root, ["status", "--porcelain"])).trim() !== "";
  const remote = await remoteOfKit(root);
  const name = remote ?? REMOTE;
  const branch = remote === null ? BRANCH : await branchOf(root, remote);
  return {
    commands: [
      ...(dirty ? ["git add -A", 'git commit -m "Before the upgrade"'] : []),
      ...(remote === null ? [`git remote add ${REMOTE} ADDRESS-OF-SOLO-HQ`] : []),
      `git fetch ${name}`,
      `hq upgrade --merge ${name}/${branch}`,
      "npm ci",
    ],
    isAddressOpen: remote === null,
  };
}

export type CloneMerge =
  | { kind: "up-to-date" }
  /** `kept` are files that came with it and that the company had deleted: they stay deleted. */
  | { kind: "merged"; kept: string[] }
  /** Both sides changed these files: the merge waits for a person. */
  | { kind: "conflicts"; kept: string[]; files: string[] };

/**
 * Merges `ref` and commits it, or leaves the merge open where a person has to decide. Run again in an open merge, it
 * goes on with that one.
 * @throws HqError `wrong-state` for a ref that there is not, without a common history, or with uncommitted changes
 */
export async function mergeClone(root: string, ref: string): Promise<CloneMerge> {
  const theirs = await commitOf(root, ref);
  const base = await baseOf(root, ref);
  const isOpen = existsSync(await gitPath(root, "MERGE_HEAD"));
  if (!isOpen) {
    if (base === theirs) return { kind: "up-to-date" };
    await requireClean(root);
    await startMerge(root, ref);
  }
  const kept = await keepDeleted(root, base);
  const files = await unmerged(root);
  if (files.length > 0) return { kind: "conflicts", kept, files };
  if (existsSync(await gitPath(root, "MERGE_HEAD"))) {
    await asked(root, ["commit", "--no-edit", "--quiet"]);
  }
  return { kind: "merged", kept };
}

/** Of conflicts git tells by its exit code; what it could not begin at all is an error. */
async function startMerge(root: string, ref: string): Promise<void> {
  try {
    await git(root, ["merge", "--no-commit", "--no-ff", "--quiet", ref]);
  } catch (error) {
    if (!existsSync(await gitPath(root, "MERGE_HEAD"))) throw failed(`merge ${ref}`, error);
  }
}

/** Takes out again what the company deleted; gives the paths. */
async function keepDeleted(root: string, base: string): Promise<string[]> {
  const before = await filesOf(root, base);
  const ours = new Set(await filesOf(root, "HEAD"));
  const gone = before.filter((file) => !ours.has(file));
  const folders = goneFolders(gone, ours);
  const index = nulls(await asked(root, ["ls-files", "-z", "--cached"]));
  const deleted = new Set(gone);
  const back = [...new Set(index)].filter(
    (file) =>
      !ours.has(file) &&
      (deleted.has(file) || folders.some((folder) => file.startsWith(`${folder}/`))),
  );
  if (back.length > 0) await asked(root, ["rm", "--quiet", "--force", "--", ...back]);
  return back.sort();
}

/** Folders of which the company kept nothing, such as packs/pt. */
function goneFolders(gone: readonly string[], ours: ReadonlySet<string>): string[] {
  const kept = new Set([...ours].flatMap(foldersOf));
  return [...new Set(gone.flatMap(foldersOf))].filter((folder) => !kept.has(folder));
}

function foldersOf(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

async function unmerged(root: string): Promise<string[]> {
  const listed = nulls(await asked(root, ["diff", "--name-only", "-z", "--diff-filter=U"]));
  return [...new Set(listed)].sort();
}

async function requireClean(root: string): Promise<void> {
  const changed = await asked(root, ["status", "--porcelain", "--untracked-files=no"]);
  if (changed.trim() === "") return;
  throw new HqError(
    "wrong-state",
    "Cannot merge the new version: there are changes that are in no commit, expected none. Nothing was changed.",
    { hint: 'Commit what is yours:\ngit add -A\ngit commit -m "Before the upgrade"' },
  );
}

async function commitOf(root: string, ref: string): Promise<string> {
  try {
    return (await git(root, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])).trim();
  } catch {
    throw new HqError(
      "wrong-state",
      `Cannot merge "${ref.slice(0, 100)}": git knows no such commit, expected one such as ${REMOTE}/${BRANCH}. Nothing was changed.`,
      { hint: `Fetch it first: git fetch ${REMOTE}` },
    );
  }
}

async function baseOf(root: string, ref: string): Promise<string> {
  try {
    return (await git(root, ["merge-base", "HEAD", ref])).trim();
  } catch {
    throw new HqError(
      "wrong-state",
      `Cannot merge "${ref.slice(0, 100)}": it has no commit in common with this company, expected the Solo HQ that it was cloned from. Nothing was changed.`,
      {
        hint: "From a newer clone elsewhere, hq upgrade --root FOLDER works for a kit that hq init --into put there.",
      },
    );
  }
}

/** `solo-hq`, else a remote whose branch was never set up as a company. */
async function remoteOfKit(root: string): Promise<string | null> {
  const remotes = (await asked(root, ["remote"])).split("\n").filter(Boolean);
  if (remotes.includes(REMOTE)) return REMOTE;
  for (const remote of remotes) {
    const ref = `refs/remotes/${remote}/${await branchOf(root, remote)}`;
    const isThere = await git(root, ["rev-parse", "--verify", "--quiet", ref]).catch(() => "");
    if (isThere === "") continue;
    const isCompany = await git(root, ["cat-file", "-e", `${ref}:${MANIFEST_FILE}`]).then(
      () => true,
      () => false,
    );
    if (!isCompany) return remote;
  }
  return null;
}

async function branchOf(root: string, remote: string): Promise<string> {
  const head = `refs/remotes/${remote}/HEAD`;
  const said = await git(root, ["symbolic-ref", "--short", head]).catch(() => "");
  if (said.trim() !== "") return said.trim().slice(remote.length + 1);
  const listed = await asked(root, [
    ...["for-each-ref", "--format=%(refname:lstrip=3)", `refs/remotes/${remote}`],
  ]);
  const names = listed.split("\n").filter((name) => name !== "" && name !== "HEAD");
  return names.includes(BRANCH) ? BRANCH : (names[0] ?? BRANCH);
}

async function filesOf(root: string, commit: string): Promise<string[]> {
  return nulls(await asked(root, ["ls-tree", "-r", "-z", "--name-only", commit]));
}

async function gitPath(root: string, name: string): Promise<string> {
  return path.resolve(root, (await asked(root, ["rev-parse", "--git-path", name])).trim());
}

function nulls(text: string): string[] {
  return text.split("\0").filter(Boolean);
}

async function asked(root: string, words: string[]): Promise<string> {
  try {
    return await git(root, words);
  } catch (error) {
    throw failed(words[0] ?? "", error);
  }
}

function failed(what: string, error: unknown): HqError {
  return new HqError("wrong-state", `Cannot ask git (${what}): ${saidByGit(error)}.`, {
    hint: "git status says where the repository stands.",
    cause: error,
  });
}
