/** What a page would newly say that no page of an agent may say. */
import type { Constitution } from "../constitution/types.ts";
import { newlySaid } from "./changed.ts";
import { isFiction } from "./facts.ts";
import type { ChangedFile, Refusal } from "./proposal.ts";
import { SIDEWAYS_WORDINGS } from "./sideways-wordings.ts";
import { FORBIDS, WORDINGS, type Wording } from "./wordings.ts";

const ALL = [...WORDINGS, ...SIDEWAYS_WORDINGS];

/** One refusal for each rule and file, with the words. */
export function looseningRefusals(file: ChangedFile, constitution: Constitution): Refusal[] {
  const { units, said } = newlySaid(file);
  const found = new Map<string, Refusal>();
  const add = (rule: Refusal["rule"], text: string, why: string) => {
    if (found.has(rule)) return;
    found.set(rule, { rule, file: file.path, why: `"${text.slice(0, 160)}": ${why}.` });
  };
  for (const { text, isForbidden, unit } of said) {
    const isMadeUp = isFiction(unit, units);
    for (const wording of ALL) {
      if (wording.mayBeFiction === true && isMadeUp) continue;
      if (!(isForbidden && wording.mayBeForbidden) && says(text, wording))
        add(wording.rule, text, wording.why);
    }
    const topic = aboveItsLevel(text, constitution);
    if (topic !== null)
      add("weakens-limit", text, `it says of ${topic} what its level does not allow`);
    if (speaksAsAnother(text, file.path))
      add("widens-authority", text, "it speaks in another department's name");
    if (takesOver(text, file, constitution))
      add("widens-authority", text, "who owns what is the founder's to say");
  }
  return [...found.values()];
}

const PROHIBITS =
  /\b(?:never|must not|may not|do not|don't|not|nor|neither|nunca|nicht|não|nie)\b/i;

function says(text: string, { pattern, unless, mayBeForbidden }: Wording): boolean {
  const plain = text.replaceAll(/[*`_]{1,3}(?=\w)|(?<=\w)[*`]{1,3}/g, "");
  const outside = plain.replaceAll(/"[^"]*"/g, '""');
  // What a prohibition quotes is what it forbids.
  const bare = PROHIBITS.test(outside) ? outside : plain;
  const match = pattern.exec(bare);
  if (match === null || unless?.test(bare) === true) return false;
  return !(mayBeForbidden && FORBIDS.test(bare.slice(0, match.index)));
}

/** A topic of "Statement levels" that is not live, said as if it were. */
function aboveItsLevel(text: string, { statementLevels }: Constitution): string | null {
  const said = text.toLowerCase();
  const rule = statementLevels.find(
    ({ topic, level, evidence }) =>
      (level !== "LIVE" || evidence === null) && said.includes(topic.toLowerCase()),
  );
  if (rule === undefined) return null;
  const isClaimed =
    /\b(?:is|are) (?:now )?live\b|`?LIVE`?|\bworks? today\b|\b(?:already|now) (?:have|has|works?|there|built|available)\b|\bwe (?:have|offer|provide|guarantee)\b|\bpresent tense\b|\bis (?:done|built|finished|proven|available)\b/.test(
      text,
    );
  return isClaimed && !/\b(?:only|never|not|unless|until|once)\b/i.test(text) ? rule.topic : null;
}

/** A verdict or a request is given in one's own name. */
function speaksAsAnother(text: string, path: string): boolean {
  const own = /^\.github\/agents\/([a-z0-9-]+)\.agent\.md$/.exec(path)?.[1];
  const named = /\b(?:reviewer|from|author)`?:\s*`?([a-z][a-z-]+)/i.exec(text)?.[1]?.toLowerCase();
  if (own === undefined || named === undefined || named === own || named === "your") return false;
  return /submit_verdict|request_review|report_gap/.test(text);
}

/** "Yours: …" of an agent, and any sentence that gives a department work. */
function takesOver(
  text: string,
  { path, before }: ChangedFile,
  { departments }: Constitution,
): boolean {
  if (path.startsWith(".github/agents/") && before !== null && /^\**yours\**\s*:/i.test(text))
    return true;
  const names = departments.map(({ agent }) => agent).join("|");
  if (names === "") return false;
  const claim = new RegExp(
    `\\b(${names})\\b (?:now |also |from now on )*(?:owns|takes over|is responsible for|decides on|approves)\\b(.*)|\\bowned by (?:the )?(?:${names})\\b|\\bbelongs to (?:the )?(?:${names}) (?:now|from now)`,
    "i",
  ).exec(text);
  if (claim === null) return false;
  const [, id = "", what = ""] = claim;
  const own = departments.find(({ agent }) => agent === id.toLowerCase());
  // What the table says already may be said again.
  const known = `${own?.owns ?? ""} ${own?.approves ?? ""} this`.toLowerCase();
  const words: string[] = what.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return !(words.length > 0 && words.every((word) => known.includes(word)));
}
