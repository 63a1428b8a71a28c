/** Gathers what a check of drafts needs beside the constitution and the memory. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { evidencePaths } from "../company/claims/sources/evidence.ts";
import {
  FOUNDER_VOICE_FILE,
  readVoiceGuide,
  VOICE_SKILL_FILE,
  type VoiceGuide,
} from "../company/claims/sources/voice-guide.ts";
import type { DraftContext, ReviewState } from "../company/claims/types.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { HqError } from "../company/error.ts";
import { findingSentence } from "../company/finding.ts";
import type { KitFile } from "../company/kit/context.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { readText } from "./text.ts";

export interface DraftSources {
  root: string;
  constitution: Constitution;
  /** null when it could not be read. */
  memory: MemoryView | null;
  now: Date;
  /** What `requiredReviews` and the ledger say; null when reviews are not asked about. */
  reviews?: ReviewState | null;
}

/** The context of `checkDraft`, and one sentence for each part of it that could not be read. */
export async function gatherDraftContext(
  sources: DraftSources,
): Promise<{ context: DraftContext; notes: string[] }> {
  const { root, constitution, memory, now, reviews = null } = sources;
  const notes: string[] = [];
  const skill = await readPage(root, VOICE_SKILL_FILE, notes);
  const founder = await readPage(root, FOUNDER_VOICE_FILE, notes);
  if (skill === null)
    notes.push(`There is no ${VOICE_SKILL_FILE}: its banned words are not checked.`);
  const guide = voiceGuide(skill, founder);
  notes.push(...guide.findings.map(findingSentence));
  const existingPaths = await existing(root, evidencePaths(constitution));
  const bannedWords = guide.banned;
  return { context: { constitution, memory, now, bannedWords, existingPaths, reviews }, notes };
}

let lastGuide: { skill: string | null; founder: string | null; guide: VoiceGuide } | undefined;

/** The pages are read each time; the same words are not taken apart again. */
function voiceGuide(skill: KitFile | null, founder: KitFile | null): VoiceGuide {
  const texts = { skill: skill?.text ?? null, founder: founder?.text ?? null };
  if (lastGuide?.skill === texts.skill && lastGuide.founder === texts.founder) {
    return lastGuide.guide;
  }
  const guide = readVoiceGuide({ skill, founder });
  lastGuide = { ...texts, guide };
  return guide;
}

async function readPage(root: string, file: string, notes: string[]): Promise<KitFile | null> {
  try {
    const text = await readText(path.join(root, file));
    return text === null ? null : { path: file, text };
  } catch (error) {
    if (!(error instanceof HqError)) throw error;
    notes.push(error.message);
    return null;
  }
}

/** Those of the paths below the root that are files; a folder proves nothing. */
async function existing(root: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    paths.map(async (file) => {
      const entry = await stat(path.join(root, file)).catch(() => null);
      return entry?.isFile() === true ? [file] : [];
    }),
  );
  return new Set(found.flat());
}
