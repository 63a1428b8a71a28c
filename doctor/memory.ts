/**
 * The memory as far as it can be seen without opening it: opening would take in outside edits and
 * make a database, and a doctor changes nothing.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Finding } from "../company/finding.ts";
import { checkMemoryFile } from "../company/kit/company/memory-file.ts";
import { checkSecrets } from "../company/kit/company/secrets.ts";
import { checkTextForm } from "../company/kit/company/text-form.ts";
import type { KitFile } from "../company/kit/context.ts";
import { noteAt, warningAt } from "../company/kit/findings.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { MEMORY_FILE } from "../files/root.ts";
import { readKitFile } from "./kit-files.ts";

/** 10,000 entities take 5 MB. */
const LIMIT_BYTES = 64 * 1024 * 1024;

const ORIGINS_FILE = "memory.origins.jsonl";

interface MemoryCheck {
  findings: Finding[];
  /** Whether there is anything that a public remote would show. */
  isEmpty: boolean;
  /** What the lines that can be read say; null when the file itself cannot be read. */
  view: MemoryView | null;
}

/** What is wrong with the memory's files; an empty memory is in order, one that is not there is not. */
export async function checkMemory(
  root: string,
  exists: (file: string) => boolean,
): Promise<MemoryCheck> {
  const findings: Finding[] = [];
  let isEmpty = true;
  let view: MemoryView | null = { entities: [] };
  if (!exists(MEMORY_FILE)) findings.push(missingMemory());
  for (const name of [MEMORY_FILE, ORIGINS_FILE]) {
    if (!exists(name)) continue;
    const file = await readKitFile(root, name, LIMIT_BYTES);
    if (!("text" in file)) {
      findings.push(file);
      isEmpty = false;
      if (name === MEMORY_FILE) view = null;
      continue;
    }
    if (file.text.trim() !== "") isEmpty = false;
    findings.push(...checkTextForm(file), ...checkSecrets(file));
    if (name === MEMORY_FILE) {
      const read = await readMemory(file);
      view = readEntities(read.text);
      findings.push(...read.findings);
    } else findings.push(...checkOrigins(file));
  }
  findings.push(...(await checkQuarantine(root)));
  return { findings, isEmpty, view };
}

/**
 * What is wrong with the memory's lines, and the text in which they stand. A file in another form, a list or a
 * document or records over several lines, is judged by what the memory makes of it, when it takes all of it.
 */
async function readMemory(file: KitFile): Promise<{ text: string; findings: Finding[] }> {
  const findings = checkMemoryFile(file);
  const isOdd = findings.some(({ line }) => line > 0);
  // Most memories are read by lines alone, and the doctor does not load the reader for them.
  const whole = isOdd ? (await import("./other-form.ts")).recordsOf(file.text) : null;
  if (whole === null) return { text: file.text, findings };
  const note = noteAt(file.path, {
    what: `${whole.count} records in another form than one on each line`,
    expected: "nothing to do: the memory reads them all",
    fix: "It writes them one on each line at its next change.",
  });
  const inIt = checkMemoryFile({ ...file, text: whole.text }).map((each) => ({ ...each, line: 0 }));
  return { text: whole.text, findings: [note, ...inIt] };
}

/** The kit comes with an empty one, so whoever has none has lost it, or removed it. */
function missingMemory(): Finding {
  return warningAt(MEMORY_FILE, 0, {
    what: "no such file",
    expected: "the shared memory, one fact on each line; empty in a new company",
    fix: `Restore it from git (git restore ${MEMORY_FILE}). If there never was one, make an empty file of this name.`,
  });
}

/** The entities of the lines that are whole; their ages are not asked for here. */
function readEntities(text: string): MemoryView {
  const entities = text.split("\n").flatMap((line) => {
    const record = asRecord(line);
    if (record?.type !== "entity" || typeof record.name !== "string") return [];
    const texts = Array.isArray(record.observations) ? record.observations : [];
    const observations = texts.filter((each) => typeof each === "string");
    return [
      {
        name: record.name,
        entityType: String(record.entityType),
        at: null,
        observations: observations.map((each) => ({ text: each, at: null })),
      },
    ];
  });
  return { entities };
}

/** The ages of facts: a bad line costs only an age. */
function checkOrigins(file: KitFile): Finding[] {
  const bad = file.text.split("\n").findIndex((line) => line.trim() !== "" && !isObject(line));
  if (bad === -1) return [];
  return [
    warningAt(file.path, bad + 1, {
      what: "a line that is no JSON object",
      expected: "one entity's origins on each line",
      fix: "Remove the line: only the age of some facts is lost.",
    }),
  ];
}

function isObject(line: string): boolean {
  return asRecord(line) !== null;
}

function asRecord(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord ? (value as Record<string, unknown>) : null;
  } catch {
    // Not JSON: that is the answer.
    return null;
  }
}

/** What the memory server set aside because it could not read it. */
async function checkQuarantine(root: string): Promise<Finding[]> {
  const name = `.memory/${MEMORY_FILE}/quarantine.jsonl`;
  const text = await readFile(path.join(root, name), "utf8").catch(() => "");
  const pieces = text.split("\n").filter((line) => line.trim() !== "").length;
  if (pieces === 0) return [];
  return [
    warningAt(name, 0, {
      what: `${pieces} ${pieces === 1 ? "piece" : "pieces"} of damaged memory set aside`,
      expected: "a memory without damage",
      fix: "Read them, add what is still true with hq memory add, then remove the file.",
    }),
  ];
}
