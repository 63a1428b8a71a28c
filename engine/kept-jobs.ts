/**
 * What the constitution says of jobs, as it was read before, with the hash of the page: a pass every minute
 * that finds nothing due needs no more of it, and reading the page costs more than all the rest.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeText } from "../files/text.ts";
import type { WantedJob } from "../office/wanted-jobs.ts";

export interface KeptJobs {
  wanted: WantedJob[];
  timeZone: string;
  /** The machine that the constitution names. */
  runner: string | null;
}

export interface KeptPlace {
  root: string;
  /** The constitution as it is now. */
  text: string;
  /** Of these programs: others may read the page otherwise. Null keeps nothing. */
  build: string | null;
}

const FILE = path.join(".hq", "jobs.json");

/** Null when the page, or the program that reads it, is another than it was. */
export async function readKeptJobs(place: KeptPlace): Promise<KeptJobs | null> {
  const kept = await keptIn(place.root);
  return kept !== null && kept.key === keyOf(place) ? kept.jobs : null;
}

/** Keeps them, in the folder of the record, which is there. Not being able to costs time and nothing else. */
export async function keepJobs(place: KeptPlace, jobs: KeptJobs): Promise<void> {
  const key = keyOf(place);
  if (key === null || (await keptIn(place.root))?.key === key) return;
  await writeText(path.join(place.root, FILE), `${JSON.stringify({ key, jobs })}\n`).catch(
    () => {},
  );
}

async function keptIn(root: string): Promise<{ key: string; jobs: KeptJobs } | null> {
  try {
    const kept: unknown = JSON.parse(await readFile(path.join(root, FILE), "utf8"));
    return isKept(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isKept(value: unknown): value is { key: string; jobs: KeptJobs } {
  if (typeof value !== "object" || value === null) return false;
  const { key, jobs } = value as { key?: unknown; jobs?: Partial<KeptJobs> | null };
  return (
    typeof key === "string" && Array.isArray(jobs?.wanted) && typeof jobs.timeZone === "string"
  );
}

function keyOf({ text, build }: KeptPlace): string | null {
  if (build === null) return null;
  return createHash("sha256").update(build).update("\n").update(text).digest("hex");
}
