/** Changes of pages as passages: what stands there once, and what is to stand in its place. */
import { clip } from "../clip.ts";
import { HqError } from "../error.ts";

export interface PassageEdit {
  /** From the root. */
  path: string;
  /** What stands there, exactly once; empty for a page that is not there yet. */
  find: string;
  replace: string;
}

const SHOWN_CHARS = 80;
/** No way up, no drive, nothing hidden but `.github`. */
const PATH =
  /^(?:\.github\/|(?=[\p{L}\p{N}]))(?:[\p{L}\p{N}_-][\p{L}\p{N} ._-]*\/)*[\p{L}\p{N}_-][\p{L}\p{N} ._-]*$/u;

/** @throws HqError `usage` for what is no path of a page; to be asked before anything is looked for there */
export function requirePagePaths(edits: readonly PassageEdit[]): void {
  for (const [index, { path }] of edits.entries()) {
    if (!PATH.test(path))
      throw notTaken(
        { index, path },
        "no path of a page",
        "one from the root, such as .github/skills/x/SKILL.md",
      );
  }
}

function notTaken(
  { index, path }: { index: number; path: string },
  found: string,
  expected: string,
): HqError {
  return new HqError(
    "usage",
    `Cannot take edit ${index + 1} of ${JSON.stringify(clip(path, SHOWN_CHARS))}: ${found}, expected ${expected}. Nothing was changed.`,
  );
}

/**
 * The pages that the edits change, as they are afterwards; several edits of one page follow each other.
 * @param before what the paths hold; a path that is missing is not there, null is no text
 * @throws HqError `usage` for an edit that does not fit
 */
export function withEdits(
  before: ReadonlyMap<string, string | null>,
  edits: readonly PassageEdit[],
): Map<string, string> {
  const after = new Map<string, string>();
  for (const [index, edit] of edits.entries()) {
    const { path } = edit;
    const refuse = (found: string, expected: string) => notTaken({ index, path }, found, expected);
    const text = after.get(path) ?? before.get(path);
    after.set(path, edited(text, edit, refuse));
  }
  return after;
}

function edited(
  text: string | null | undefined,
  { find, replace }: PassageEdit,
  refuse: (found: string, expected: string) => HqError,
): string {
  if (text === null) throw refuse("it is no text", "a page");
  if (find === "") {
    if (text === undefined) return replace;
    throw refuse('`find` is "" and the page is there already', "a passage of it in `find`");
  }
  if (text === undefined) throw refuse("there is no such page", '"" in `find` for a new page');
  const said = JSON.stringify(clip(find, SHOWN_CHARS));
  const pieces = text.split(find);
  if (pieces.length === 2) return pieces.join(replace);
  const times = pieces.length - 1;
  throw refuse(
    times === 0 ? `${said} does not stand there` : `${said} stands there ${times} times`,
    times === 0 ? "the exact text as it is committed" : "more of the text around it",
  );
}
