/** The check of a draft that somebody names by its file, with memory and record as far as they can be read. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { CLAIM_SECTIONS, errorsIn } from "../company/constitution/rule-errors.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { partWorkPath } from "../company/draft-posts.ts";
import { HqError } from "../company/error.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { readConstitution } from "../files/company.ts";
import { requireRoot } from "../files/root.ts";
import { readText } from "../files/text.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { isLedgerLost, LEDGER_FILE } from "../ledger/open.ts";
import { type CheckedDrafts, channelName, checkDraftFile, type DraftFile } from "./check-draft.ts";
import { departmentId } from "./people/departments.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { withMemory } from "./records/with-memory.ts";

export interface DraftPlace {
  /** A file from `cwd`, or `FILE#ID` for one post of it. */
  name: string;
  cwd: string;
  /** The company's folder when it is named; else the one in whose folder the draft lies. */
  given: string | undefined;
}

export interface DraftQuestions {
  now(): Date;
  /** Only the posts of this channel; for a plain text, where it goes. */
  channel?: string | undefined;
  /** The department that wrote it, as somebody typed it. */
  author?: string | undefined;
  /** Posts that are posted or dropped too. */
  all?: boolean | undefined;
}

/** What the check found; `shown` is how messages call the file. */
export type CheckedFile = CheckedDrafts & { shown: string };

/**
 * A memory or record that cannot be read costs its part of the check and is named in the notes.
 * @throws HqError `not-found` for no such file or post, `usage` for a folder, a channel that is no name
 * or a department that there is not, `no-company`
 */
export async function checkNamedDraft(
  place: DraftPlace,
  { now, channel, author: named, all }: DraftQuestions,
): Promise<CheckedFile> {
  const { root, ...file } = await findDraft(place);
  const [checked] = await checkDraftFiles(root, [file], { now, channel, author: named, all });
  if (checked === undefined) throw new Error("one file was checked, and nothing came of it");
  return checked;
}

/**
 * Several files of a company by one reading of its rules, memory and record.
 * @throws HqError as `checkNamedDraft`
 */
export async function checkDraftFiles(
  root: string,
  files: readonly DraftFile[],
  { now, channel, author: named, all }: DraftQuestions,
): Promise<CheckedFile[]> {
  const rules = await readConstitution(root);
  const { constitution } = rules;
  const author = named === undefined ? undefined : departmentId(named);
  requireNames({ channel, author }, constitution);
  const memory = await readMemory(root, now);
  const { result, notes } = await withLedger(root, async (ledger) => {
    const checked: { file: DraftFile; result: CheckedDrafts }[] = [];
    for (const file of files) {
      const found = await checkDraftFile(file, {
        ...{ root, constitution, ledger, author },
        ruleErrors: errorsIn(CLAIM_SECTIONS, rules),
        ...{ memory: memory.view, now: now(), channel, all },
      });
      if (found.kind === "refused") {
        const hint = found.instead;
        throw new HqError("not-found", `Cannot check ${nameOf(file)}: ${found.reason}.`, { hint });
      }
      checked.push({ file, result: found });
    }
    return checked;
  });
  return result.map(({ file, result: found }) => ({
    ...found,
    notes: [...memory.notes, ...notes, ...found.notes],
    shown: file.shown,
  }));
}

function nameOf({ shown, post }: DraftFile): string {
  return post === null ? shown : `${shown}#${post}`;
}

/** More names of drafts than anybody reads in a message. */
const NAMES_SHOWN = 5;

/** A folder is what one types in a hurry: the answer names the files in it, newest first. */
async function refuseFolder({ name, cwd }: DraftPlace): Promise<void> {
  const inside = await readdir(path.resolve(cwd, name)).catch(() => null);
  if (inside === null) return;
  const drafts = inside.filter((each) => each.endsWith(".md") && each !== "README.md").sort();
  const named = drafts.slice(-NAMES_SHOWN).map((each) => path.join(name, each));
  throw new HqError("usage", `Cannot check ${name}: it is a folder, expected one file.`, {
    hint: named.length === 0 ? "It holds no draft." : `Name one of: ${named.reverse().join(", ")}`,
  });
}

/** The file, or the one post of it that stands behind `#`. */
async function findDraft(place: DraftPlace): Promise<DraftFile & { root: string }> {
  const { name, cwd, given } = place;
  await refuseFolder(place);
  const whole = await readText(path.resolve(cwd, name));
  const parted = whole === null ? partWorkPath(name) : { file: name, post: null };
  const file = path.resolve(cwd, parted.file);
  // A draft is checked by the rules of the company in whose folder it lies.
  const root = requireRoot(given, given === undefined ? path.dirname(file) : cwd);
  const text = whole ?? (parted.post === null ? null : await readText(file));
  if (text === null) {
    throw new HqError(
      "not-found",
      `Cannot check ${name}: there is no such file, expected a draft.`,
      { hint: "Drafts are in Marketing/drafts/." },
    );
  }
  const inside = path.relative(root, file).split(path.sep).join("/");
  const isInside = !inside.startsWith("../") && !path.isAbsolute(inside);
  const shown = path.relative(cwd, file);
  return {
    ...{ root, text, post: parted.post, path: isInside ? inside : null },
    shown: shown.startsWith("..") ? file : shown,
  };
}

function requireNames(
  { channel, author }: { channel: string | undefined; author: string | undefined },
  { departments }: Constitution,
): void {
  if (channel !== undefined && channelName(channel) === null) {
    throw new HqError(
      "usage",
      `Cannot use the channel "${channel}": it is no name, expected one such as x or dev.to.`,
    );
  }
  const known = departments.map(({ agent }) => agent);
  // A page without a department is broken, which the doctor says; its drafts can be checked.
  if (author !== undefined && known.length > 0 && !known.includes(author)) {
    throw new HqError(
      "usage",
      `Cannot check drafts by "${author}": there is no such department, expected ${known.join(", ")}.`,
    );
  }
}

/** A ledger that cannot be read leaves every review missing, and says so. */
async function withLedger<T>(
  root: string,
  body: (ledger: Ledger | null) => Promise<T>,
): Promise<{ result: T; notes: string[] }> {
  // The check itself says that it is gone.
  if (isLedgerLost(path.join(root, LEDGER_FILE))) return { result: await body(null), notes: [] };
  try {
    const found = await lookIntoLedger<T | null>(root, null, body);
    return { result: found ?? (await body(null)), notes: [] };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "LedgerError") throw error;
    return { result: await body(null), notes: [`${error.message} No review is counted.`] };
  }
}

async function readMemory(
  root: string,
  now: () => Date,
): Promise<{ view: MemoryView | null; notes: string[] }> {
  try {
    const view = await withMemory({ root, now }, (store) => store.readWithOrigins());
    return { view, notes: [] };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "MemoryError") throw error;
    return { view: null, notes: [error.message] };
  }
}
