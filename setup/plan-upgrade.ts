/**
 * `hq upgrade` as a pure function: what was installed, what the founder made of it, and what this
 * version has go in; the changes and the conflicts come out. Nothing is overwritten silently.
 */

import { parseConstitution } from "../company/constitution/parse.ts";
import { HqError } from "../company/error.ts";
import type { RowConflict } from "../company/pack/hand-rows.ts";
import { SOP_FILE } from "../company/posts/slots.ts";
import { type ConflictRegion, mergeText, type TextMerge } from "../company/text-merge.ts";
import { KIT_FOLDER, MANIFEST_FILE } from "../files/root.ts";
import { type Change, effective, toText } from "./change.ts";
import { kitFor } from "./company-kit.ts";
import { withoutForeignSkills } from "./country-skills.ts";
import { departmentsOf, type KitFiles } from "./departments.ts";
import { mergeJson, mergeJson3 } from "./json-merge.ts";
import { type MadeSides, withMadePages } from "./made-pages.ts";
import {
  BASE_FOLDER,
  compareVersions,
  type Manifest,
  manifestOf,
  printManifest,
  sha256,
} from "./manifest.ts";
import { mergePackFiles } from "./merge-pack-files.ts";
import { mergeTables } from "./merge-text.ts";
import { OTHER_COUNTRIES_FILE, printOtherCountries } from "./other-countries.ts";
import { freedGlobs, relocated, withoutInstalledRows } from "./relocate.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
/** What these tables say is the company's; the kit's own values are only where they begin. */
const OWNED_SECTIONS = ["Company", "Products"];
const PACKS = `${KIT_FOLDER}/packs`;
export const CONFLICTS_FOLDER = `${KIT_FOLDER}/conflicts`;

export interface UpgradeInput {
  /** This version of the kit. */
  version: string;
  theirs: KitFiles;
  program: KitFiles;
  /** What was installed. */
  manifest: Manifest;
  /** `.hq-kit/base/…` by the path of the kit file. */
  base: KitFiles;
  /** The company's files: kit files, and everything below `.hq-kit/`. */
  mine: KitFiles;
  /** Where the company has something that is no text and did not come with the kit. */
  others: ReadonlySet<string>;
}

export interface UpgradeConflict {
  path: string;
  /** The company's file with both versions, between markers. */
  proposal: string;
  regions: ConflictRegion[];
}

export interface UpgradePlan {
  from: string;
  to: string;
  changes: Change[];
  conflicts: UpgradeConflict[];
  /** Facts of law that both sides changed: the newest reading counts, and both are told. */
  rowConflicts: RowConflict[];
  /** Proposals of earlier upgrades that still wait for the founder. */
  waiting: string[];
  /** Departments of this version that the company never had. */
  newDepartments: string[];
  /** What earlier versions protected and agents may change from now on: the founder's own product. */
  freed: string[];
}

/** @throws HqError `wrong-state` when the company has a newer kit than this one. */
export function planUpgrade(given: UpgradeInput): UpgradePlan {
  const { manifest, version, mine } = given;
  if (compareVersions(version, manifest.version) < 0) {
    throw new HqError(
      "wrong-state",
      `Cannot upgrade the company: its kit is version ${manifest.version}, expected one not newer than this program's ${version}. Nothing was changed.`,
      { hint: "Upgrade with a newer clone of Solo HQ." },
    );
  }
  const page = mine.get(CONSTITUTION) ?? "";
  const { company, departments, packDuties } = parseConstitution(page, CONSTITUTION).constitution;
  const { country } = company;
  const packs = mergePackFiles({ mine, theirs: given.program, folder: PACKS });
  const program = new Map([...given.program].filter(([path]) => !path.startsWith(`${PACKS}/`)));
  const input = { ...given, program: new Map([...program, ...packs.merged]) };
  if (country === null) {
    throw new HqError(
      "wrong-state",
      `Cannot upgrade the company: the table Company of ${CONSTITUTION} names no country, expected one. Nothing was changed.`,
      {
        hint: "Write the country into the row Country: it decides which skills belong to the company.",
      },
    );
  }
  const theirs = relocatedKit(withoutForeignSkills(input.theirs, country));
  const trusted = trustedBase(input, theirs);
  const known = [input.base, theirs].flatMap((kit) => departmentsOf(kit.get(CONSTITUTION) ?? ""));
  const onBoard = departments.map(({ agent }) => agent);
  const absent = [...new Set(known)].filter((id) => !onBoard.includes(id));
  const shape = { country, absent, hasPack: packDuties.length > 0 };
  const adapted = withMadePages(
    { base: kitFor(trusted, shape), theirs: kitFor(theirs, shape) },
    input,
  );
  const files = mergeFiles({
    ...input,
    adapted,
    installed: (path) => Object.hasOwn(manifest.files, path),
    trusted,
  });
  const others = printOtherCountries(relocatedKit(input.theirs), country);
  const state = stateChanges(input, theirs, others);
  return {
    from: manifest.version,
    to: version,
    changes: [...adapted.changes, ...files.changes, ...state],
    conflicts: files.conflicts,
    rowConflicts: [...packs.conflicts, ...adapted.conflicts],
    waiting: [...mine.keys()].filter((path) => path.startsWith(`${CONFLICTS_FOLDER}/`)),
    newDepartments: absent.filter(
      (id) => !departmentsOf(input.base.get(CONSTITUTION) ?? "").includes(id),
    ),
    freed: freedBy(files.changes),
  };
}

function freedBy(changes: readonly Change[]): string[] {
  const change = changes.find(({ path }) => path === CONSTITUTION);
  return change?.kind === "merge" ? freedGlobs(change.before, change.text) : [];
}

/** Whether the plan would touch the disk. */
export function isUpToDate(plan: UpgradePlan): boolean {
  return effective(plan.changes).length === 0;
}

function relocatedKit(kit: KitFiles): Map<string, string> {
  return new Map([...kit].map(([path, text]) => [path, relocated(path, text)]));
}

/**
 * The pristine copies whose bytes are what the manifest recorded. A copy that is already this
 * version's was written by an upgrade that was cut off, and is as good.
 */
function trustedBase({ base, manifest }: UpgradeInput, theirs: KitFiles): Map<string, string> {
  return new Map(
    [...base].filter(
      ([path, text]) => manifest.files[path] === sha256(text) || theirs.get(path) === text,
    ),
  );
}

interface MergeInput extends UpgradeInput {
  adapted: MadeSides;
  installed(path: string): boolean;
  trusted: KitFiles;
}

function mergeFiles(input: MergeInput): { changes: Change[]; conflicts: UpgradeConflict[] } {
  const { adapted, manifest, mine } = input;
  const changes: Change[] = [];
  const conflicts: UpgradeConflict[] = [];
  const paths = new Set([...Object.keys(manifest.files), ...adapted.theirs.keys()]);
  for (const path of [...paths].sort()) {
    const now = mine.get(path) ?? null;
    const theirs = adapted.theirs.get(path) ?? null;
    // A picture, a folder or a link of the founder's: neither read nor replaced.
    if (input.others.has(path)) changes.push(...otherChange(path, theirs));
    else if (theirs === null) changes.push(...goneChange(input, path, now));
    else if (now === null) changes.push(...missingChange(input, path, theirs));
    else {
      const merge = mergeOne(input, path, { now, theirs });
      if (merge.kind === "clean") {
        const note = adapted.base.get(path) === now ? "replaced" : "merged with your changes";
        changes.push(...toText(path, now, { text: merge.text, note }));
      } else if (merge.kind === "conflict") {
        const proposal = `${CONFLICTS_FOLDER}/${path}`;
        conflicts.push({ path, proposal, regions: merge.regions });
        const there = mine.get(proposal) ?? null;
        changes.push(...toText(proposal, there, { text: merge.marked, note: "conflict" }));
      } else changes.push({ kind: "keep", path, note: merge.note });
    }
  }
  return { changes, conflicts };
}

function otherChange(path: string, theirs: string | null): Change[] {
  const note = `yours is no text and stays; ours is in ${BASE_FOLDER}/${path}`;
  return theirs === null ? [] : [{ kind: "keep", path, note }];
}

/** This version has no such file for the company. */
function goneChange(
  { adapted, base, theirs }: MergeInput,
  path: string,
  now: string | null,
): Change[] {
  if (now === null || theirs.has(path)) return [];
  if (adapted.base.get(path) === now) {
    return [{ kind: "remove", path, before: now, note: "no longer part of the kit" }];
  }
  return base.has(path)
    ? [{ kind: "keep", path, note: "no longer part of the kit, but changed by you" }]
    : [];
}

/** The company has no such file. */
function missingChange({ installed }: MergeInput, path: string, theirs: string): Change[] {
  if (installed(path)) return [{ kind: "keep", path, note: "removed by you, stays removed" }];
  return [{ kind: "create", path, text: theirs }];
}

type OneMerge = TextMerge | { kind: "keep"; note: string };

function mergeOne(
  { adapted, installed }: MergeInput,
  path: string,
  { now: onDisk, theirs }: { now: string; theirs: string },
): OneMerge {
  if (onDisk === theirs) return { kind: "clean", text: onDisk };
  const now = adapted.mine.get(path) ?? onDisk;
  const base = adapted.base.get(path);
  if (base === undefined) {
    if (!installed(path)) {
      const merged = path.endsWith(".json") ? mergeJson(now, theirs, null) : null;
      if (merged?.kind === "merged") return { kind: "clean", text: merged.text };
      return {
        kind: "keep",
        note: `new in this version, but you have one; ours is in ${BASE_FOLDER}/${path}`,
      };
    }
    // Without a pristine copy nobody can say who changed what, so nothing is taken over.
    return mergeText({ base: "", mine: now, theirs });
  }
  if (path.endsWith(".json")) {
    const merged = mergeJson3(base, now, theirs);
    if (merged !== null && merged.conflicts.length === 0)
      return { kind: "clean", text: merged.text };
  }
  if (path === SOP_FILE) return mergeTables({ base, mine: now, theirs });
  if (path !== CONSTITUTION) return mergeText({ base, mine: now, theirs });
  // These rows go on both sides first: they go even where the founder's table cannot be merged by rows.
  const mine = withoutInstalledRows(now, base);
  return mergeTables({ base: relocated(path, base), mine, theirs }, OWNED_SECTIONS);
}

/** Pristine copies, program and manifest of this version; what it no longer has is removed. */
function stateChanges(input: UpgradeInput, theirs: KitFiles, others: string): Change[] {
  const { mine, program, version } = input;
  const wanted = new Map(program);
  wanted.set(OTHER_COUNTRIES_FILE, others);
  for (const [path, text] of theirs) wanted.set(`${BASE_FOLDER}/${path}`, text);
  const changes: Change[] = [];
  const put = (path: string, text: string): void => {
    changes.push(...toText(path, mine.get(path) ?? null, { text, note: "renewed" }));
  };
  for (const [path, text] of wanted) put(path, text);
  const ours = ["base", "bin", "dist", "packs"].map((folder) => `${KIT_FOLDER}/${folder}/`);
  for (const [path, before] of mine) {
    const isOurs = ours.some((folder) => path.startsWith(folder));
    if (isOurs && !wanted.has(path))
      changes.push({ kind: "remove", path, before, note: "replaced" });
  }
  // What the company has in the place of a kit file did not come with it, now or later.
  const installed = new Map([...theirs].filter(([path]) => !input.others.has(path)));
  put(MANIFEST_FILE, printManifest(manifestOf(version, installed)));
  return changes;
}
