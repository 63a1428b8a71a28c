import path from "node:path";
import type { Command } from "commander";
import { checkDraft } from "../../company/claims/check.ts";
import { renderCheck } from "../../company/claims/render.ts";
import type { DraftCheck, DraftContext } from "../../company/claims/types.ts";
import { type Draft, parseDrafts } from "../../company/drafts.ts";
import { HqError } from "../../company/error.ts";
import { type Finding, findingSentence } from "../../company/finding.ts";
import type { MemoryView } from "../../company/memory-view.ts";
import { readConstitution } from "../../files/company.ts";
import { gatherDraftContext } from "../../files/draft-context.ts";
import { MEMORY_FILE, requireRoot } from "../../files/root.ts";
import { readText } from "../../files/text.ts";
import { openMemoryStore } from "../../mcp-memory/open.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";

interface Options extends CommonOptions {
  channel?: string;
  all?: boolean;
}

/** `hq claims`: exit code 1 when a draft has a blocking finding or cannot be checked. */
export function registerClaims(program: Command, io: Io): void {
  const claims = program.command("claims").description("check what drafts say of the products");
  addCommand(claims, "check", "check a file of drafts post by post, or a plain text")
    .argument("<file>", "Marketing/drafts/week-YYYY-Www.md, or any text")
    .option("--channel <name>", "x, dev.to, newsletter: only these posts, or where a text goes")
    .option("--all", "posts that are posted or dropped too")
    .action((file: string, options: Options) => checkFile(io, file, options));
}

interface Checked {
  title: string;
  channel: string;
  /** Of the file; added to a line of the check it gives the line of the file. */
  lineOffset: number;
  post: Draft | null;
  check: DraftCheck;
}

async function checkFile(io: Io, name: string, options: Options): Promise<void> {
  const file = path.resolve(io.cwd, name);
  // A draft is checked by the rules of the company in whose folder it lies.
  const root = requireRoot(options.root, options.root === undefined ? path.dirname(file) : io.cwd);
  const text = await readText(file);
  if (text === null) {
    throw new HqError(
      "not-found",
      `Cannot check ${name}: there is no such file, expected a draft.`,
      {
        hint: "Drafts are in Marketing/drafts/.",
      },
    );
  }
  const { constitution } = await readConstitution(root);
  const memory = await readMemory(root, io);
  const { context, notes } = await gatherDraftContext({
    root,
    constitution,
    memory: memory.view,
    now: io.now(),
  });
  const shown = path.relative(io.cwd, file).startsWith("..") ? file : path.relative(io.cwd, file);
  const { checked, skipped, findings } = checkText({ text, file: shown, options, context });
  const isSound = findings.every(({ severity }) => severity !== "error");
  const ok = isSound && checked.every(({ check }) => check.kind === "checked" && check.ok);
  if (!ok) io.setExitCode(1);
  const all = [...memory.notes, ...notes];
  if (options.json) {
    const posts = checked.map(({ post, ...rest }) => ({ ...rest, status: post?.status ?? null }));
    printJson(io, { ok, file: shown, posts, skipped, findings, notes: all });
    return;
  }
  for (const finding of findings) io.stderr(`${plain(findingSentence(finding))}\n`);
  for (const note of all) io.stderr(`${plain(note)}\n`);
  io.stdout(plain(checked.map(renderCheck).join("\n")));
  if (checked.length === 0) io.stdout("No draft to check.\n");
  if (skipped > 0) {
    const posts = skipped === 1 ? "1 other post" : `${skipped} other posts`;
    io.stdout(`\n${posts} not checked: posted, dropped, or for another channel.\n`);
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

interface CheckedFile {
  checked: Checked[];
  /** Posts that were left out. */
  skipped: number;
  findings: Finding[];
}

function checkText({
  text,
  file,
  options,
  context,
}: {
  text: string;
  file: string;
  options: Options;
  context: DraftContext;
}): CheckedFile {
  const wanted = options.channel === undefined ? null : channelName(options.channel);
  const { drafts, findings } = parseDrafts(text, file);
  if (drafts.length === 0 && findings.length === 0) {
    const channel = wanted ?? (file.endsWith(".md") ? "dev.to" : "x");
    const check = checkDraft(text, channel, context);
    return {
      checked: [{ title: file, channel, lineOffset: 0, post: null, check }],
      skipped: 0,
      findings,
    };
  }
  const chosen = drafts.filter(
    ({ channel, status }) =>
      (wanted === null || channel === wanted) &&
      (options.all === true || (status !== "posted" && status !== "dropped")),
  );
  const checked = chosen.map((post): Checked => {
    const { date, channel, title, status, product, level } = post;
    const check = checkDraft(post.text, channel, { ...context, declared: { product, level } });
    return {
      title: `${date} · ${channel} · ${title} (${status})`,
      channel,
      lineOffset: post.textLine - 1,
      post,
      check,
    };
  });
  return { checked, skipped: drafts.length - chosen.length, findings };
}

/** As in a draft's heading; people write devto too. */
function channelName(name: string): string {
  const low = name.trim().toLowerCase();
  if (low === "devto") return "dev.to";
  if (low === "twitter") return "x";
  if (/^[a-z][\w.-]{0,39}$/.test(low)) return low;
  throw new HqError(
    "usage",
    `Cannot use the channel "${name}", expected a name such as x or dev.to.`,
  );
}
