/** Reads the files of packs: each cell is checked, and what is wrong is said with file, row and line. */
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { z } from "zod";
import { clip } from "../clip.ts";
import type { Finding } from "../finding.ts";
import type { KitFile } from "../kit/context.ts";
import { errorAt, lineAt } from "../kit/findings.ts";
import { readJson } from "../kit/json.ts";
import { READ_ONCE } from "../read-once.ts";
import { checkPack } from "./check.ts";
import { PACK_FILE_LIMIT_BYTES, type Pack, type PageTemplate } from "./pack.ts";
import {
  casesSchema,
  datesAheadSchema,
  dutiesSchema,
  factsSchema,
  holidaysSchema,
  lawSchema,
  mentionsSchema,
  packSchema,
  questionsSchema,
} from "./schema.ts";
import { uncoveredOf } from "./uncovered.ts";

/** Of a pack that is wrong in every row. */
const ISSUES_LIMIT = 20;

const SCHEMAS = {
  holidays: holidaysSchema,
  duties: dutiesSchema,
  questions: questionsSchema,
  "dates-ahead": datesAheadSchema,
  facts: factsSchema,
  mentions: mentionsSchema,
  law: lawSchema,
  cases: casesSchema,
} as const;

export interface PackReading {
  packs: Pack[];
  findings: Finding[];
  /** Those of which every part could be read, layers included: the others' worked examples say nothing. */
  whole: Pack[];
}

/**
 * The packs of these files (`<folder>/<code>/<part>.json`), each with what it inherits. A part that is not there
 * is empty, and so is one that cannot be read: the findings say why. Without its pack.json a pack is left out.
 */
export function readPacks(files: readonly KitFile[]): PackReading {
  const findings: Finding[] = [];
  const own = new Map<string, Pack>();
  const broken = new Set<string>();
  for (const [code, parts] of Map.groupBy(files, ({ path }) => folderOf(path))) {
    const reading = readOne(code, parts);
    findings.push(...reading.findings);
    if (reading.findings.length > 0) broken.add(code);
    if (reading.pack !== null) own.set(code, reading.pack);
  }
  const packs = [...own.values()].flatMap((pack) => {
    const file = files.find(({ path }) => path.endsWith(`/${pack.card.code}/pack.json`));
    const missing = pack.card.inherits.filter((code) => !own.has(code));
    for (const code of missing) findings.push(withoutLayer(file, pack, code));
    if (missing.length > 0) return [];
    return [pack.card.inherits.reduce((whole, code) => withLayer(whole, own.get(code)), pack)];
  });
  const parts = new Map(files.map((file) => [file.path, file]));
  const isWhole = ({ card }: Pack) =>
    [card.code, ...card.inherits].every((code) => !broken.has(code));
  const whole = packs.filter(isWhole);
  // What stands between the rows can only be judged where every row was read.
  for (const pack of whole) findings.push(...checkPack(pack, parts));
  return { packs, whole, findings };
}

/** `<code>/duties.json`, or `<code>/pages/<skill>/<page>.md`. */
const TEMPLATE = /(?:^|\/)([^/]+)\/pages\/([^/]+\/[^/]+)\.md$/;

function folderOf(path: string): string {
  return TEMPLATE.exec(path)?.[1] ?? path.split("/").at(-2) ?? "";
}

function templatesIn(files: readonly KitFile[]): PageTemplate[] {
  return files.flatMap(({ path, text }) => {
    const page = TEMPLATE.exec(path)?.[2];
    return page === undefined ? [] : [{ page, text }];
  });
}

function readOne(
  code: string,
  files: readonly KitFile[],
): { pack: Pack | null; findings: Finding[] } {
  const findings: Finding[] = [];
  const part = <T extends z.ZodType>(name: string, schema: T): z.infer<T> | null => {
    const file = files.find(({ path }) => path.endsWith(`/${name}.json`));
    if (file === undefined) return null;
    const value = contentOf(file, schema);
    if (!("findings" in value)) return value.value;
    findings.push(...value.findings);
    return null;
  };
  const card = part("pack", packSchema);
  const [holidays, duties] = [part("holidays", SCHEMAS.holidays), part("duties", SCHEMAS.duties)];
  const [questions, dates] = [
    part("questions", SCHEMAS.questions),
    part("dates-ahead", SCHEMAS["dates-ahead"]),
  ];
  const [facts, mentions] = [part("facts", SCHEMAS.facts), part("mentions", SCHEMAS.mentions)];
  const [law, cases] = [part("law", SCHEMAS.law), part("cases", SCHEMAS.cases)];
  findings.push(...files.filter((file) => !isKnown(file)).map(strangeFile));
  const [first] = files;
  if (card === null && findings.length === 0 && first !== undefined) {
    findings.push(withoutCard(first));
  }
  if (card !== null && card.code !== code) findings.push(wrongFolder(files, card.code, code));
  if (card === null) return { pack: null, findings };
  const pack: Pack = {
    card,
    uncovered: uncoveredOf(card),
    graces: card.graces,
    holidays: holidays?.holidays ?? [],
    askedHolidays: holidays?.asked ?? [],
    duties: duties?.duties ?? [],
    notDue: duties?.notDue ?? [],
    questions: questions?.questions ?? [],
    dates: dates?.dates ?? [],
    facts: facts?.facts ?? [],
    mentions: mentions?.mentions ?? [],
    law: law?.law ?? [],
    cases: cases?.cases ?? [],
    pages: templatesIn(files),
  };
  return { pack, findings };
}

function isKnown({ path }: KitFile): boolean {
  if (TEMPLATE.test(path)) return true;
  const name =
    path
      .split("/")
      .at(-1)
      ?.replace(/\.json$/, "") ?? "";
  return name === "pack" || Object.hasOwn(SCHEMAS, name);
}

function contentOf<T extends z.ZodType>(
  file: KitFile,
  schema: T,
): { value: z.infer<T> } | { findings: Finding[] } {
  if (file.text.length > PACK_FILE_LIMIT_BYTES) return { findings: [tooLong(file)] };
  const json = readJson(file);
  if (json.kind === "bad") return { findings: [json.finding] };
  const result = schema.safeParse(json.value, READ_ONCE);
  if (result.success) return { value: result.data };
  const tree = parseTree(file.text);
  return {
    findings: result.error.issues
      .slice(0, ISSUES_LIMIT)
      .map((issue) => issueFinding(file, { issue, value: json.value, tree })),
  };
}

/** `duties row 3 "iva-periodic", warnDays` with the line on which it stands. */
function issueFinding(
  file: KitFile,
  found: { issue: z.core.$ZodIssue; value: unknown; tree: Node | undefined },
): Finding {
  const { issue, value, tree } = found;
  const path = issue.path.filter((key) => typeof key !== "symbol");
  const said = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : shown(at(value, path));
  return errorAt(file.path, lineOf(file, tree, path), {
    what: `${placeOf(value, path)} with ${said}`,
    expected:
      issue.code === "unrecognized_keys"
        ? "only the cells of docs/packs.md"
        : issue.message.replace(/^Invalid input: expected /, ""),
    fix: "Correct the cell; until then nothing of this file counts.",
  });
}

function placeOf(value: unknown, path: readonly (string | number)[]): string {
  const [list, row, ...cell] = path;
  if (typeof row !== "number") return path.join(".") || "the file";
  const id = at(value, [...(list === undefined ? [] : [list]), row, "id"]);
  const name = typeof id === "string" ? ` "${clip(id, 60)}"` : "";
  return [`${String(list)} row ${row + 1}${name}`, cell.join(".")].filter(Boolean).join(", ");
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : clip(JSON.stringify(value), 80);
}

/** The line of the cell, or of the nearest thing around it that is there. */
function lineOf(
  { text }: KitFile,
  tree: Node | undefined,
  path: readonly (string | number)[],
): number {
  for (let length = path.length; tree !== undefined && length > 0; length -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node !== undefined) return lineAt(text, node.offset);
  }
  return 1;
}

/** The pack with a layer below it: a row of the same id in the pack wins. */
function withLayer(pack: Pack, layer: Pack | undefined): Pack {
  if (layer === undefined) return pack;
  const joined = <T extends { id: string }>(own: T[], below: T[]): T[] => {
    const ids = new Set(own.map(({ id }) => id));
    return [...own, ...below.filter(({ id }) => !ids.has(id))];
  };
  return {
    ...pack,
    uncovered: [...pack.uncovered, ...layer.uncovered],
    graces: joined(pack.graces, layer.graces),
    holidays: joined(pack.holidays, layer.holidays),
    askedHolidays: [...new Set([...pack.askedHolidays, ...layer.askedHolidays])],
    duties: joined(pack.duties, layer.duties),
    notDue: joined(pack.notDue, layer.notDue),
    questions: joined(pack.questions, layer.questions),
    dates: joined(pack.dates, layer.dates),
    facts: joined(pack.facts, layer.facts),
    mentions: joined(pack.mentions, layer.mentions),
    law: joined(pack.law, layer.law),
    pages: joinedPages(pack.pages, layer.pages),
  };
}

function joinedPages(own: PageTemplate[], below: PageTemplate[]): PageTemplate[] {
  const names = new Set(own.map(({ page }) => page));
  return [...own, ...below.filter(({ page }) => !names.has(page))];
}

function withoutLayer(file: KitFile | undefined, pack: Pack, code: string): Finding {
  return errorAt(file?.path ?? `packs/${pack.card.code}`, 0, {
    what: `the pack ${pack.card.code} inherits "${code}", which cannot be read or is not there`,
    expected: "a pack of that code beside it",
    fix: "Restore it, or take the code out of inherits.",
  });
}

function withoutCard({ path }: KitFile): Finding {
  return errorAt(path.replace(/[^/]+$/, "pack.json"), 0, {
    what: "a pack without pack.json",
    expected: "the file that says what the pack is and covers",
    fix: "Write it (docs/packs.md), or remove the folder.",
  });
}

function wrongFolder(files: readonly KitFile[], code: string, folder: string): Finding {
  const file = files.find(({ path }) => path.endsWith("/pack.json"));
  return errorAt(file?.path ?? folder, 1, {
    what: `the code "${code}" in the folder ${folder}`,
    expected: `"${folder}"`,
    fix: "Give the folder and the pack one code.",
  });
}

function strangeFile({ path }: KitFile): Finding {
  return errorAt(path, 0, {
    what: "a file that no pack has",
    expected: `pack.json, ${Object.keys(SCHEMAS).join(".json, ")}.json`,
    fix: "Rename it, or take it out: nothing reads it.",
  });
}

function tooLong({ path, text }: KitFile): Finding {
  return errorAt(path, 0, {
    what: `a file of ${text.length} characters`,
    expected: `at most ${PACK_FILE_LIMIT_BYTES}`,
    fix: "Split the pack, or restore it from git.",
  });
}
