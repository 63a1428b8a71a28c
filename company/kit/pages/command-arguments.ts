/**
 * Rules for `$ARGUMENTS` in skills and prompts. Copilot CLI puts there what was typed after the
 * command; VS Code's Local chat leaves it as it is and adds the words below the text, and Copilot CLI
 * leaves it too when a model loads the skill by itself.
 */
import { clip } from "../../clip.ts";
import type { Finding } from "../../finding.ts";
import type { KitFile } from "../context.ts";
import { lineAt, warningAt } from "../findings.ts";
import type { FrontMatterFields } from "../front-matter.ts";

/** Up to a full stop with a space behind it, or an empty line. */
const SENTENCES = /(?:[^.!?\n]|\n(?![ \t\r]*\n)|[.!?](?!\s))+/g;
/** The patterns below are slow on what is longer, and nobody writes such a sentence. */
const SENTENCE_CHARS = 400;
const UNFILLED =
  /placeholder|\bstill\b[^.]*\$ARGUMENTS|\$ARGUMENTS\W[^.]*\bstill\b|\bnot (been )?(filled|replaced|substituted)|\bunfilled/i;
const CONDITION = /\b(if|when|unless)\b/i;
/** Says that the words of the founder count wherever they stand. */
const WORDS_COUNT = /\b(typed|asked|entered|wrote)\b/i;

/**
 * A sentence that takes a default when the placeholder was not filled in: with it VS Code's users
 * get the default whatever they typed.
 */
export function checkArguments({ path }: KitFile, front: FrontMatterFields): Finding[] {
  const { body, bodyLine } = front;
  if (!body.includes("$ARGUMENTS")) return [];
  return [...body.matchAll(SENTENCES)].flatMap(({ 0: text, index }) => {
    const sentence = clip(text, SENTENCE_CHARS);
    if (!UNFILLED.test(sentence) || !CONDITION.test(sentence)) return [];
    if (WORDS_COUNT.test(sentence)) return [];
    return [
      warningAt(path, bodyLine - 1 + lineAt(body, index + text.search(/\S/)), {
        what: `a default although words were typed: "${clip(sentence, 120)}"`,
        expected:
          "that what was typed counts wherever it stands: VS Code never fills in $ARGUMENTS",
        fix: "Write: If that line shows a placeholder, what I typed after the command or asked for counts, wherever it stands. If I named nothing, …",
      }),
    ];
  });
}
