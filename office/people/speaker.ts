/**
 * Who makes a call, as far as code can know. In an editor several departments share one server, so a
 * name in the arguments is only what a model says of itself; two things say more. HQ_AGENT names the
 * department whose headless run this server belongs to. And the guard hook, to which the client tells
 * which department a subagent is, leaves a note for each call that it let through.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { clip } from "../../company/clip.ts";
import type { Attestation } from "../../company/protocol/review.ts";
import { departmentId } from "./departments.ts";

/** Where the guard leaves its notes, from the company's root. */
export const NOTES_FOLDER = ".hq/seen";

/** A person may look at a call for a while before letting it through. */
const NOTE_LIFE_MS = 15 * 60_000;
const NOTE_BYTES = 200;
/** A folder in the place of a note must not cost the notes of other calls. */
const GONE = { force: true, recursive: true } as const;

export interface Speaker {
  agent: string;
  /** null: only the call itself says so. */
  attestation: Attestation | null;
}

export interface SpeakerSources {
  root: string;
  /** HQ_AGENT; null in an editor. */
  runOf: string | null;
  now(): Date;
}

/** A call that speaks in a department's name. */
export interface SignedCall {
  /** Name of the tool, without its server. */
  tool: string;
  /** As they came. */
  args: object;
  /** The department that they name. */
  declared: string;
}

/** Who speaks, or a sentence when the run is known to be another department's. */
export type TellSpeaker = (call: SignedCall) => Promise<Speaker | { error: string }>;

export function createSpeakerTeller({ root, runOf, now }: SpeakerSources): TellSpeaker {
  const folder = path.join(root, NOTES_FOLDER);
  return async ({ tool, args, declared }) => {
    const agent = departmentId(declared);
    const seen = await takeNote(folder, callDigest(tool, args), now());
    if (seen === agent) return { agent, attestation: "guard-hook" };
    if (runOf === null) return { agent, attestation: null };
    if (runOf === agent) return { agent, attestation: "headless-run" };
    return {
      error: `Cannot call ${tool} as "${clip(declared, 40)}": this run is ${runOf}'s, expected "${runOf}". Nothing was changed. Speak in your own name, or have ${clip(agent, 40)} called as a subagent, which calls the tool itself.`,
    };
  };
}

/** The department that a run was started for; null when nobody said. */
export function runOf(env: Record<string, string | undefined>): string | null {
  return env.HQ_AGENT?.trim().toLowerCase() || null;
}

/** One name for one call; the guard works it out likewise (`.github/hooks/guard/signed.mjs`). */
export function callDigest(tool: string, args: object): string {
  return createHash("sha256")
    .update(`${tool}\n${canonical(args)}`)
    .digest("hex");
}

/** JSON with the keys in order: a client may order them otherwise on the way to the server. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

/** The department in the note for this call, which is used up; null without a fresh note. */
async function takeNote(folder: string, digest: string, now: Date): Promise<string | null> {
  const taken = path.join(folder, `${digest}.${process.pid}.taken`);
  try {
    // Of two calls that are the same one only has the note.
    await rename(path.join(folder, digest), taken);
    const entry = await stat(taken);
    // The guard writes small files; reading a pipe would never end.
    const isNote = entry.isFile() && entry.size <= NOTE_BYTES;
    const text = isNote ? await readFile(taken, "utf8") : "";
    await rm(taken, GONE);
    await removeOld(folder, now);
    const isFresh = Math.abs(now.getTime() - entry.mtimeMs) <= NOTE_LIFE_MS;
    return isFresh && text !== "" ? text.trim() : null;
  } catch (error) {
    // No note, or a folder that cannot be used: then nobody was seen.
    if ((error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}

/** Notes of calls that never came. */
async function removeOld(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const entry = await stat(file).catch(() => null);
    if (entry !== null && Math.abs(now.getTime() - entry.mtimeMs) > NOTE_LIFE_MS) {
      await rm(file, GONE);
    }
  }
}
