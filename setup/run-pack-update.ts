/** `hq pack update` on the disk. */
import { realpath } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { findingSentence } from "../company/finding.ts";
import { runCases } from "../company/pack/cases.ts";
import { pagesOfPacks } from "../company/pack/pages.ts";
import { packsInForce } from "../company/pack/rows.ts";
import { readConstitution } from "../files/company.ts";
import { withLock } from "../files/lock.ts";
import { type FoundPacks, packsFolder, readPacksIn, renewalsFile } from "../files/packs.ts";
import { CONSTITUTION_FILE, KIT_FOLDER, requireRoot } from "../files/root.ts";
import { readText } from "../files/text.ts";
import { finishTogether, type Write, writeTogether } from "../files/together.ts";
import { refuseOutside } from "./apply.ts";
import { type Change, effective } from "./change.ts";
import { type PackUpdate, planPackUpdate } from "./plan-pack-update.ts";
import type { Surroundings } from "./surroundings.ts";

export interface PackUpdateOptions {
  root?: string | undefined;
  /** A newer clone, a company with an installed kit, or a folder of packs; the running program's when left out. */
  from?: string | undefined;
  dryRun?: boolean | undefined;
}

export interface PackUpdateOutcome {
  root: string;
  /** The folder that the newer packs were read from. */
  from: string;
  written: boolean;
  plan: PackUpdate;
}

/**
 * Takes the packs of a newer kit, and nothing else of it. All is written, or nothing: see files/together.ts.
 * @throws HqError `not-found` without packs there, `invalid-file` when they cannot be read by this program or their
 *   worked examples do not come out, `wrong-state` when they are the company's own. Nothing is changed then.
 */
export async function runPackUpdate(
  options: PackUpdateOptions,
  tools: { io: Surroundings; packageRoot: string },
): Promise<PackUpdateOutcome> {
  const root = requireRoot(options.root, tools.io.cwd);
  const given = path.resolve(tools.io.cwd, options.from ?? tools.packageRoot);
  const { found, from } = await newerPacks(given);
  const folder = packsFolder(root);
  if ((await realOf(from)) === (await realOf(path.join(root, folder)))) throw itself(from);
  return withLock(path.join(root, ".hq", "constitution.lock"), () =>
    withLock(path.join(root, ".hq", "renewals.lock"), async () => {
      if (options.dryRun !== true) await finishTogether(root);
      const theirs = new Map(found.files.map((file) => [inFolder(file.path, folder), file.text]));
      const mine = await companyFiles(root, { folder, theirs, newer: found });
      const plan = planPackUpdate({ mine, theirs, folder });
      const writes = effective(plan.changes).map(writeOf);
      await refuseOutside(
        root,
        writes.map((write) => write.path),
      );
      const isWritten = options.dryRun !== true && writes.length > 0;
      if (isWritten) await writeTogether(root, writes);
      return { root, from, written: isWritten, plan };
    }),
  );
}

/** The packs in `DIR/packs`, `DIR/.hq-kit/packs`, or in `DIR` itself. */
async function newerPacks(given: string): Promise<{ found: FoundPacks; from: string }> {
  for (const inner of [`${KIT_FOLDER}/packs`, "packs", "."]) {
    const from = path.join(given, inner);
    const found = await readPacksIn(path.dirname(from), path.basename(from));
    if (found.files.length === 0) continue;
    const wrong = [
      ...found.findings.filter(({ severity }) => severity === "error"),
      ...found.asBrought.flatMap((pack) => runCases(pack, `packs/${pack.card.code}/cases.json`)),
    ];
    const [first] = wrong;
    if (first === undefined && found.packs.length > 0) return { found, from };
    throw new HqError(
      "invalid-file",
      `Cannot take the packs of ${from}: ${first === undefined ? "no pack.json is there" : findingSentence(first)}${wrong.length > 1 ? ` And ${wrong.length - 1} more.` : ""} Nothing was changed.`,
      {
        hint: "Packs that this version does not know yet come with: hq upgrade, run from the newer clone.",
      },
    );
  }
  throw new HqError(
    "not-found",
    `Cannot take packs: ${given} holds none, expected a clone of Solo HQ, a company with an installed kit, or a folder of packs. Nothing was changed.`,
    { hint: "Name it with: hq pack update --from DIR" },
  );
}

function itself(from: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot take the packs of ${from}: they are the company's own, expected those of a newer kit. Nothing was changed.`,
    { hint: "Name a newer clone with: hq pack update --from DIR" },
  );
}

/** `packs/pt/facts.json` of any folder, as it is called in the company. */
function inFolder(file: string, folder: string): string {
  return `${folder}/${file.split("/").slice(1).join("/")}`;
}

/** What the update may change: packs, the pages that they make now and will make, renewals, the constitution. */
async function companyFiles(
  root: string,
  {
    folder,
    theirs,
    newer,
  }: { folder: string; theirs: ReadonlyMap<string, string>; newer: FoundPacks },
): Promise<Map<string, string>> {
  const own = await readPacksIn(root, folder);
  const { constitution } = await readConstitution(root);
  const pages = [own, newer].flatMap(({ packs }) =>
    pagesOfPacks(packsInForce(constitution, packs)).map((page) => page.path),
  );
  const codes = [...own.packs, ...newer.packs].map(({ card }) => renewalsFile(card.code));
  const conflicts = pages.map((page) => `${KIT_FOLDER}/conflicts/${page}`);
  const wanted = [...theirs.keys(), ...pages, ...codes, ...conflicts, CONSTITUTION_FILE];
  const mine = new Map(own.files.map((file) => [file.path, file.text]));
  for (const file of new Set(wanted)) {
    const text = mine.has(file) ? null : await readText(path.join(root, file));
    if (text !== null) mine.set(file, text);
  }
  return mine;
}

function writeOf(change: Exclude<Change, { kind: "keep" }>): Write {
  const before = "before" in change ? change.before : null;
  return { path: change.path, before, text: "text" in change ? change.text : null };
}

async function realOf(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
