import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { renderCheck } from "../../company/claims/render.ts";
import { CLAIM_SECTIONS, errorsIn } from "../../company/constitution/rule-errors.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { partWorkPath } from "../../company/draft-posts.ts";
import { HqError } from "../../company/error.ts";
import { findingSentence } from "../../company/finding.ts";
import type { MemoryView } from "../../company/memory-view.ts";
import { readConstitution } from "../../files/company.ts";
import { MEMORY_FILE, requireRoot } from "../../files/root.ts";
import { readText } from "../../files/text.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { isLedgerLost, LEDGER_FILE } from "../../ledger/open.ts";
import { openMemoryStore } from "../../mcp-memory/open.ts";
import {
  type CheckedDrafts,
  channelName,
  checkDraftFile,
  type DraftFile,
} from "../../office/check-draft.ts";
import { departmentId } from "../../office/people/departments.ts";
import { lookIntoLedger } from "../../office/records/look-into-ledger.ts";
import type { Io } from "../context.ts";
import {
  addCommand,
  type CommonOptions,
  plain,
  printJson,
  sentences,
  together,
  widthOf,
} from "../output.ts";

interface Options extends CommonOptions {
  channel?: string;
  author?: string;
  all?: boolean;
}

/** `hq claims`: exit code 1 when a draft has a blocking finding or cannot be checked. */
export function registerClaims(program: Command, io: Io): void {
  const claims = program.command("claims").description("check what drafts say of the products");
  addCommand(claims, "check", "check a file of drafts post by post, or a plain text")
    .argument("<file>", "Marketing/drafts/week-YYYY-Www.md, one post of it (#ID), or a text")
    .option("--channel <name>", "x, dev.to, newsletter: only these posts, or where a text goes")
    .option("--author <id>", "the department that wrote it (default: marketing)")
    .option("--all", "posts that are posted or dropped too")
    .action((file: string, options: Options) => checkFile(io, file, options));
}

async function checkFile(io: Io, name: string, options: Options): Promise<void> {
  const file = await findDraft(io, name, options);
  const rules = await readConstitution(file.root);
  const { constitution } = rules;
  const author = options.author === undefined ? undefined : departmentId(options.author);
  checkNames(options, author, constitution);
  const memory = await readMemory(file.root, io);
  const check = (ledger: Ledger | null) =>
    checkDraftFile(file, {
      ...{ root: file.root, constitution, ledger, author },
      ruleErrors: errorsIn(CLAIM_SECTIONS, rules),
      ...{ memory: memory.view, now: io.now(), channel: options.channel, all: options.all },
    });
  const checked = await withLedger(file.root, check);
  if (checked.result.kind === "refused") {
    const { reason, instead } = checked.result;
    throw new HqError("not-found", `Cannot check ${name}: ${reason}.`, { hint: instead });
  }
  report(io, options, {
    ...checked.result,
    notes: [...memory.notes, ...checked.notes, ...checked.result.notes],
    shown: file.shown,
  });
}

/** More names of drafts than anybody reads in a message. */
const NAMES_SHOWN = 5;

/** A folder is what one types in a hurry: the answer names the files in it, newest first. */
async function refuseFolder(io: Io, name: string): Promise<void> {
  const inside = await readdir(path.resolve(io.cwd, name)).catch(() => null);
  if (inside === null) return;
  const drafts = inside.filter((each) => each.endsWith(".md") && each !== "README.md").sort();
  const named = drafts.slice(-NAMES_SHOWN).map((each) => path.join(name, each));
  throw new HqError("usage", `Cannot check ${name}: it is a folder, expected one file.`, {
    hint: named.length === 0 ? "It holds no draft." : `Name one of: ${named.reverse().join(", ")}`,
  });
}

/** The file, or the one post of it that stands behind `#`. */
async function findDraft(
  io: Io,
  name: string,
  options: Options,
): Promise<DraftFile & { root: string }> {
  await refuseFolder(io, name);
  const whole = await readText(path.resolve(io.cwd, name));
  const parted = whole === null ? partWorkPath(name) : { file: name, post: null };
  const file = path.resolve(io.cwd, parted.file);
  // A draft is checked by the rules of the company in whose folder it lies.
  const root = requireRoot(options.root, options.root === undefined ? path.dirname(file) : io.cwd);
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
  const shown = path.relative(io.cwd, file);
  return {
    ...{ root, text, post: parted.post, path: isInside ? inside : null },
    shown: shown.startsWith("..") ? file : shown,
  };
}

function checkNames(options: Options, author: string | undefined, rules: Constitution): void {
  if (options.channel !== undefined && channelName(options.channel) === null) {
    throw new HqError(
      "usage",
      `Cannot use the channel "${options.channel}": it is no name, expected one such as x or dev.to.`,
    );
  }
  const known = rules.departments.map(({ agent }) => agent);
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
  io: Io,
): Promise<{ view: MemoryView | null; notes: string[] }> {
  try {
    const store = await openMemoryStore({ filePath: path.join(root, MEMORY_FILE), now: io.now });
    try {
      return { view: await store.readWithOrigins(), notes: [] };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "MemoryError") throw error;
    return { view: null, notes: [error.message] };
  }
}

function report(io: Io, options: Options, checked: CheckedDrafts & { shown: string }): void {
  const { ok, shown, drafts, skipped, findings, notes } = checked;
  if (!ok) io.setExitCode(1);
  if (options.json) {
    printJson(io, { ok, file: shown, posts: drafts, skipped, findings, notes });
    return;
  }
  for (const finding of findings) io.stderr(`${plain(findingSentence(finding))}\n`);
  for (const note of notes) io.stderr(`${plain(note)}\n`);
  const width = widthOf(io);
  io.stdout(plain(drafts.map((draft) => renderCheck({ ...draft, width })).join("\n")));
  if (drafts.length === 0) io.stdout("No draft to check.\n");
  if (skipped > 0) {
    const posts = skipped === 1 ? "1 other post" : `${skipped} other posts`;
    const why = "posted, dropped, or for another channel";
    io.stdout(`\n${sentences(io, `${posts} not checked: ${why}.`)}`);
  }
  if (drafts.some(lacksReview)) {
    const author = departmentId(options.author ?? "marketing");
    const agent = together(`copilot --agent ${author}`);
    const how = `request_review is a tool of the departments: have the author ask, in VS Code's chat or with ${agent}.`;
    io.stdout(`\n${sentences(io, how)}`);
  }
}

/** The way out of these names a tool that a person at a terminal does not have. */
function lacksReview({ check }: CheckedDrafts["drafts"][number]): boolean {
  return (
    check.kind === "checked" &&
    check.findings.some(({ rule }) => rule === "missing-review" || rule === "review-blocking")
  );
}
