/** What the clients read beside the kit: other texts, agents and skills, the founder's and the user's. */
import { existsSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import path from "node:path";
import { AGENTS_PAGE_FILE } from "../company/kit/agents/agents-page.ts";
import type { KitFile } from "../company/kit/context.ts";
import { hasOthersPart } from "../company/kit/ownership.ts";
import { isForEverything, type Namesake, type TextFound } from "../company/kit/pages/always-on.ts";
import type { SkillFound } from "../company/kit/pages/skill-listing.ts";
import { copilotHome, userHome } from "../files/copilot-home.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";
import type { Repository } from "./git.ts";
import { type KitFiles, readKitFile } from "./kit-files.ts";

export interface Around {
  texts: TextFound[];
  /** Agents outside `.github/agents/`. */
  agents: Namesake[];
  /** Skills outside `.github/skills/`, the project's first. */
  skills: SkillFound[];
}

const TEXTS = ["CLAUDE.md", "GEMINI.md"];
const USERS_PAGE = "copilot-instructions.md";
const RULES_FOLDER = ".claude/rules";
const AGENTS_FOLDER = ".claude/agents";
const SKILL_FOLDERS = [".agents/skills", ".claude/skills"];
/** In the client's own folder of the user, and in the user's home. */
const USERS_SKILL_FOLDERS = ["skills", ".agents/skills"];
/** A folder with more is no folder of instructions. */
const LIMIT_FILES = 500;

interface Place {
  /** The folder in which the paths begin. */
  folder: string;
  /** What is written before them. */
  shown: string;
}

/** @param kit the files of the kit that were read. */
export async function readAround(
  { root, env }: { root: string; env: Readonly<Record<string, string | undefined>> },
  { texts, installed }: Pick<KitFiles, "texts" | "installed">,
  repository: Repository,
): Promise<Around> {
  const here = { folder: root, shown: "" };
  const own = copilotHome(env);
  const users = own === null ? null : { folder: own.folder, shown: `${own.shown}/` };
  const home = userHome(env);
  const [rules, agents, userTexts, userAgents, skills, userSkills] = await Promise.all([
    listMarkdown(here, RULES_FOLDER),
    readMarkdown(here, AGENTS_FOLDER),
    users === null ? [] : listMarkdown(users, "instructions"),
    users === null ? [] : readMarkdown(users, "agents"),
    readSkills([here, here], SKILL_FOLDERS),
    readSkills([users, home === null ? null : { folder: home, shown: "~/" }], USERS_SKILL_FOLDERS),
  ]);
  const named = TEXTS.filter((file) => existsSync(path.join(root, file)));
  const keep = await keptBy(repository, root);
  const general = [...texts.values()].filter(
    (file) => isInstructions(file) && isForEverything(file),
  );
  const shared = [AGENTS_PAGE_FILE, ...(installed.isBeside ? [CONSTITUTION_FILE] : [])];
  const above = shared.filter((name) => {
    const page = texts.get(name);
    return page !== undefined && hasOthersPart(page);
  });
  const ofUser = userTexts.filter((file) => file.endsWith(".instructions.md"));
  if (users !== null && existsSync(path.join(users.folder, USERS_PAGE)))
    ofUser.push(users.shown + USERS_PAGE);
  return {
    texts: [
      ...(await Promise.all(
        [...named, ...rules, ...general.map((file) => file.path)].map(async (shown) => ({
          shown,
          isKept: await keep(shown),
        })),
      )),
      ...above.map((name) => ({ shown: `${name} (the part above ours)`, isKept: true })),
      ...ofUser.map((shown) => ({ shown, isKept: null })),
    ],
    agents: [
      ...agents.map((file) => ({ file, isUsers: false })),
      ...userAgents.map((file) => ({ file, isUsers: true })),
    ],
    skills: [
      ...skills.map((file) => ({ file, isUsers: false })),
      ...userSkills.map((file) => ({ file, isUsers: true })),
    ],
  };
}

function isInstructions({ path: name }: KitFile): boolean {
  return name.startsWith(".github/instructions/") && name.endsWith(".instructions.md");
}

/** Whether git keeps a file: by its own name, or by that of the place that a link leads to. */
async function keptBy(
  repository: Repository,
  root: string,
): Promise<(file: string) => Promise<boolean | null>> {
  if (repository.kind !== "repository") return async () => null;
  const { tracked } = repository;
  const place = await realpath(root);
  return async (file) => {
    if (tracked.has(file)) return true;
    const target = await realpath(path.join(root, file)).catch(() => null);
    return target !== null && tracked.has(path.relative(place, target).split(path.sep).join("/"));
  };
}

/** Paths as they are shown; none where there is no such folder. */
async function listMarkdown({ folder, shown }: Place, below: string): Promise<string[]> {
  const names = await readdir(path.join(folder, below), { recursive: true }).catch(() => []);
  return names
    .filter((name) => name.endsWith(".md"))
    .sort()
    .slice(0, LIMIT_FILES)
    .map((name) => `${shown}${below}/${name.split(path.sep).join("/")}`);
}

/** The SKILL.md files below each folder of the place at its index; null for a place that is not there. */
async function readSkills(
  places: readonly (Place | null)[],
  folders: readonly string[],
): Promise<KitFile[]> {
  const read = await Promise.all(
    places.map(async (place, index) => {
      if (place === null) return [];
      const listed = await listMarkdown(place, folders[index] ?? "");
      return readEach(
        place,
        listed.filter((shown) => shown.endsWith("/SKILL.md")),
      );
    }),
  );
  return read.flat();
}

async function readMarkdown(place: Place, below: string): Promise<KitFile[]> {
  return readEach(place, await listMarkdown(place, below));
}

/** What cannot be read is the founder's own affair. */
async function readEach(place: Place, listed: readonly string[]): Promise<KitFile[]> {
  const read = await Promise.all(
    listed.map(async (shown) => {
      const file = await readKitFile(place.folder, shown.slice(place.shown.length));
      return "text" in file ? [{ path: shown, text: file.text }] : [];
    }),
  );
  return read.flat();
}
