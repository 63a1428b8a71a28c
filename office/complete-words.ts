/** What a word of a command may be, for the completion of a shell: read fast, and nothing is written or repaired. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parseBoard } from "../company/board/parse.ts";
import { BOARD_FILE } from "../company/board/task.ts";
import { slugOf } from "../company/slug.ts";
import { readConstitution } from "../files/company.ts";
import { MEMORY_FILE } from "../files/root.ts";
import { readText } from "../files/text.ts";
import type { LedgerReads } from "../ledger/ledger.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";

/** One word, and what a person should know of it. */
export interface KnownWord {
  value: string;
  says: string;
}

/** Lines of a list that a person reads in a terminal; the newest come first. */
const NEWEST = 100;

const READERS = {
  "open-task": (root: string) => tasks(root, false),
  task: (root: string) => tasks(root, true),
  department: departments,
  prompt: prompts,
  duty: duties,
  memory: memoryNames,
  "memory-type": memoryTypes,
  review: (root: string) =>
    fromLedger(root, async ({ reviews }) =>
      (await reviews.list({ limit: NEWEST })).map(({ id, requester, reviewer, state }) => ({
        value: id,
        says: `${state}: ${requester} asks ${reviewer}`,
      })),
    ),
  run: (root: string) =>
    fromLedger(root, async ({ runs }) =>
      (await runs.list(NEWEST)).map(({ id, agent, state }) => ({
        value: id,
        says: `${agent}, ${state}`,
      })),
    ),
  "lesson-draft": (root: string) =>
    fromLedger(root, async ({ lessonDrafts }) =>
      (await lessonDrafts.open(NEWEST)).map(({ id, agent, text }) => ({
        value: id,
        says: `${agent}: ${text}`,
      })),
    ),
  "board-change": (root: string) =>
    fromLedger(root, async ({ boardChanges }) =>
      (await boardChanges.newest(NEWEST))
        .filter(({ state }) => state === "done")
        .map(({ seq, says }) => ({ value: `b${seq}`, says })),
    ),
  proposal: proposals,
  post: posts,
  question: questions,
  fact: facts,
  doable: async (root: string) => [
    ...(await tasks(root, false)),
    ...(await duties(root)),
    ...(await prompts(root)),
  ],
} as const satisfies Record<string, (root: string) => Promise<KnownWord[]>>;

/** What is known by name in a company. */
export type KnownKind = keyof typeof READERS;

/** @throws whatever the reading does: a completion has nobody to tell */
export function wordsOf(root: string, kind: KnownKind): Promise<KnownWord[]> {
  return READERS[kind](root);
}

async function tasks(root: string, done: boolean): Promise<KnownWord[]> {
  const text = (await readText(path.join(root, BOARD_FILE))) ?? "";
  return parseBoard(text, BOARD_FILE)
    .board.tasks.filter((task) => done || !task.done)
    .map(({ id, title }) => ({ value: id, says: title }));
}

async function departments(root: string): Promise<KnownWord[]> {
  const { constitution } = await readConstitution(root);
  return constitution.departments.map(({ agent, owns }) => ({ value: agent, says: owns }));
}

async function prompts(root: string): Promise<KnownWord[]> {
  const { constitution } = await readConstitution(root);
  return constitution.cadence.map(({ prompt, schedule }) => ({ value: prompt, says: schedule }));
}

/** Names of one word, which the commands take: a slug, or the pack's own name. */
async function duties(root: string): Promise<KnownWord[]> {
  const { constitution } = await readConstitution(root);
  const own = constitution.obligations.map(({ obligation }) => ({
    value: slugOf(obligation),
    says: obligation,
  }));
  const ofPack = constitution.packDuties.map(({ pack, duty }) => ({
    value: `${pack}:${duty}`,
    says: "",
  }));
  return [...own, ...ofPack];
}

/** From the file: opening the memory would take in what was edited, which a key press must not do. */
async function memoryNames(root: string): Promise<KnownWord[]> {
  return (await entities(root)).map(({ name, entityType }) => ({ value: name, says: entityType }));
}

async function memoryTypes(root: string): Promise<KnownWord[]> {
  const { constitution } = await readConstitution(root);
  const owned = constitution.memoryOwnership.map(({ entityType }) => entityType);
  const used = (await entities(root)).map(({ entityType }) => entityType);
  return [...new Set([...owned, ...used])].map((value) => ({ value, says: "" }));
}

async function entities(root: string): Promise<{ name: string; entityType: string }[]> {
  const text = await readFile(path.join(root, MEMORY_FILE), "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    if (!line.includes('"entityType"')) return [];
    try {
      const { name, entityType } = JSON.parse(line) as Record<string, unknown>;
      return typeof name === "string" ? [{ name, entityType: String(entityType) }] : [];
    } catch {
      // A damaged line is the memory's own matter.
      return [];
    }
  });
}

async function posts(root: string): Promise<KnownWord[]> {
  const { listPosts } = await import("./posts/list-posts.ts");
  const { posts: listed } = await listPosts(root, { all: true });
  return listed.map(({ id, draft: { status, title } }) => ({
    value: id,
    says: `${status}: ${title}`,
  }));
}

async function proposals(root: string): Promise<KnownWord[]> {
  const folder = path.join(root, ".git", "refs", "heads", "hq", "improve");
  const names = await readdir(folder).catch(() => []);
  return names.map((value) => ({ value, says: "" }));
}

async function questions(root: string): Promise<KnownWord[]> {
  const { listQuestions } = await import("./packs/list-questions.ts");
  return (await listQuestions(root)).map(({ id, ask }) => ({ value: id, says: ask }));
}

async function facts(root: string): Promise<KnownWord[]> {
  const { listFacts } = await import("./packs/list-facts.ts");
  const { facts: listed } = await listFacts({ root, now: new Date() });
  return listed.map(({ id, fact }) => ({ value: id, says: fact }));
}

function fromLedger(
  root: string,
  body: (tables: LedgerReads) => Promise<KnownWord[]>,
): Promise<KnownWord[]> {
  return lookIntoLedger<KnownWord[]>(root, [], (ledger) => ledger.read(body));
}
