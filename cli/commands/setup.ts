import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { didYouMean, foldWord } from "../../company/near-word.ts";
import { requireRoot } from "../../files/root.ts";
import { takeHandRows } from "../../office/packs/take-hand-rows.ts";
import { askedQuestions } from "../../setup/asked-questions.ts";
import { runSetup, type SetupOptions, type SetupOutcome } from "../../setup/run-setup.ts";
import { printShown, setupTools } from "../asking/setup-tools.ts";
import { requireFounder } from "../author-of.ts";
import { changeDiffs, changeRows } from "../change-list.ts";
import type { Io } from "../context.ts";
import { addCommand, printJson, sentences } from "../output.ts";

type Options = SetupOptions & { json?: boolean };

export function registerSetup(program: Command, io: Io): void {
  addCommand(program, "setup", "change what hq init asked, and what follows from it")
    .argument("[what]", "country, language, product, or a question of the country's pack")
    .argument("[value...]", "its new value")
    .option("--company <name>", "the company's name")
    .option("--founder <name>", "your name")
    .option("--country <country>", "brings the pages and duties of that country, takes the others")
    .option("--timezone <zone>", "e.g. Europe/Lisbon")
    .option("--currency <code>", "e.g. EUR")
    .option("--language <language>", "the language you work in")
    .option("--product <text>", "Name|status|stack|url|social url|note; empty ones stay", collect)
    .option("--answer <pair>", "legal-form=sole-trader; may be repeated", collect)
    .option("--duties", "bring the duties too that you took out of the table Obligations")
    .option("--yes", "ask nothing")
    .option("--dry-run", "show the changes and write nothing")
    .action((what: string | undefined, words: string[], options: Options) =>
      setup(io, { what, value: words.length === 0 ? undefined : words.join(" ") }, options),
    );
}

async function setup(
  io: Io,
  { what, value }: { what: string | undefined; value: string | undefined },
  options: Options,
): Promise<void> {
  if (options.dryRun !== true) requireFounder(io, "change the set-up of the company");
  const named: Named =
    what === undefined ? { options: {} } : await namedBy(io, { what, value }, options);
  const given: Options = { ...options, ...named.options };
  // A program is not asked; without a word of what to change it only looks.
  const isToWrite = given.yes ?? hasWish(given);
  const wanted = options.json
    ? { ...given, yes: isToWrite, dryRun: given.dryRun ?? !isToWrite }
    : given;
  const outcome = await runSetup(wanted, setupTools(io, named.only));
  // What a hand renewed in a page that stayed; those that came have what was renewed in them already.
  if (outcome.kind === "written") await takeHandRows(outcome.root, { dryRun: false });
  if (options.json) printSetupJson(io, outcome);
  else printSetup(io, outcome);
  if (outcome.kind === "cancelled") io.setExitCode(1);
}

function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function hasWish({ root: _root, json: _json, dryRun: _dry, yes: _yes, ...wish }: Options): boolean {
  return Object.values(wish).some((value) => value !== undefined);
}

const FIELDS: Readonly<Record<string, keyof SetupOptions>> = {
  ...{ company: "company", founder: "founder", country: "country", timezone: "timezone" },
  ...{ currency: "currency", language: "language", product: "product", duties: "duties" },
};
const ALSO_CALLED: Readonly<Record<string, keyof SetupOptions>> = {
  ...{ name: "company", "time-zone": "timezone", zone: "timezone", products: "product" },
};

interface Named {
  options: Options;
  /** The one question that is to be asked. */
  only?: string;
}

/** `country Portugal` as the option that it is; in a terminal `country` alone is asked. */
async function namedBy(
  io: Io,
  { what, value }: { what: string; value: string | undefined },
  options: Options,
): Promise<Named> {
  const name = foldWord(what).replaceAll(" ", "-");
  const field = FIELDS[name] ?? ALSO_CALLED[name];
  if (field === "duties") return { options: { duties: true } };
  const ids = field === undefined ? await questionIds(io, options) : [];
  if (field === undefined && !ids.includes(name)) {
    const known = [...Object.keys(FIELDS), ...ids];
    const hint = /^depart/.test(name)
      ? { hint: "Departments come and go with: hq department" }
      : {};
    throw new HqError(
      "usage",
      `Cannot change "${what.slice(0, 80)}": it is nothing that was asked, expected one of ${known.join(", ")}.${didYouMean(what, known)}`,
      hint,
    );
  }
  const mayAsk = io.interactive && !options.yes && !options.json && !options.dryRun;
  if (value === undefined && mayAsk) {
    return { options: {}, only: field === "product" ? "products" : (field ?? name) };
  }
  if (value === undefined) {
    throw new HqError(
      "usage",
      `Cannot change ${name}: no value was given, expected one behind it.`,
      { hint: `Write for example: hq setup ${name} VALUE` },
    );
  }
  if (field === "product") return { options: { product: [...(options.product ?? []), value] } };
  if (field !== undefined) return { options: { [field]: value } };
  return { options: { answer: [...(options.answer ?? []), `${name}=${value}`] } };
}

/** The questions of the company's country, or of the one that it moves to. */
async function questionIds(io: Io, options: Options): Promise<string[]> {
  const root = requireRoot(options.root, io.cwd);
  const questions = await askedQuestions(root, options.country);
  return questions.map(({ id }) => id);
}

function printSetup(io: Io, outcome: SetupOutcome): void {
  switch (outcome.kind) {
    case "cancelled":
      io.stdout("Cancelled. Nothing was changed.\n");
      return;
    case "declined":
      io.stdout("Not written. Nothing was changed.\n");
      return;
    case "nothing":
      printShown(io, outcome);
      io.stdout("All of it is so already. Nothing was changed.\n");
      return;
    case "planned":
      printShown(io, outcome);
      io.stdout(`\n${changeDiffs(outcome.plan.changes)}\nNothing was changed.\n`);
      io.stdout(sentences(io, "To write it, give the same with --yes, without --dry-run."));
      return;
    case "written":
      printShown(io, outcome);
      io.stdout(sentences(io, "Written. Look at it with git diff, then commit it."));
  }
}

function printSetupJson(io: Io, outcome: SetupOutcome): void {
  if (!("plan" in outcome)) {
    printJson(io, { ok: false, ...outcome });
    return;
  }
  const { kind, root, plan, notes } = outcome;
  const { answers, rows, open, kept, pack } = plan;
  printJson(io, {
    ...{ ok: true, kind, root, pack: pack?.card.code ?? null, answers },
    duties: { ...rows, open },
    ...{ kept, changes: changeRows(plan.changes), notes },
  });
}
