/** A duty from outside is done, or is not due this time, or is ours no more: written where the plan looks. */
import path from "node:path";
import { removeTableRows } from "../company/constitution/edit.ts";
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { plainText } from "../company/markdown/cells.ts";
import { dutyName } from "../company/pack/pack.ts";
import { dutyOfRow } from "../company/pack/rows.ts";
import { slugOf } from "../company/slug.ts";
import { allObligations } from "../company/standup/plan.ts";
import type { ObligationDue } from "../company/standup/types.ts";
import { readCompany, readConstitution } from "../files/company.ts";
import { withLock } from "../files/lock.ts";
import { readCompanyPacks } from "../files/packs.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";
import { gatherStandup } from "../files/standup-input.ts";
import { writeText } from "../files/text.ts";
import { addFact } from "./memory/add-fact.ts";
import { type FounderMemory, withFounderMemory } from "./memory/founder-memory.ts";

export interface DutyClosing {
  /** `pt:iva-periodic`, the duty's name or a part of it, or its entity in memory. */
  duty: string;
  /** ISO date; the earliest open day when left out. */
  due?: string | undefined;
  /** ISO date on which it was done; today when left out. */
  on?: string | undefined;
  receipt?: string | undefined;
  /** It is not due this time, and why. */
  skipped?: string | undefined;
  by: string;
}

/** Of the duties that a part of a name may mean. */
const NAMES_SHOWN = 5;

export interface ClosedDuty {
  obligation: string;
  due: string;
  entity: string;
  completed: string;
  /** Due days of it that are still late. */
  left: number;
}

/**
 * Remembers `Completed: <date>` on the entity of the duty's day.
 * @throws HqError `usage` when no open duty has this name or day; MemoryError when the memory refuses it
 */
export async function closeDuty(memory: FounderMemory, closing: DutyClosing): Promise<ClosedDuty> {
  const { root, now } = memory;
  const company = await readCompany(root);
  const view = await withFounderMemory(memory, ({ store }) => store.readWithOrigins());
  const input = await gatherStandup({ company, now: now(), memory: view, withoutCommits: true });
  const today = dateIn(now(), company.constitution.company.timeZone);
  const completed = closing.on ?? today;
  if (completed > today) {
    throw new HqError(
      "usage",
      `Cannot call "${closing.duty.slice(0, 80)}" done on ${completed}: that day is to come, expected at most ${today}.`,
    );
  }
  const slug = await slugNamed(root, closing.duty);
  const all = allObligations(input);
  const named = all.filter(({ entity }) => entity.startsWith(`deadline:${slug}:`));
  const found = dayAsked(named.length > 0 ? named : byPart(all, closing.duty), closing);
  const kept = await addFact(memory, {
    name: found.entity,
    type: "deadline",
    observations: [
      `Due: ${found.due}`,
      `Completed: ${completed}`,
      ...(closing.receipt === undefined ? [] : [`Receipt: ${closing.receipt}`]),
      ...(closing.skipped === undefined ? [] : [`Skipped: ${closing.skipped}`]),
    ],
    by: closing.by,
  });
  if (kept.kind !== "remembered") throw new Error(`the form of ${found.entity} is not its own`);
  const { obligation, due, entity, missed } = found;
  return { obligation, due, entity, completed, left: Math.max(0, missed - 1) };
}

/**
 * The open days of the only duty whose name holds the words, whatever stands between them: "saft" for "SAF-T".
 * @throws HqError `usage` when several do
 */
function byPart(all: readonly ObligationDue[], words: string): ObligationDue[] {
  const wanted = bare(words);
  if (wanted === "") return [];
  const found = all.filter(({ obligation }) => bare(obligation).includes(wanted));
  const names = [...new Set(found.map(({ obligation }) => obligation))];
  if (names.length <= 1) return found;
  throw new HqError(
    "usage",
    `Cannot close the duty "${words.slice(0, 80)}": ${names.length} open duties have this in their name, expected one.`,
    { hint: `Say which: ${names.slice(0, NAMES_SHOWN).join("; ")}` },
  );
}

function bare(words: string): string {
  return slugOf(words).replaceAll("-", "");
}

/** A later day than the plan shows may be closed early: the law takes what comes before its day. */
function dayAsked(
  open: readonly ObligationDue[],
  { duty, due }: DutyClosing,
): Pick<ObligationDue, "obligation" | "due" | "entity" | "missed"> {
  const [first] = open;
  if (first === undefined) {
    throw new HqError(
      "usage",
      `Cannot close the duty "${duty.slice(0, 80)}": nothing of this name is open, expected the name of a duty in the plan.`,
      { hint: "hq standup --dry-run shows those that press, hq pack duties all of the pack." },
    );
  }
  if (due === undefined) return first;
  const asked = open.find((item) => item.due === due);
  if (asked !== undefined) return asked;
  const slug = first.entity.split(":")[1] ?? "";
  return { ...first, due, entity: `deadline:${slug}:${due}`, missed: 0 };
}

/** What all days of the duty have in common in memory. */
async function slugNamed(root: string, duty: string): Promise<string> {
  const named = dutyName(duty);
  if (named === null) return slugOf(/^deadline:([^:]+)(?::|$)/.exec(duty)?.[1] ?? duty);
  const { packs } = await readCompanyPacks(root);
  const found = dutyOfRow(named, packs);
  if ("duty" in found) return slugOf(found.duty.name);
  throw new HqError("usage", `Cannot close the duty "${duty}": ${found.problem}.`);
}

/**
 * Takes the row out of the table Obligations, so that the duty is in no plan any more; what was done stays in memory.
 * @throws HqError `usage` when no row has this name
 */
export async function stopDuty(root: string, duty: string): Promise<{ obligation: string }> {
  return withLock(path.join(root, ".hq", "constitution.lock"), async () => {
    const { text } = await readConstitution(root);
    const isIt = ([name = ""]: readonly string[]) => slugOf(plainText(name)) === slugOf(duty);
    const after = removeTableRows(text, "Obligations", isIt);
    if (after === text) {
      throw new HqError(
        "usage",
        `Cannot stop the duty "${duty.slice(0, 80)}": the table Obligations has no such row, expected the first cell of one.`,
      );
    }
    await writeText(path.join(root, CONSTITUTION_FILE), after);
    return { obligation: duty };
  });
}
