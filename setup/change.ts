/** What a command wants to do to a company's files, as values: shown with --dry-run, else applied. */

/** Paths are from the company's root, with forward slashes. */
export type Change =
  /** The file is not there yet. */
  | { kind: "create"; path: string; text: string }
  /** The file is there and gets another text; `note` says what is different. */
  | { kind: "merge"; path: string; before: string; text: string; note: string }
  /** The file goes; `before` is its text, so that a dry run can count it. */
  | { kind: "remove"; path: string; before: string; note: string }
  /** The file stays as it is although the kit has another one; `note` says why. */
  | { kind: "keep"; path: string; note: string };

/** The changes that touch the disk. */
export function effective(changes: readonly Change[]): Exclude<Change, { kind: "keep" }>[] {
  return changes.filter((change) => change.kind !== "keep");
}

/**
 * `create`, `merge` or nothing, by what the file holds now (`null`: no file).
 * Gives an empty list when the text is there already, so that a second run finds nothing to do.
 */
export function toText(path: string, now: string | null, wanted: TextWanted): Change[] {
  if (now === null) return [{ kind: "create", path, text: wanted.text }];
  if (now === wanted.text) return [];
  return [{ kind: "merge", path, before: now, text: wanted.text, note: wanted.note }];
}

interface TextWanted {
  text: string;
  note: string;
}
