/** Reads a company's files into the values that the rules work on. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { parseBoard } from "../company/board/parse.ts";
import type { Board } from "../company/board/task.ts";
import { BOARD_FILE } from "../company/board/task.ts";
import type { Constitution } from "../company/constitution/types.ts";
import type { Draft } from "../company/drafts.ts";
import { parseDrafts } from "../company/drafts.ts";
import { HqError } from "../company/error.ts";
import type { Finding } from "../company/finding.ts";
import { findingSentence } from "../company/finding.ts";
import { BUILD } from "./build-id.ts";
import {
  keepConstitution,
  type ReadConstitution,
  readKeptConstitution,
} from "./kept-constitution.ts";
import { CONSTITUTION_FILE, DRAFTS_FOLDER } from "./root.ts";
import { readText, systemReason } from "./text.ts";

/** More weeks than a company keeps open; older files are left to themselves. */
const DRAFT_FILES_LIMIT = 60;

export interface CompanyFiles {
  root: string;
  constitution: Constitution;
  board: Board | null;
  drafts: Draft[];
  /** Everything that was wrong in the files, in reading order. */
  findings: Finding[];
  /** Parts that could not be read at all, one sentence each. */
  notes: string[];
}

/**
 * The constitution of the company at `root`, with what is wrong in it.
 * @throws HqError `no-company` without the file, `unreadable-file` when it is not bounded UTF-8.
 */
export async function readConstitution(
  root: string,
): Promise<{ text: string; constitution: Constitution; findings: Finding[] }> {
  const text = await readText(path.join(root, CONSTITUTION_FILE));
  if (text === null) {
    throw new HqError(
      "no-company",
      `Cannot read the constitution: there is no ${CONSTITUTION_FILE} in ${root}, expected one.`,
      { hint: "Make a company with: hq init --into DIR" },
    );
  }
  // The file is read each time; the same bytes are the same rules, and what was compiled of them.
  if (lastRead?.text === text) return lastRead;
  const read = { text, ...(await parsed(root, text)) };
  lastRead = read;
  return read;
}

let lastRead: { text: string; constitution: Constitution; findings: Finding[] } | undefined;

async function parsed(root: string, text: string): Promise<ReadConstitution> {
  const place = { root, text, build: BUILD };
  const kept = await readKeptConstitution(place);
  if (kept !== null) return kept;
  // The parser is loaded where there is something to parse.
  const { parseConstitution } = await import("../company/constitution/parse.ts");
  const read = parseConstitution(text, CONSTITUTION_FILE);
  await keepConstitution(place, read);
  return read;
}

/**
 * Constitution, board and drafts. Only the constitution is needed; a board or draft that cannot be
 * read becomes a note, so that one bad file does not cost the founder the day's plan.
 */
export async function readCompany(root: string): Promise<CompanyFiles> {
  const { constitution, findings } = await readConstitution(root);
  const notes: string[] = [];
  const found = [...findings];
  const departments = constitution.departments.map(({ agent }) => agent);
  const board = await readBoard(root, { departments, findings: found }).catch(noteInstead(notes));
  const { drafts, findings: inDrafts } = await readDrafts(root, notes);
  found.push(...inDrafts);
  notes.push(...found.map(findingSentence));
  return { root, constitution, board: board ?? null, drafts, findings: found, notes };
}

/** The posts of the newest weeks, and what is wrong in their files; `notes` gets a sentence for each unreadable one. */
export async function readDrafts(
  root: string,
  notes: string[],
): Promise<{ drafts: Draft[]; findings: Finding[] }> {
  const drafts: Draft[] = [];
  const findings: Finding[] = [];
  for (const file of (await draftFiles(root).catch(noteInstead(notes))) ?? []) {
    const text = await readText(path.join(root, file)).catch(noteInstead(notes));
    if (text === null || text === undefined) continue;
    const parsed = parseDrafts(text, file);
    drafts.push(...parsed.drafts);
    findings.push(...parsed.findings);
  }
  return { drafts, findings };
}

async function readBoard(
  root: string,
  { departments, findings }: { departments: readonly string[]; findings: Finding[] },
): Promise<Board | null> {
  const text = await readText(path.join(root, BOARD_FILE));
  if (text === null) {
    throw new HqError(
      "not-found",
      `Cannot read the board: there is no ${BOARD_FILE}, expected one.`,
    );
  }
  const parsed = parseBoard(text, BOARD_FILE, departments);
  findings.push(...parsed.findings);
  return parsed.board;
}

/** The newest draft files, as paths from the root, oldest week first. */
async function draftFiles(root: string): Promise<string[]> {
  const entries = await readdir(path.join(root, DRAFTS_FOLDER), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
      throw new HqError(
        "unreadable-file",
        `Cannot read the drafts: ${DRAFTS_FOLDER} gives ${systemReason(error)}, expected a folder.`,
        { cause: error },
      );
    },
  );
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter((name) => /^week-\d{4}-W\d{2}\.md$/.test(name))
    .sort()
    .slice(-DRAFT_FILES_LIMIT)
    .map((name) => `${DRAFTS_FOLDER}/${name}`);
}

function noteInstead(notes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof HqError)) throw error;
    notes.push(error.message);
    return undefined;
  };
}
