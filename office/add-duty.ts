/** One more row of Obligations: a duty of the pack, or one of the founder's own. */
import path from "node:path";
import { addTableRow } from "../company/constitution/edit.ts";
import { FOUNDER } from "../company/constitution/sections.ts";
import { checkSchedule } from "../company/cron.ts";
import { HqError } from "../company/error.ts";
import { literalCell, plainText } from "../company/markdown/cells.ts";
import { dutyName } from "../company/pack/pack.ts";
import { dutyOfRow } from "../company/pack/rows.ts";
import { slugOf } from "../company/slug.ts";
import { readConstitution } from "../files/company.ts";
import { withLock } from "../files/lock.ts";
import { readCompanyPacks } from "../files/packs.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";
import { writeText } from "../files/text.ts";

export interface NewDuty {
  /** `pt:saf-t`, or a name in words. */
  duty: string;
  /** Cron expression of the due day; the pack's when left out. */
  schedule?: string | undefined;
  agent?: string | undefined;
  warnDays?: number | undefined;
}

/**
 * @throws HqError `usage` for a row that is there, a duty that no pack has, a schedule that never comes, or a
 * duty of one's own without one
 */
export async function addDuty(
  { root, now }: { root: string; now: Date },
  wanted: NewDuty,
): Promise<{ obligation: string }> {
  const { duty, schedule, agent, warnDays } = wanted;
  return withLock(path.join(root, ".hq", "constitution.lock"), async () => {
    const { text, constitution } = await readConstitution(root);
    const named = dutyName(duty);
    const rows = [...constitution.obligations.map(({ obligation }) => obligation)];
    const packRows = constitution.packDuties.map(({ pack, duty: id }) => `${pack}:${id}`);
    const isThere = [...rows, ...packRows].some((name) => slugOf(plainText(name)) === slugOf(duty));
    if (isThere) throw cannot(duty, "the table Obligations has this row", "a duty that it lacks");
    if (named !== null) {
      const found = dutyOfRow(named, (await readCompanyPacks(root)).packs);
      if ("problem" in found) throw cannot(duty, found.problem, "a duty of the pack");
    } else if (schedule === undefined) {
      throw cannot(
        duty,
        "it has no schedule",
        "--schedule with the cron expression of its due day",
      );
    }
    const problem =
      schedule === undefined ? null : checkSchedule(schedule, constitution.company.timeZone, now);
    if (problem !== null) throw cannot(duty, problem, "a schedule such as 0 0 15 4 *");
    const known = [FOUNDER, ...constitution.departments.map((department) => department.agent)];
    if (agent !== undefined && !known.includes(agent)) {
      throw cannot(duty, `there is no department "${agent.slice(0, 40)}"`, known.join(", "));
    }
    // The pack fills what is empty; a duty of one's own needs every cell.
    const own = named === null ? { agent: FOUNDER, warn: "14 days" } : { agent: "", warn: "" };
    const row = [
      literalCell(duty),
      schedule === undefined ? "" : `\`${schedule}\``,
      agent ?? own.agent,
      warnDays === undefined ? own.warn : `${warnDays} days`,
    ];
    await writeText(path.join(root, CONSTITUTION_FILE), addTableRow(text, "Obligations", row));
    return { obligation: duty };
  });
}

function cannot(duty: string, found: string, expected: string): HqError {
  return new HqError(
    "usage",
    `Cannot add the duty "${duty.slice(0, 80)}": ${found}, expected ${expected}. Nothing was written.`,
  );
}
