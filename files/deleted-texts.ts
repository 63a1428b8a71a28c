/** Texts that a repository held once and holds no more, as they stood last. */
import { existsSync } from "node:fs";
import path from "node:path";
import { git } from "./git.ts";

/** More than any folder of pages had. */
const FILES_LIMIT = 200;

/**
 * By path from the root: what stood below the folder in git and is not there now, whether its removal is committed or
 * not. None where there is no repository.
 */
export async function deletedTexts(root: string, folder: string): Promise<Map<string, string>> {
  const places = await lastPlaces(root, folder).catch(() => new Map<string, string>());
  const texts = new Map<string, string>();
  for (const [file, commit] of [...places].slice(0, FILES_LIMIT)) {
    if (existsSync(path.join(root, file))) continue;
    const text = await git(root, ["show", `${commit}:${file}`]).catch(() => null);
    if (text !== null) texts.set(file, text);
  }
  return texts;
}

/** In which commit each path stood last. */
async function lastPlaces(root: string, folder: string): Promise<Map<string, string>> {
  const listed = await git(root, ["ls-tree", "-r", "-z", "--name-only", "HEAD", "--", folder]);
  const places = new Map<string, string>();
  for (const file of listed.split("\0").filter(Boolean)) places.set(file, "HEAD");
  const removals = ["log", "--diff-filter=D", "--no-renames", "--format=%x01%H", "--name-only"];
  const history = await git(root, [...removals, "-z", "--", folder]);
  for (const entry of history.split("\u0001").filter(Boolean)) {
    const [commit = "", ...files] = entry.split(/[\0\n]+/).filter(Boolean);
    // Newest first: an earlier removal of the same path is older news.
    for (const file of files) if (!places.has(file)) places.set(file, `${commit}^`);
  }
  return places;
}
