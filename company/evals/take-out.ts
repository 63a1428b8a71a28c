/** The kit without what a scenario is about: with it taken out, the scenario has to fail. */
import type { KitTexts } from "../proposals/proposal.ts";
import type { Scenario } from "./scenario.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
const GUARD_SETTINGS = ".github/hooks/guard.json";

/**
 * The texts without the scenario's sentence, tool, hook or row; null when it is not in them, so that
 * nothing would be shown by taking it out.
 */
export function takenOut(texts: KitTexts, { sentence, barrier, department }: Scenario) {
  if (sentence !== undefined) return without(texts, sentence.file, sentence.text);
  const by = barrier?.by;
  if (by === undefined) return null;
  if (typeof by === "object") return without(texts, CONSTITUTION, by.row);
  if (by !== "guard")
    return without(
      texts,
      `.github/agents/${department}.agent.md`,
      new RegExp(`'${by}'(, )?|^\\s*- ${by}\\n`, "m"),
    );
  const next = new Map(texts);
  if (!next.delete(GUARD_SETTINGS)) return null;
  for (const [file, text] of texts) {
    if (text === null || !/^\.github\/agents\/.*\.agent\.md$/.test(file)) continue;
    next.set(file, text.replace(/^hooks:\n(?:[ \t].*\n)+/m, ""));
  }
  return next;
}

function without(texts: KitTexts, file: string, words: string | RegExp) {
  const text = texts.get(file) ?? null;
  if (text === null) return null;
  const after = typeof words === "string" ? text.split(words).join("") : text.replace(words, "");
  return after === text ? null : new Map(texts).set(file, after);
}
