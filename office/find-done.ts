/** What somebody means who says that something is done: a duty, a task or a run of a prompt. */
import path from "node:path";
import { parseBoard } from "../company/board/parse.ts";
import { BOARD_FILE } from "../company/board/task.ts";
import { meantBy } from "../company/said-done.ts";
import { readConstitution } from "../files/company.ts";
import { readText } from "../files/text.ts";
import { listOpenDuties } from "./list-open-duties.ts";
import type { FounderMemory } from "./memory/founder-memory.ts";

export type DoneThing =
  | { kind: "duty"; name: string; due: string; says: string }
  | { kind: "task"; id: string; says: string }
  | { kind: "prompt"; prompt: string; says: string };

export interface FoundDone {
  things: DoneThing[];
  /** False when the words fit only nearly: then who said them is asked, also about one. */
  isSure: boolean;
}

/** Everything open that the words mean, as `meantBy` finds it; a duty once, with its earliest open day. */
export async function findDone(memory: FounderMemory, words: string): Promise<FoundDone> {
  const named = await openThings(memory);
  const { found, isSure } = meantBy(
    words,
    named.map(({ keys }) => keys),
  );
  return { things: found.flatMap((at) => named[at]?.thing ?? []), isSure };
}

interface Named {
  thing: DoneThing;
  keys: string[];
}

async function openThings(memory: FounderMemory): Promise<Named[]> {
  const { root } = memory;
  const { constitution } = await readConstitution(root);
  const duties = await listOpenDuties(memory);
  const first = new Map(duties.toReversed().map((duty) => [duty.obligation, duty]));
  // Without a board there are duties and prompts all the same.
  const file = path.join(root, BOARD_FILE);
  const { tasks } = parseBoard((await readText(file)) ?? "", BOARD_FILE).board;
  return [
    ...[...first.values()].map(({ obligation, due, entity }) => ({
      thing: { kind: "duty" as const, name: obligation, due, says: `${obligation}, due ${due}` },
      keys: [obligation, entity],
    })),
    ...tasks
      .filter(({ section }) => section !== "Done")
      .map(({ id, title }) => ({
        thing: { kind: "task" as const, id, says: `${id} ${title}` },
        keys: [id, title],
      })),
    ...constitution.cadence.map(({ prompt }) => ({
      thing: { kind: "prompt" as const, prompt, says: `the prompt ${prompt}` },
      keys: [prompt],
    })),
  ];
}
