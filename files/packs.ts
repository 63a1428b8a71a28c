/** The country packs of a company: in `.hq-kit/packs` beside an installed kit, in `packs` of a clone. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import type { Finding } from "../company/finding.ts";
import type { KitFile } from "../company/kit/context.ts";
import { errorAt } from "../company/kit/findings.ts";
import { PACK_FILE_LIMIT_BYTES, type Pack } from "../company/pack/pack.ts";
import type { PackReading } from "../company/pack/read.ts";
import { KIT_FOLDER } from "./root.ts";
import { readText } from "./text.ts";
import { finishTogether } from "./together.ts";

export const PACKS_FOLDER = "packs";
/** More countries than there are; a folder with more is no folder of packs. */
const FILES_LIMIT = 2_500;

export interface FoundPacks {
  packs: Pack[];
  /** Those that could be read whole, without what the founder renewed: what their worked examples are about. */
  asBrought: Pack[];
  files: KitFile[];
  findings: Finding[];
}

/** The folder of the packs from the root. A product with an installed kit may have a `packs` of its own. */
export function packsFolder(root: string): string {
  const isInstalled = existsSync(path.join(root, KIT_FOLDER, "bin", "launch.js"));
  return isInstalled ? `${KIT_FOLDER}/${PACKS_FOLDER}` : PACKS_FOLDER;
}

/** What the founder read again of a pack, beside an installed kit and in a clone. */
export function renewalsFile(code: string): string {
  return `${KIT_FOLDER}/renewed/${code}.json`;
}

/**
 * All packs of the company at `root` with what was renewed, and what is wrong in them; none when the folder is
 * not there.
 */
export async function readCompanyPacks(root: string): Promise<FoundPacks> {
  await finishTogether(root);
  const found = await readPacksIn(root, packsFolder(root));
  const findings = [...found.findings];
  const packs: Pack[] = [];
  for (const pack of found.packs) {
    const file = await textOf(root, renewalsFile(pack.card.code), findings);
    if (file === null) packs.push(pack);
    else {
      const { readRenewals, withRenewals } = await import("../company/pack/renewals.ts");
      const { renewals, findings: wrong } = readRenewals(file);
      findings.push(...wrong);
      packs.push(withRenewals(pack, renewals));
    }
  }
  return { ...found, packs, findings };
}

/** The packs in a folder below `root`. What cannot be read is a finding, never an error. */
export async function readPacksIn(root: string, folder: string): Promise<FoundPacks> {
  const names = await packFilesIn(path.join(root, folder));
  const files: KitFile[] = [];
  const findings: Finding[] = [];
  const texts = await Promise.all(names.map((name) => textOf(root, `${folder}/${name}`, findings)));
  for (const file of texts) if (file !== null) files.push(file);
  if (files.length === 0) return { packs: [], asBrought: [], files, findings };
  // Their schemas take 20 ms to make: a company without a pack does without.
  const { readPacks } = await import("../company/pack/read.ts");
  // The files are read each time; the same bytes are the same packs.
  const key = files.map(({ path: name, text }) => `${name}\0${text}`).join("\0");
  if (lastRead?.key !== key) lastRead = { key, ...readPacks(files) };
  return {
    packs: lastRead.packs,
    asBrought: lastRead.whole,
    files,
    findings: [...findings, ...lastRead.findings],
  };
}

let lastRead: ({ key: string } & PackReading) | undefined;

async function textOf(root: string, file: string, findings: Finding[]): Promise<KitFile | null> {
  try {
    const text = await readText(path.join(root, file), PACK_FILE_LIMIT_BYTES);
    return text === null ? null : { path: file, text };
  } catch (error) {
    if (!(error instanceof HqError)) throw error;
    findings.push(
      errorAt(file, 0, {
        what: "a file that cannot be read",
        expected: `UTF-8 text of at most ${PACK_FILE_LIMIT_BYTES} bytes`,
        fix: "Restore it from git.",
      }),
    );
    return null;
  }
}

/** `pt/duties.json`, and `pt/pages/portuguese-tax/SKILL.md`. */
async function packFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(code)) return [];
    throw error;
  });
  return entries
    .map((name) => name.split(path.sep).join("/"))
    .filter((name) => /^[^/]+\/([^/]+\.json|pages\/[^/]+\/[^/]+\.md)$/.test(name))
    .sort()
    .slice(0, FILES_LIMIT);
}
