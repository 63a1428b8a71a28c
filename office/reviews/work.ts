/** The bytes under review: a text, a file of the company, or one post of a weekly file. */
import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import path from "node:path";
import { clip } from "../../company/clip.ts";
import {
  choosePost,
  type IdentifiedPost,
  identifyPosts,
  listIds,
  partWorkPath,
  postText,
} from "../../company/draft-posts.ts";
import { parseDrafts } from "../../company/drafts.ts";
import { HqError } from "../../company/error.ts";
import { findingSentence } from "../../company/finding.ts";
import { type Refusal, type ReviewedWork, refused } from "../../company/protocol/review.ts";
import { WORK_BYTES } from "../../company/protocol/review-limits.ts";
import { withoutStackedMarks } from "../../company/stacked-marks.ts";
import { DRAFTS_FOLDER } from "../../files/root.ts";
import { readText, systemReason } from "../../files/text.ts";
import { pictureHashes } from "../posts/hash-files.ts";

const FILE = /^file:(.+)$/s;
const NAME_CHARS = 200;

/** A file that was named as work. */
export interface NamedFile {
  kind: "file";
  text: string;
  /** From the root, with forward slashes, links resolved. */
  path: string;
  /** What stands behind `#`; null when nothing does. */
  post: string | null;
}

/**
 * The work with the SHA-256 of its bytes: of a post those of its normal form. A refusal when it is
 * no readable file of the company, or when it does not say which post is meant.
 */
export async function readWork(root: string, given: string): Promise<ReviewedWork | Refusal> {
  const file = await readNamed(root, given);
  if (file === null) return textWork(given, null);
  if (file.kind === "refused") return file;
  return workOfFile(root, file);
}

/** The file that `file:<path>` or `file:<path>#<post>` names; null for a text that names none. */
export async function readNamed(root: string, given: string): Promise<NamedFile | Refusal | null> {
  const named = FILE.exec(given.trim())?.[1]?.trim();
  if (named === undefined) return null;
  if (named.includes("\0"))
    return unreadable(named.replaceAll("\0", "\uFFFD"), "no file has such a name");
  try {
    const whole = isDraftsPath(partWorkPath(named).file) ? null : await readInside(root, named);
    // Elsewhere than among the drafts a file's own name may hold a "#".
    if (whole?.kind === "file") return { ...whole, post: null };
    const { file, post } = partWorkPath(named);
    const found = whole !== null && post === null ? whole : await readInside(root, file);
    return found.kind === "file" ? { ...found, post } : unreadable(named, found.why);
  } catch (error) {
    // The refusal itself says that nothing was changed.
    if (error instanceof HqError) return unreadable(named, error.message.split(". Nothing was")[0]);
    throw error;
  }
}

type Inside = { kind: "file"; text: string; path: string } | { kind: "not"; why: string };

async function readInside(root: string, named: string): Promise<Inside> {
  const relative = await pathInside(root, named);
  if (relative === null) {
    return { kind: "not", why: "it is not inside the company, or is local state" };
  }
  const text = await readText(path.join(root, relative), WORK_BYTES);
  if (text === null) return { kind: "not", why: "there is no such file" };
  return { kind: "file", text, path: relative };
}

/** The work of a file that was read: the named post, the only one, or the whole of another file. */
export async function workOfFile(
  root: string,
  { text, path: file, post }: NamedFile,
): Promise<ReviewedWork | Refusal> {
  if (post === null && !isDraftsPath(file)) return textWork(text, file);
  const { drafts, findings } = parseDrafts(text, file);
  const posts = identifyPosts(drafts);
  const broken = findings.find(({ severity }) => severity === "error");
  const refuse = (why: string, listed = posts): Refusal => {
    const first = broken === undefined ? "" : ` Unreadable: ${findingSentence(broken)}`;
    return refused(
      "unreadable-work",
      `the work "file:${clip(post === null ? file : `${file}#${post}`, NAME_CHARS)}" ${why}`,
      `Name one of its posts as file:${file}#<post>; a beginning that fits only one is enough: ${listIds(listed)}.${first}`,
    );
  };
  if (post === null || post.trim() === "") {
    const [only] = posts.length === 1 ? await postWorks(root, posts, file) : [];
    if (only !== undefined && broken === undefined) return only;
    if (posts.length === 0 && broken === undefined && post === null) return textWork(text, file);
    return refuse(`does not say which of ${posts.length} posts is meant`);
  }
  const chosen = choosePost(posts, post);
  if (chosen.kind === "post") {
    const work = (await postWorks(root, posts, file))[posts.indexOf(chosen.post)];
    if (work !== undefined) return work;
  }
  if (chosen.kind === "several") return refuse(`fits ${chosen.posts.length} posts`, chosen.posts);
  return refuse("names a post that is not in the file");
}

/** Each post as work, with all of its file beside it. Pictures that it shows count by their bytes. */
export async function postWorks(
  root: string,
  posts: readonly IdentifiedPost[],
  file: string,
): Promise<ReviewedWork[]> {
  const hashes = await pictureHashes(
    root,
    posts.map(({ draft }) => draft),
  );
  const works = posts.map(({ id, draft }) => ({
    // The reviewer is shown where a picture lies, to look at it; the hash says which one it was.
    ...textWork(postText(draft), `${file}#${id}`),
    hash: hashOf(postText(draft, hashes).toWellFormed()),
    wordsHash: hashOfWords(draft.text),
    written: `${draft.title}\n\n${draft.text}`,
    draft,
  }));
  const all = works.map(({ path: place, hash }) => ({ path: place ?? file, hash }));
  return works.map((work) => ({ ...work, posts: all }));
}

/**
 * The hash that a recorded work has now: of a post also where another day or title has given it
 * another id, as long as its text is in the file; null when it cannot be read.
 */
export async function hashNow(
  root: string,
  recorded: { workPath: string | null; workHash: string },
): Promise<string | null> {
  const { workPath, workHash } = recorded;
  if (workPath === null) return workHash;
  const { post } = partWorkPath(workPath);
  const file = await readNamed(root, `file:${workPath}`);
  if (file === null || file.kind === "refused") return null;
  if (post === null || file.post === null) return textWork(file.text, file.path).hash;
  const posts = identifyPosts(parseDrafts(file.text, file.path).drafts);
  const works = await postWorks(root, posts, file.path);
  if (works.some(({ hash }) => hash === workHash)) return workHash;
  return works.find((work) => work.path === workPath)?.hash ?? null;
}

/** A text as work; `file` is where it comes from. */
export function textWork(text: string, file: string | null): ReviewedWork {
  // A lone surrogate has no bytes of its own: without this two texts could have one hash.
  const whole = text.toWellFormed();
  const bytes = Buffer.byteLength(whole, "utf8");
  const [hash, wordsHash] = [hashOf(whole), hashOfWords(whole)];
  return { text: whole, path: file, hash, wordsHash, bytes };
}

/** Marks, blanks and capitals make no other words, nor do letters that nobody sees. */
const BESIDE_WORDS = /[^\p{L}\p{N}\p{Sc}%]+/gu;

function hashOfWords(text: string): string | null {
  const words = withoutStackedMarks(text.toWellFormed())
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(BESIDE_WORDS, "");
  return words === "" ? null : hashOf(words);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Whether the path is that of a file of drafts, whose works are its posts. */
export function isDraftsPath(file: string): boolean {
  const plain = path.posix.normalize(file.replaceAll("\\", "/")).toLowerCase();
  return plain.startsWith(`${DRAFTS_FOLDER.toLowerCase()}/`) && plain.endsWith(".md");
}

/**
 * The path from the root with forward slashes, links resolved; null when it leads out of the company
 * or into local state, whose secrets a request would carry into a model.
 */
async function pathInside(root: string, named: string): Promise<string | null> {
  const home = await realpath(root);
  const target = path.resolve(home, named);
  const real = await realpath(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return target;
    throw new HqError("unreadable-file", `${systemReason(error)}`);
  });
  const relative = path.relative(home, real).split(path.sep).join("/");
  if (relative === "" || relative.startsWith("../") || path.isAbsolute(relative)) return null;
  return /^\.(?!github\/)/.test(relative) || /(^|\/)\.env/.test(relative) ? null : relative;
}

function unreadable(named: string, why = "it is no text file"): Refusal {
  return refused(
    "unreadable-work",
    `the work "file:${clip(named, NAME_CHARS)}" cannot be read: ${why}`,
    "Name a text file of the company by its path from the root, or give the text itself.",
  );
}
