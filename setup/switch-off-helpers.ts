/**
 * Switches off the client's own helpers that write, in the user's settings: outside the company, so only
 * after a yes.
 */
import path from "node:path";
import { HELPERS_KEYS, helpersLeftOn } from "../company/kit/settings/client-helpers.ts";
import { copilotHome } from "../files/copilot-home.ts";
import { readText, writeText } from "../files/text.ts";
import { editJson, isJsonObject, type Json, parseJson } from "./json-edit.ts";

export type HelpersOffer =
  | { kind: "off-already" }
  /** No home folder, or settings that are not ours to mend. */
  | { kind: "cannot"; reason: string }
  | { kind: "offer"; file: string; shown: string; helpers: string[]; text: string };

/** What would be written where; nothing is written. @throws HqError `unreadable-file` */
export async function offerHelpersOff(
  env: Readonly<Record<string, string | undefined>>,
): Promise<HelpersOffer> {
  const home = copilotHome(env);
  if (home === null) return { kind: "cannot", reason: "the environment names no home folder" };
  const file = path.join(home.folder, "settings.json");
  const shown = `${home.shown}/settings.json`;
  const before = await readText(file);
  const helpers = helpersLeftOn(before);
  if (helpers === null) return { kind: "cannot", reason: `${shown} is not JSON` };
  if (helpers.length === 0) return { kind: "off-already" };
  const text = withHelpersOff(before ?? "", helpers);
  if (text === null) return { kind: "cannot", reason: `"subagents" in ${shown} has another form` };
  return { kind: "offer", file, shown, helpers, text };
}

/** @throws HqError `write-failed`; the old settings are then untouched. */
export async function switchHelpersOff(offer: { file: string; text: string }): Promise<void> {
  await writeText(offer.file, offer.text);
}

function withHelpersOff(before: string, helpers: readonly string[]): string | null {
  const settings = parseJson(before);
  if (!isJsonObject(settings)) return null;
  const [group, list] = HELPERS_KEYS;
  const subagents: Json = settings[group] ?? {};
  if (!isJsonObject(subagents)) return null;
  const off: Json = subagents[list] ?? [];
  if (!Array.isArray(off)) return null;
  return editJson(before, {
    ...settings,
    [group]: { ...subagents, [list]: [...off, ...helpers] },
  });
}
