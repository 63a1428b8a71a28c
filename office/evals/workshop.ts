/**
 * Where scenarios are played: companies made from the kit in a folder of the system's own for what may be
 * thrown away. The founder's memory, board and files are never in them. A folder names the process that
 * made it, so that one that was killed leaves nothing at the next start.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { companyPage } from "../../company/evals/company-page.ts";
import { filled } from "../../company/evals/reader.ts";
import type { EvalCompany } from "../../company/evals/scenario.ts";
import type { KitTexts } from "../../company/proposals/proposal.ts";
import { git } from "../../files/git.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import { withMemory } from "../records/with-memory.ts";

const PREFIX = "hq-eval-";
const HOLDER = "holder";
/** One that never came to name its process. */
const NAMELESS_MS = 3_600_000;

export interface WorkshopSources {
  /** The system's folder for what may be thrown away. */
  temporary: string;
  /** This process, known again when it is gone. */
  holder: string;
  isGone(holder: string): boolean;
  /** ISO date. */
  today: string;
  now(): Date;
}

export interface Workshop {
  /** A folder of the workshop's. */
  folder: string;
  today: string;
  now(): Date;
  /** Everything of it is gone. */
  close(): Promise<void>;
}

/** Clears away what was left, and opens a new one. */
export async function openWorkshop(sources: WorkshopSources): Promise<Workshop> {
  await clearStrays(sources);
  const { temporary, holder, today, now } = sources;
  const folder = await mkdtemp(path.join(temporary, PREFIX));
  await writeFile(path.join(folder, HOLDER), holder);
  const close = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return { folder, today, now, close };
}

async function clearStrays({ temporary, isGone }: WorkshopSources): Promise<void> {
  const names = await readdir(temporary).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const stray = path.join(temporary, name);
    const holder = await readFile(path.join(stray, HOLDER), "utf8").catch(() => null);
    const isLeft = holder === null ? await isOld(stray) : isGone(holder);
    // What belongs to another user stays.
    if (isLeft) await rm(stray, { recursive: true, force: true }).catch(() => {});
  }
}

async function isOld(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > NAMELESS_MS;
}

/** A company that is copied for each session. */
export interface Template {
  folder: string;
  company: EvalCompany;
  /** Every text in it, by path. */
  texts: ReadonlyMap<string, string>;
  /** Names of what its memory holds. */
  seeded: ReadonlySet<string>;
}

/**
 * Makes the company once.
 * @throws HqError `invalid-file` when the constitution has no table Company or Products
 */
export async function makeTemplate(
  { folder, today, now }: Workshop,
  kit: KitTexts,
  company: EvalCompany,
): Promise<Template> {
  const root = await mkdtemp(path.join(folder, "template-"));
  const texts = textsOf(kit, company, today);
  for (const [file, text] of texts) await putText(root, file, text);
  // The client takes the folder of git as the workspace, whose agents and hooks it loads.
  await git(root, ["init", "-q", "--template=", "-b", "main"]);
  const fill = (text: string) => filled(text, { root: "", today });
  const entities = company.memory.map(({ name, type, observations }) => ({
    ...{ name: fill(name), entityType: type, observations: observations.map(fill) },
  }));
  await withMemory({ root, now, agent: "founder" }, async (store) => {
    await store.createEntities(entities);
    await store.checkpoint();
  });
  const seeded = new Set(entities.map(({ name }) => name));
  return { folder: root, company, texts, seeded };
}

function textsOf(kit: KitTexts, company: EvalCompany, today: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [file, text] of kit) {
    // The scenarios themselves are nothing that a department reads.
    if (text !== null && !file.startsWith(".github/evals/")) texts.set(file, text);
  }
  const page = texts.get(CONSTITUTION_FILE) ?? "";
  const place = { root: "", today };
  texts.set(CONSTITUTION_FILE, filled(companyPage(page, company), place));
  for (const [file, text] of Object.entries(company.files)) {
    texts.set(filled(file, place), filled(text, place));
  }
  return texts;
}

/** A copy for one session; `kit` has other texts of the kit for it. */
export async function copyTemplate(
  { folder, today }: Workshop,
  template: Template,
  kit: KitTexts | null,
): Promise<{ root: string; texts: ReadonlyMap<string, string> }> {
  const root = await mkdtemp(path.join(folder, "company-"));
  await cp(template.folder, root, { recursive: true });
  if (kit === null) return { root, texts: template.texts };
  const texts = textsOf(kit, template.company, today);
  for (const file of template.texts.keys())
    if (!texts.has(file)) await rm(path.join(root, file), { force: true });
  for (const [file, text] of texts)
    if (template.texts.get(file) !== text) await putText(root, file, text);
  return { root, texts };
}

/** Without a sync: nothing of it outlives the session. */
export async function putText(root: string, file: string, text: string): Promise<void> {
  const place = path.join(root, file);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, text);
}
