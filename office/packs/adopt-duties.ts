/** Turns rows of Obligations that name a duty of the pack in words into rows that take its days. */
import path from "node:path";
import { withCompanyAnswers, writtenAnswers } from "../../company/pack/company-answers.ts";
import { dutyNamed } from "../../company/pack/rows.ts";
import { readConstitution } from "../../files/company.ts";
import { withLock } from "../../files/lock.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import { writeText } from "../../files/text.ts";
import { ownPack } from "./own-pack.ts";

export interface AdoptedDuty {
  obligation: string;
  /** `pt:iva-periodic`. */
  name: string;
}

/**
 * What the founder did stays done: a duty of the pack is remembered under the name that the row had. Schedule and
 * warning become the pack's; an agent other than the pack's stays. A row of the founder's own is left alone.
 * @throws HqError `wrong-state` without a pack for the country.
 */
export async function adoptDuties(
  root: string,
  { dryRun }: { dryRun: boolean },
): Promise<AdoptedDuty[]> {
  const { pack } = await ownPack(root);
  return withLock(path.join(root, ".hq", "constitution.lock"), async () => {
    const { text, constitution } = await readConstitution(root);
    const adopted: AdoptedDuty[] = [];
    const taken = new Set(constitution.packDuties.map(({ duty }) => duty));
    const byLine = new Map<number, string[]>();
    for (const { line, obligation, agent } of constitution.obligations) {
      const duty = dutyNamed(pack, obligation);
      if (duty === null || taken.has(duty.id)) continue;
      taken.add(duty.id);
      const name = `${pack.card.code}:${duty.id}`;
      byLine.set(line, [name, "", agent === duty.agent ? "" : agent, ""]);
      adopted.push({ obligation, name });
    }
    if (adopted.length === 0 || dryRun) return adopted;
    const lines = text.split("\n");
    for (const [line, cells] of byLine) {
      const cr = lines[line - 1]?.endsWith("\r") ? "\r" : "";
      lines[line - 1] =
        `|${cells.map((cell) => (cell === "" ? " |" : ` ${cell} |`)).join("")}${cr}`;
    }
    const whole = withCompanyAnswers(lines.join("\n"), {
      pack,
      answers: writtenAnswers(constitution),
    });
    await writeText(path.join(root, CONSTITUTION_FILE), whole);
    return adopted;
  });
}
