import path from "node:path";
import type { Command } from "commander";
import { NOT_SET } from "../../company/constitution/sections.ts";
import { findingSentence } from "../../company/finding.ts";
import { questionName } from "../../company/pack/answer.ts";
import type { RowChange } from "../../company/pack/merge-packs.ts";
import { requireRoot } from "../../files/root.ts";
import { adoptDuties } from "../../office/packs/adopt-duties.ts";
import { checkPacks } from "../../office/packs/check-packs.ts";
import { type ListedDuty, listDuties } from "../../office/packs/list-duties.ts";
import { type ListedQuestion, listQuestions } from "../../office/packs/list-questions.ts";
import { makePages } from "../../office/packs/make-pages.ts";
import { effective } from "../../setup/change.ts";
import { runPackUpdate } from "../../setup/run-pack-update.ts";
import { runSetup } from "../../setup/run-setup.ts";
import { followingRowLines } from "../asking/setup-plan.ts";
import { setupTools } from "../asking/setup-tools.ts";
import { requireFounder } from "../author-of.ts";
import { changeList, changeRows } from "../change-list.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, colors, printJson, sentences } from "../output.ts";
import { packageRoot } from "../package-root.ts";
import { dayGiven } from "../require-date.ts";
import { rowConflictLines } from "../row-conflicts.ts";

/** Names of rows in one line of an update. */
const SHOWN_ROWS = 6;

/** Days of each duty that are shown to a person. */
const SHOWN_DAYS = 3;

interface DutyOptions extends CommonOptions {
  from?: string;
  to?: string;
}

interface UpdateOptions extends CommonOptions {
  from?: string;
  dryRun?: boolean;
}

export function registerPack(program: Command, io: Io): void {
  const pack = program.command("pack").description("the country's law as data: duties, questions");
  addCommand(pack, "duties", "what is due by law, until when it is lawful, and what is not due")
    .option("--from <date>", "days from this ISO date on; today when left out")
    .option("--to <date>", "days up to this ISO date; 400 days when left out")
    .action((options: DutyOptions) => duties(io, options));
  addCommand(pack, "questions", "what decides which duties apply, and your answers").action(
    (options: CommonOptions) => questions(io, options),
  );
  addCommand(pack, "answer <question> <answer>", "write an answer into the constitution").action(
    (question: string, answer: string, options: CommonOptions) =>
      answerOne(io, { question, answer }, options),
  );
  addCommand(pack, "adopt", "let rows of Obligations take their days from the pack")
    .option("--dry-run", "show which, write nothing")
    .action((options: CommonOptions & { dryRun?: boolean }) => adopt(io, options));
  addCommand(pack, "pages", "make the pages that agents read of the pack")
    .option("--dry-run", "show which, write nothing")
    .action((options: CommonOptions & { dryRun?: boolean }) => pages(io, options));
  addCommand(pack, "update", "take the packs alone of a newer kit; what you renewed stays")
    .option("--from <dir>", "a newer clone, or a company or folder that has the packs")
    .option("--dry-run", "show what would change, write nothing")
    .action((options: UpdateOptions) => update(io, options));
  addCommand(
    pack,
    "check [folder]",
    "check packs alone: their form and their worked examples",
  ).action((folder: string | undefined, options: CommonOptions) => check(io, folder, options));
}

async function duties(io: Io, options: DutyOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const from = await dayGiven(io, options, { words: options.from, towards: "ahead" });
  const to = await dayGiven(io, options, { words: options.to, towards: "ahead" });
  const listed = await listDuties({ root, now: io.now() }, { from, to });
  if (options.json) {
    printJson(io, { ok: true, ...listed });
    return;
  }
  const c = colors(io);
  for (const duty of listed.duties) {
    io.stdout(c.bold(sentences(io, `${duty.name}: ${duty.duty}`)));
    for (const line of dutyLines(duty)) io.stdout(sentences(io, line, "  "));
  }
  if (listed.notDue.length > 0) io.stdout(c.bold("\nNot due\n"));
  for (const { name, because, law } of listed.notDue) {
    io.stdout(sentences(io, `${name}: ${because} (${law})`, "  "));
  }
}

function dutyLines({ days, open, inPlan, where, note, law, link, grade }: ListedDuty): string[] {
  const shown = days.slice(0, SHOWN_DAYS).map(({ due, until, payBy, period }) => {
    const lawful = until === due ? "" : `, lawful until ${until}`;
    return `${due}${lawful}${payBy === null ? "" : `, pay by ${payBy}`} (${period})`;
  });
  return [
    ...shown,
    ...(open.length === 0
      ? []
      : [`not confirmed that it applies: no answer to ${open.join(", ")}`]),
    ...(inPlan ? [] : ["in no plan: no row of Obligations names it"]),
    `where: ${where}`,
    ...(note === null ? [] : [note]),
    `${law}${grade === "U" ? " (not read)" : ""}${link === null ? "" : ` ${link}`}`,
  ];
}

async function questions(io: Io, options: CommonOptions): Promise<void> {
  const listed = await listQuestions(requireRoot(options.root, io.cwd));
  if (options.json) {
    printJson(io, { ok: true, questions: listed });
    return;
  }
  for (const question of listed) {
    io.stdout(colors(io).bold(sentences(io, `${question.id}: ${question.answer ?? "not set"}`)));
    for (const line of questionLines(question)) io.stdout(sentences(io, line, "  "));
  }
  io.stdout(sentences(io, "Answer one with: hq setup QUESTION ANSWER"));
}

function questionLines({ ask, why, kind, options }: ListedQuestion): string[] {
  const form = { date: "a day such as 2026-03-01", "month-day": "a day such as 06-13" };
  if (kind !== "choice") return [ask, why, form[kind]];
  return [ask, why, ...options.map(({ value, means }) => `${value}: ${means}`)];
}

/** The same change as `hq setup QUESTION ANSWER`, with the rows that follow. */
async function answerOne(
  io: Io,
  given: { question: string; answer: string },
  options: CommonOptions,
): Promise<void> {
  requireFounder(io, "answer for the company");
  const root = requireRoot(options.root, io.cwd);
  // Its refusal where the country has no pack.
  await listQuestions(root);
  const pair = `${given.question}=${given.answer}`;
  const outcome = await runSetup({ root, answer: [pair], yes: true }, setupTools(io));
  if (!("plan" in outcome)) throw new Error(`asked with --yes: ${outcome.kind}`);
  const changed = outcome.plan.answers.find(({ what }) => what === questionName(given.question));
  const now = await listQuestions(root);
  const answer = now.find(({ id }) => id === questionName(given.question))?.answer ?? NOT_SET;
  const before = changed?.before ?? (changed === undefined && answer !== NOT_SET ? answer : null);
  if (options.json) {
    const { rows } = outcome.plan;
    printJson(io, { ok: true, question: questionName(given.question), answer, before, rows });
    return;
  }
  const earlier = before === null ? "" : ` (before: ${before})`;
  io.stdout(sentences(io, `${questionName(given.question)} is ${answer}${earlier}.`));
  for (const line of followingRowLines(outcome.plan)) io.stdout(sentences(io, line, "  "));
}

async function adopt(io: Io, options: CommonOptions & { dryRun?: boolean }): Promise<void> {
  requireFounder(io, "change the table Obligations");
  const dryRun = options.dryRun === true;
  const adopted = await adoptDuties(requireRoot(options.root, io.cwd), { dryRun });
  if (options.json) {
    printJson(io, { ok: true, dryRun, adopted });
    return;
  }
  for (const { obligation, name } of adopted) {
    io.stdout(sentences(io, `${obligation} → ${name}`));
  }
  if (adopted.length === 0) io.stdout("No row names a duty of the pack in words.\n");
  else if (dryRun) io.stdout("Nothing was changed (--dry-run).\n");
  else io.stdout(sentences(io, "Now answer what decides which of them apply: hq setup"));
}

async function pages(io: Io, options: CommonOptions & { dryRun?: boolean }): Promise<void> {
  requireFounder(io, "make the pages of the pack");
  const dryRun = options.dryRun === true;
  const made = await makePages(requireRoot(options.root, io.cwd), { dryRun });
  if (options.json) {
    printJson(io, { ok: true, dryRun, ...made });
    return;
  }
  for (const { path: file, state } of made.pages) io.stdout(sentences(io, `${file}: ${state}`));
  if (made.taken.length > 0) {
    io.stdout(sentences(io, `Taken over from the pages: ${made.taken.join(", ")}.`));
  }
  if (made.pages.length === 0) io.stdout("No pack here makes a page.\n");
}

async function check(io: Io, folder: string | undefined, options: CommonOptions): Promise<void> {
  const checked = await checkPacks(
    folder === undefined
      ? { root: requireRoot(options.root, io.cwd) }
      : { folder: path.resolve(io.cwd, folder) },
  );
  const isGood = checked.findings.length === 0 && checked.packs.length > 0;
  if (!isGood) io.setExitCode(1);
  if (options.json) {
    printJson(io, { ok: isGood, ...checked });
    return;
  }
  for (const finding of checked.findings) io.stdout(sentences(io, findingSentence(finding)));
  for (const { code, duties: dutyCount, facts, law, cases } of checked.packs) {
    const words = `${code}: ${dutyCount} duties, ${facts} facts, ${law} rows of law, ${cases} cases`;
    io.stdout(sentences(io, words));
  }
  if (checked.packs.length === 0) io.stdout("No pack was read.\n");
}

async function update(io: Io, options: UpdateOptions): Promise<void> {
  requireFounder(io, "take newer packs");
  const { plan, from, written, root } = await runPackUpdate(options, {
    io,
    packageRoot: packageRoot(),
  });
  const hasConflicts = plan.conflicts.length + plan.pageConflicts.length > 0;
  if (hasConflicts) io.setExitCode(1);
  if (options.json) {
    const { changes, ...rest } = plan;
    printJson(io, {
      ok: !hasConflicts,
      root,
      from,
      written,
      ...rest,
      changes: changeRows(changes),
    });
    return;
  }
  for (const { code, from: before, to, state } of plan.packs) {
    const words = state === "older" ? `is older (${to}) than yours (${before}), left out` : state;
    const days = state === "renewed" ? `, ${before} to ${to}` : "";
    io.stdout(sentences(io, `${code}: ${words}${days}`));
  }
  for (const line of rowLines(plan.rows)) io.stdout(sentences(io, line, "  "));
  if (plan.added.length > 0) {
    io.stdout(sentences(io, `New in the constitution: ${plan.added.join(", ")}.`));
  }
  io.stdout(changeList(io, plan.changes));
  for (const line of rowConflictLines(plan.conflicts)) io.stderr(sentences(io, line));
  for (const { path: page, proposal } of plan.pageConflicts) {
    const words = `Conflict in ${page}: you and the newer pack changed the same line. The pack's stands; both are in ${proposal}: write your own words in a skill of your own, then delete that file.`;
    io.stderr(sentences(io, words));
  }
  const isDry = options.dryRun === true && effective(plan.changes).length > 0;
  if (isDry) io.stdout("Nothing was changed (--dry-run).\n");
  else if (!written) io.stdout("Nothing to take: the packs are the same.\n");
}

/** How many rows came, changed, went and stayed, and the names of those that stayed as the founder's. */
function rowLines(rows: readonly RowChange[]): string[] {
  const lines = [...Map.groupBy(rows, ({ file, kind }) => `${file}: ${kind}`)];
  return lines.map(([what, found]) => {
    const names = found.slice(0, SHOWN_ROWS).map(({ id }) => id);
    const more = found.length > SHOWN_ROWS ? `, and ${found.length - SHOWN_ROWS} more` : "";
    return `${what} ${found.length} (${names.join(", ")}${more})`;
  });
}
