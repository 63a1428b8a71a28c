/** What the channels without an account share: a post is some files, and stands there when the last does. */
import { access, constants, mkdir } from "node:fs/promises";
import path from "node:path";
import type { AccountOutcome, FindOutcome, SendOutcome } from "./channel.ts";
import { fileState, publishFile } from "./publish-file.ts";

export const PUBLISHED_FOLDER = "Marketing/published";

export interface PublishedFile {
  /** From the published folder. */
  name: string;
  bytes: Uint8Array;
}

/** Writes them in their order; the last one is what makes the post stand there. */
export async function publishFiles(
  root: string,
  files: readonly PublishedFile[],
): Promise<SendOutcome> {
  try {
    for (const { name, bytes } of files) {
      if ((await publishFile(path.join(root, PUBLISHED_FOLDER, name), bytes)) === "other") {
        const why = `${PUBLISHED_FOLDER}/${name} holds something else. Move it away, and approve the post again.`;
        return { kind: "refused", why, again: null };
      }
    }
  } catch (error) {
    // A disk that fails in between may have the file or not: looking it up says which.
    return { kind: "unknown", why: reasonOf(error) };
  }
  return posted(files);
}

export async function findFiles(
  root: string,
  files: readonly PublishedFile[],
): Promise<FindOutcome> {
  const last = files.at(-1);
  if (last === undefined) return { kind: "absent" };
  try {
    const state = await fileState(path.join(root, PUBLISHED_FOLDER, last.name), last.bytes);
    return state === "same" ? { ...posted(files), kind: "found" } : { kind: "absent" };
  } catch (error) {
    return { kind: "unsure", why: reasonOf(error) };
  }
}

export function posted(files: readonly PublishedFile[]) {
  const name = `${PUBLISHED_FOLDER}/${files.at(-1)?.name ?? ""}`;
  return { kind: "posted", id: name, url: name, costMicroUsd: 0 } as const;
}

/** The folder itself, when it can be written. */
export async function folderAccount(root: string): Promise<AccountOutcome> {
  try {
    const folder = path.join(root, PUBLISHED_FOLDER);
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { kind: "account", account: PUBLISHED_FOLDER };
  } catch (error) {
    return { kind: "unreachable", why: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The pictures of a post in a folder of its own, and the name of each there by its path. */
export function pictureFiles({
  id,
  files,
}: {
  id: string;
  files: ReadonlyMap<string, Uint8Array>;
}): { pictures: PublishedFile[]; nameOf(path: string): string } {
  const names = new Map(
    [...files.keys()].map((file, at) => [file, `${id}/${at + 1}-${path.posix.basename(file)}`]),
  );
  const pictures = [...files].map(([file, bytes]) => ({ name: names.get(file) ?? file, bytes }));
  return { pictures, nameOf: (file) => names.get(file) ?? file };
}
