import path from "node:path";
import type { Command } from "commander";
import { renderCheck, statementText } from "../../company/claims/render.ts";
import { partWorkPath } from "../../company/draft-posts.ts";
import { findingSentence } from "../../company/finding.ts";
import { wrap } from "../../company/wrap.ts";
import { requireRoot } from "../../files/root.ts";
import {
  answerStatements,
  type Checklist,
  listStatements,
} from "../../office/answer-statements.ts";
import type { CheckedDraft } from "../../office/check-draft.ts";
import { type CheckedFile, checkNamedDraft } from "../../office/check-draft-file.ts";
import { departmentId } from "../../office/people/departments.ts";
import { workOfPost } from "../../office/posts/work-of-post.ts";
import { readAnswers } from "../../office/read-answers.ts";
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
import { askStatements } from "../statement-questions.ts";

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
  addCommand(claims, "answer", "answer the statements of a post that code cannot prove")
    .argument("<post>", "its id or the beginning of it, or FILE#ID")
    .option("--from <file>", 'JSON: [{"statement": 3, "is": "LIVE", "by": "metric:…", "why": "…"}]')
    .action((post: string, options: AnswerOptions) => answerPost(io, post, options));
}

interface AnswerOptions extends CommonOptions {
  from?: string;
}

/** In a terminal one question after the other; from a file all at once; else what waits. */
async function answerPost(io: Io, post: string, options: AnswerOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const place = { root, now: io.now, work: await workNamed(io, root, post) };
  const before = await listStatements(place);
  const answers =
    options.from === undefined
      ? io.interactive && options.json !== true
        ? await askStatements(before.statements)
        : []
      : await readAnswers(io.cwd, options.from);
  const after = answers.length === 0 ? before : await answerStatements(place, answers);
  if (options.json) {
    printJson(io, { ok: after.statements.length === 0, answered: answers.length, ...after });
  } else {
    reportAnswers(io, after, answers.length);
  }
  if (after.statements.length > 0) io.setExitCode(1);
}

/** A post by its id, or by its file and its id. */
async function workNamed(io: Io, root: string, given: string): Promise<string> {
  const { file, post } = partWorkPath(given);
  if (post === null && !/[/\\]|\.md$/.test(file)) return workOfPost(root, given);
  const inside = path.relative(root, path.resolve(io.cwd, file)).split(path.sep).join("/");
  return `file:${inside}${post === null ? "" : `#${post}`}`;
}

function reportAnswers(io: Io, { post, statements }: Checklist, answered: number): void {
  if (answered > 0) io.stdout(`${answered} ${answered === 1 ? "answer" : "answers"} recorded.\n`);
  if (statements.length === 0) {
    io.stdout(plain(`Every statement of ${post} is answered.\n`));
    return;
  }
  io.stdout(plain(`These statements of ${post} wait for an answer:\n\n`));
  for (const statement of statements) {
    io.stdout(
      plain(`${wrap("  ", statementText(statement, 0), { width: widthOf(io) }).join("\n")}\n`),
    );
  }
  const how =
    'Answer in a terminal, or with --from FILE: a level and what carries it (a row of the table, evidence, "my word"), "no claim", or "change".';
  io.stdout(`\n${sentences(io, how)}`);
}

async function checkFile(io: Io, name: string, options: Options): Promise<void> {
  const { root: given, channel, author, all } = options;
  const place = { name, cwd: io.cwd, given };
  report(io, options, await checkNamedDraft(place, { now: io.now, channel, author, all }));
}

function report(io: Io, options: Options, checked: CheckedFile): void {
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
function lacksReview({ check }: CheckedDraft): boolean {
  return (
    check.kind === "checked" &&
    check.findings.some(({ rule }) => rule === "missing-review" || rule === "review-blocking")
  );
}
