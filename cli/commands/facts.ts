import type { Command } from "commander";
import { requireRoot } from "../../files/root.ts";
import { findFacts } from "../../office/packs/find-facts.ts";
import { type ListedFact, type ListedFacts, listFacts } from "../../office/packs/list-facts.ts";
import { renewFact } from "../../office/packs/renew-fact.ts";
import type { FoundRow } from "../../office/packs/search-pack.ts";
import { requireFounder } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, colors, plain, printJson, sentences } from "../output.ts";
import { readCount } from "../read-count.ts";
import { dayGiven } from "../require-date.ts";

/** As in the plan of the day. */
const DUE_DAYS = 30;

interface RenewOptions extends CommonOptions {
  value?: string;
  from?: string;
  region?: string;
  source?: string;
  link?: string;
  checkBy: string;
}

interface FindOptions extends CommonOptions {
  limit?: string;
}

export function registerFacts(program: Command, io: Io): void {
  const facts = program
    .command("facts")
    .description("figures and rules of law, each with its source and expiry");
  addCommand(facts, "list", "all of the country's pack, those to be read first at the top").action(
    (options: CommonOptions) => show(io, options, {}),
  );
  addCommand(facts, "due", `what expires within ${DUE_DAYS} days or has, with its link`).action(
    (options: CommonOptions) => show(io, options, { within: DUE_DAYS }),
  );
  addCommand(facts, "find <words...>", "rows that answer a question, in everyday words")
    .option("--limit <count>", "so many rows at most; 5 when left out")
    .action((words: string[], options: FindOptions) => find(io, words, options));
  addCommand(facts, "renew <id>", "write down what you read at the source today")
    .requiredOption("--check-by <date>", "the day by which it must be read again")
    .option("--value <text>", "the new value; left out when the source still says the same")
    .option("--from <date>", "the day from which the value holds; the older one is kept before it")
    .option("--region <id>", "of a fact that differs by region")
    .option("--source <text>", "law and article, when another one than before")
    .option("--link <address>", "where it stands, when at another place than before")
    .action((id: string, options: RenewOptions) => renew(io, id, options));
}

async function show(io: Io, options: CommonOptions, asked: { within?: number }): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const listed = await listFacts({ root, now: io.now() }, asked);
  if (options.json) {
    printJson(io, { ok: true, ...listed });
    return;
  }
  const c = colors(io);
  for (const fact of listed.facts) {
    const words = sentences(io, `${fact.id}: ${fact.fact}`);
    io.stdout(fact.expired ? c.red(words) : c.bold(words));
    for (const line of factLines(fact)) io.stdout(sentences(io, line, "  "));
    if (fact.link !== null) io.stdout(`  ${plain(fact.link)}\n`);
  }
  if (asked.within !== undefined) printDue(io, listed);
}

function factLines({
  says,
  period,
  article,
  grade,
  readOn,
  checkBy,
  why,
  expired,
}: ListedFact): string[] {
  const read = grade === "U" ? "not read at its source" : `read ${readOn} (${grade})`;
  return [
    `${says}${period === null ? "" : `, ${period}`}`,
    `${article}; ${read}`,
    `${expired ? "EXPIRED" : "check by"} ${checkBy}: ${why}`,
  ];
}

function printDue(io: Io, { facts, skills }: ListedFacts): void {
  if (facts.length === 0) io.stdout(`No fact of the pack expires within ${DUE_DAYS} days.\n`);
  else {
    const example = facts[0]?.id ?? "ID";
    const words = `Read each at its link, then: hq facts renew ${example} --check-by DATE, with --value when it changed, and --from when the old value still counts for the year before.`;
    io.stdout(sentences(io, words));
  }
  for (const { skill, fact, file, line, checkBy, expired } of skills) {
    const state = expired ? "EXPIRED" : "check by";
    io.stdout(sentences(io, `${skill}: ${fact}, ${state} ${checkBy} (${file}:${line})`));
  }
}

async function find(io: Io, words: string[], options: FindOptions): Promise<void> {
  const limit = options.limit === undefined ? undefined : readCount("--limit", options.limit);
  const found = await findFacts(
    { root: requireRoot(options.root, io.cwd), now: io.now() },
    { question: words.join(" "), limit },
  );
  if (found.rows.length === 0) io.setExitCode(1);
  if (options.json) {
    printJson(io, { ok: found.rows.length > 0, ...found });
    return;
  }
  if (found.uncovered !== null) {
    const words = `The pack of ${found.country} does not cover ${found.uncovered}: ask a certified accountant or a lawyer.`;
    io.stdout(sentences(io, words));
  }
  for (const row of found.rows) printFound(io, row);
  if (found.rows.length > 0 || found.uncovered !== null) return;
  const left = `No row of the pack ${found.pack} answers this. It does not cover: ${found.doesNotCover.join("; ")}.`;
  io.stdout(sentences(io, left));
  const next =
    "Other words may find it, hq facts list shows all rows; what stands in none, ask a certified accountant or a lawyer.";
  io.stdout(sentences(io, next));
}

function printFound(io: Io, row: FoundRow): void {
  const { kind, id, title, says, period, source, checkBy, expired, ruledOut } = row;
  io.stdout(colors(io).bold(sentences(io, `${id} (${kind}): ${title}`)));
  io.stdout(sentences(io, period === undefined ? says : `${says}, ${period}`, "  "));
  if (ruledOut) io.stdout(sentences(io, "Does not apply to you by your answers.", "  "));
  if (source !== null) {
    const until =
      checkBy === null ? "" : `; ${expired ? `EXPIRED ${checkBy}` : `check by ${checkBy}`}`;
    const read = source.grade === "U" ? "not read" : `read ${source.readOn} (${source.grade})`;
    io.stdout(sentences(io, `${source.article}; ${read}${until}`, "  "));
    if (source.link !== undefined) io.stdout(`  ${plain(source.link)}\n`);
  }
}

async function renew(io: Io, id: string, options: RenewOptions): Promise<void> {
  requireFounder(io, "renew a fact");
  const { value, region, source, link } = options;
  const from = await dayGiven(io, options, { words: options.from, towards: "ahead" });
  const checkBy = await dayGiven(io, options, { words: options.checkBy, towards: "ahead" });
  const renewed = await renewFact(
    { root: requireRoot(options.root, io.cwd), now: io.now() },
    { id, value, region, source, link, from, checkBy: checkBy ?? "" },
  );
  if (options.json) {
    printJson(io, { ok: true, ...renewed });
    return;
  }
  const change =
    renewed.before === renewed.after
      ? `${renewed.id} is read again: ${renewed.after}.`
      : `${renewed.id}: ${renewed.before} → ${renewed.after}.`;
  io.stdout(sentences(io, `${change} Check by ${renewed.checkBy}; commit ${renewed.file}.`));
}
