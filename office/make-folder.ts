/** A folder for a department that writes files: some clients' editors make none. */
import { clip } from "../company/clip.ts";
import { HqError } from "../company/error.ts";
import { folderNames } from "../company/folder-path.ts";
import { makeFolder as makeOnDisk } from "../files/folder.ts";
import { foldersOf, protection } from "./people/writable-folders.ts";

/** Below a department's own folder. */
const MOST_NAMES = 4;
const SHOWN_CHARS = 80;

export interface FolderRequest {
  /** A department's id. */
  by: string;
  /** From the company's root. */
  folder: string;
}

export interface MadeFolder {
  folder: string;
  /** false: it was there already. */
  made: boolean;
}

/**
 * Makes the folder and those above it, where the guard lets the department write.
 * @throws HqError `usage` for another place, `wrong-state` or `write-failed` as `files/folder.ts`
 */
export async function makeFolder(
  root: string,
  { by, folder: asked }: FolderRequest,
): Promise<MadeFolder> {
  const above = foldersOf(by);
  if (above.length === 0) {
    throw refused(
      asked,
      `${by} writes no files, so it needs no folders`,
      "Hand the text to the department that owns the place.",
    );
  }
  const named = folderNames(asked, { above, mostNames: MOST_NAMES });
  if ("problem" in named) throw refused(asked, named.problem, "Call it again with such a path.");
  const { folder, names } = named;
  const isProtected = await protection(root);
  const whole = names.map((_, at) => names.slice(0, at + 1).join("/"));
  const hidden = whole.find(isProtected);
  if (hidden !== undefined) {
    throw refused(asked, `${hidden} is protected`, "Leave it to the founder.");
  }
  return { folder, made: await makeOnDisk(root, names) };
}

function refused(asked: string, problem: string, hint: string): HqError {
  const folder = JSON.stringify(clip(asked, SHOWN_CHARS));
  return new HqError(
    "usage",
    `Cannot make the folder ${folder}: ${problem}. Nothing was changed.`,
    {
      hint,
    },
  );
}
