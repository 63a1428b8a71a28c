/** What somebody means who says that something is done: a duty, a task or a run of a prompt. */
import path from "node:path";
import { parseBoard } from "../company/board/parse.ts";
import { BOARD_FILE } from "../company/board/task.ts";
import { slugOf } from "../company/slug.ts";
import { readConstitution } from "../files/company.ts";
import { readText } from "../files/text.ts";
import { listOpenDuties } from "./list-open-duties.ts";
import type { FounderMemory } from "./memory/founder-memory.ts";

export type DoneThing =
  | { kind: "duty"; name: string; due: string; says: string }
  | { kind: "task"; id: string; says: string }
  | { kind: "prompt"; prompt: string; says: string };

/**
 * Everything open whose name holds the words, those that say them in a row before those that hold them apart; a
 * duty once, with its earliest open day. An id or a full name means that one alone.
 */
export async function findDone(memory: FounderMemory, words: string): Promise<DoneThing[]> {
  const things = await openThings(memory);
  const wanted = slugOf(words);
  const exact = things.filter(({ keys }) => keys.some((key) => slugOf(key) === wanted));
  if (exact.length > 0) return exact.map(({ thing }) => thing);
  const joined = wanted.replaceAll("-", "");
  const inRow = things.filter(({ keys }) =>
    keys.some((key) => joined !== "" && slugOf(key).replaceAll("-", "").includes(joined)),
  );
  if (inRow.length > 0) return inRow.map(({ thing }) => thing);
  const parts = wanted.split("-").filter(Boolean);
  const apart = things.filter(({ keys }) => {
    const said = new Set(keys.flatMap((key) => slugOf(key).split("-")));
    return parts.length > 0 && parts.every((part) => said.has(part));
  });
  return apart.map(({ thing }) => thing);
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
