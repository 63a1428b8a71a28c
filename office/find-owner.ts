/** Which department a question goes to, and what it is told. */
import { FOUNDER } from "../company/constitution/sections.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { HqError } from "../company/error.ts";
import { firstOwners, ownerReason, ownersOf } from "../company/owners.ts";
import { readConstitution } from "../files/company.ts";
import { agentNamed } from "./people/agent-named.ts";

export interface FoundOwner {
  agent: string;
  /** Why this one, as a clause: `its Owns cell has "pricing"`. */
  because: string;
}

/**
 * The owners of a question, one or several that own it as much; the one that is named when `to` is given.
 * @throws HqError `usage` for no such department, or when no table has a word of the question
 */
export async function findOwners(
  root: string,
  { question, to }: { question: string; to?: string | undefined },
): Promise<FoundOwner[]> {
  const { constitution } = await readConstitution(root);
  if (to !== undefined) {
    const agent = agentNamed(to, constitution);
    if (agent !== FOUNDER) return [{ agent, because: "you named it" }];
    throw new HqError("usage", "Cannot ask the founder: that is you, expected a department.");
  }
  const owners = firstOwners(ownersOf(question, constitution));
  if (owners.length === 0) throw nobodyOwns(question, constitution);
  return owners.map((owner) => ({ agent: owner.agent, because: ownerReason(owner) }));
}

function nobodyOwns(question: string, { departments }: Constitution): HqError {
  const known = departments.map(({ agent }) => agent).join(", ");
  const found = question.trim() === "" ? "the question is empty" : "no department owns its words";
  return new HqError(
    "usage",
    `Cannot tell whom to ask: ${found}, expected words of the table Departments or Review triggers. Nothing was started.`,
    { hint: `Name one of ${known || "the departments, of which there are none"}: --to AGENT` },
  );
}

/** @throws HqError `usage` that names them all */
export function severalOwn(owners: readonly FoundOwner[]): HqError {
  const each = owners.map(({ agent, because }) => `${agent} (${because})`);
  return new HqError(
    "usage",
    `Cannot tell whom to ask: it is as much ${each.join(" as ")}, expected one. Nothing was started.`,
    { hint: `Name one: ${owners.map(({ agent }) => `--to ${agent}`).join(" or ")}` },
  );
}

/** The task of a run that answers a question of the founder. */
export function askTask(question: string): string {
  return [
    `The founder asks: ${question.trim()}`,
    "Answer it, from the memory and the company's files, with the source and date of each fact. Say what you do not know. Change nothing but what your rules have you write down. The result that you give is the answer, in the founder's language, the answer itself in the first sentence.",
  ].join("\n\n");
}
