/** The pages that follow from the company's country: which come, which go, and what the record of the kit then says. */
import type { Pack } from "../company/pack/pack.ts";
import { pagesOfPacks } from "../company/pack/pages.ts";
import { MANIFEST_FILE } from "../files/root.ts";
import { type Change, toText } from "./change.ts";
import { packFor } from "./country-pack.ts";
import { countriesOfSkills, skillFolder, withoutForeignSkills } from "./country-skills.ts";
import type { KitFiles } from "./departments.ts";
import { freeCopy, type Kept } from "./kept-copies.ts";
import { BASE_FOLDER, type Manifest, manifestOf, printManifest } from "./manifest.ts";
import { OTHER_COUNTRIES_FILE, printOtherCountries } from "./other-countries.ts";

export interface PagesInput {
  country: string;
  /** The pages of all countries, with paths as they are in this company. */
  kit: KitFiles;
  /** As they stand in the company: pages, pristine copies and the record. */
  present: KitFiles;
  /** Where something stands that is no text. */
  others: ReadonlySet<string>;
  /** null before a kit was recorded: then only pages come and go. */
  manifest: Manifest | null;
  /** Packs as the company reads them, and as they came. */
  packs: readonly Pack[];
}

export interface PageChanges {
  /** New pages and copies. */
  first: Change[];
  /** What goes. */
  removals: Change[];
  /** The record of the kit. */
  last: Change[];
  kept: Kept[];
}

interface Pages extends PagesInput {
  made: ReadonlyMap<string, readonly string[]>;
}

/** Nothing changes where the pages are those of the country already. */
export function pageChanges(given: PagesInput): PageChanges {
  const input: Pages = { ...given, made: madeTexts(given.packs) };
  const { kit, country, present, manifest } = input;
  const own = withoutForeignSkills(kit, country);
  const ofCountry = countryPaths(own);
  const foreign = [...kit.keys()].filter((path) => !own.has(path));
  const result: PageChanges = { first: [], removals: [], last: [], kept: [] };
  for (const path of foreign) leave(input, path, result);
  for (const path of ofCountry) come(input, path, result);
  const isMoving =
    result.first.length + result.removals.length > 0 || isForeignRecorded(manifest, foreign);
  if (manifest === null || !isMoving) return result;
  result.first.push(...layerPages(input));
  for (const path of ofCountry) {
    const text = kit.get(path) ?? "";
    result.first.push(...put(present, `${BASE_FOLDER}/${path}`, text));
  }
  result.first.push(...put(present, OTHER_COUNTRIES_FILE, printOtherCountries(kit, country)));
  for (const path of foreign) {
    const before = present.get(`${BASE_FOLDER}/${path}`);
    if (before === undefined) continue;
    result.removals.push({ kind: "remove", path: `${BASE_FOLDER}/${path}`, before, note: "moved" });
  }
  result.last.push(...put(present, MANIFEST_FILE, recordOf(input, manifest, own)));
  return result;
}

/** Whether the company has every page of its country, or had it and took it out. */
export function hasCountryPages({ kit, country, present, manifest }: PagesInput): boolean {
  return countryPaths(withoutForeignSkills(kit, country)).every(
    (path) => present.has(path) || isRecorded(manifest, path),
  );
}

/** The paths of skills that name a country. */
function countryPaths(own: KitFiles): string[] {
  const countries = countriesOfSkills(own);
  return [...own.keys()].filter((path) => countries.has(skillFolder(path) ?? ""));
}

function leave({ kit, present, manifest, made }: Pages, path: string, result: PageChanges) {
  const now = present.get(path);
  if (now === undefined) return;
  const pristine = [
    kit.get(path),
    present.get(`${BASE_FOLDER}/${path}`),
    ...(made.get(path) ?? []),
  ];
  const isOurs = pristine.some((text) => text !== undefined && normal(text) === normal(now));
  // A page of that path that neither came with the kit nor says what the kit says is the founder's own.
  if (!isOurs && !isRecorded(manifest, path)) return;
  if (!isOurs) {
    const copy = freeCopy(present, path, now);
    result.kept.push({ what: path, path: copy });
    result.first.push(...put(present, copy, now));
  }
  result.removals.push({ kind: "remove", path, before: now, note: "of another country" });
}

function come(input: Pages, path: string, result: PageChanges): void {
  const { kit, present, others, manifest, made } = input;
  if (others.has(path) || present.has(path) || isRecorded(manifest, path)) return;
  const text = made.get(path)?.[0] ?? kit.get(path) ?? "";
  result.first.push({ kind: "create", path, text });
}

/** What packs make, by path, with what the company renewed of them. */
function madeTexts(packs: readonly Pack[]): Map<string, string[]> {
  const pages = packs.flatMap((pack) => pagesOfPacks([pack]));
  const byPath = Map.groupBy(pages, ({ path }) => path);
  return new Map([...byPath].map(([path, made]) => [path, made.map(({ text }) => text)]));
}

/**
 * Pages that every country has, where they stand as another country's pack made them: what the founder read again for
 * one country is no renewal of the next.
 */
function layerPages({ kit, country, present, packs, made }: Pages): Change[] {
  const pack = packFor(packs, country);
  const ofCountry = new Set(countryPaths(kit));
  return pagesOfPacks(pack === null ? layersOf(packs) : [pack]).flatMap(({ path, text }) => {
    const now = present.get(path);
    if (now === undefined || ofCountry.has(path)) return [];
    const isMade = made.get(path)?.some((one) => normal(one) === normal(now)) === true;
    return isMade ? put(present, path, text) : [];
  });
}

function layersOf(packs: readonly Pack[]): Pack[] {
  return packs.filter(({ card }) => card.country === null);
}

function recordOf({ kit, others }: PagesInput, manifest: Manifest, own: KitFiles): string {
  const added = manifestOf(
    manifest.version,
    new Map([...own].filter(([path]) => countryPaths(own).includes(path) && !others.has(path))),
  );
  const left = Object.entries(manifest.files).filter(([path]) => !kit.has(path) || own.has(path));
  const files = { ...added.files, ...Object.fromEntries(left) };
  const sorted = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return printManifest({ ...manifest, files: Object.fromEntries(sorted) });
}

function isForeignRecorded(manifest: Manifest | null, foreign: readonly string[]): boolean {
  return foreign.some((path) => isRecorded(manifest, path));
}

function isRecorded(manifest: Manifest | null, path: string): boolean {
  return manifest !== null && Object.hasOwn(manifest.files, path);
}

function put(present: KitFiles, path: string, text: string): Change[] {
  return toText(path, present.get(path) ?? null, { text, note: "brought up to date" });
}

function normal(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}
