/**
 * Letters that a reader takes for others or does not see. The rules and the signals look for words, and
 * nobody can review a word that only seems to stand there.
 */
import { splitLines } from "../../board/lines.ts";
import { clip } from "../../clip.ts";
import { UNSEEN } from "../../unseen.ts";
import type { ClaimFinding } from "../types.ts";

const FINDINGS = 10;
const WORDS_SHOWN = 40;
const REFERENCE =
  "#\\d+|#x[\\da-f]+|shy|zwn?j|lrm|rlm|nobreak|zerowidthspace|invisible\\w+|applyfunction|negative\\w+";
const OTHER_ALPHABETS =
  "\\p{Script=Cyrillic}\\p{Script=Greek}\\p{Script=Armenian}\\p{Script=Cherokee}\\p{Script=Coptic}\\p{Script=Lisu}\\p{Script=Georgian}";
const WORD = new RegExp(`[\\p{L}\\p{M}\\p{N}&#;*~${UNSEEN}]+`, "gu");

const DISGUISES: readonly { in: RegExp; what: string }[] = [
  {
    in: new RegExp(`\\p{Script=Latin}[${UNSEEN}]+\\p{Script=Latin}`, "u"),
    what: "It has characters inside that nobody sees.",
  },
  {
    in: new RegExp(
      `\\p{Script=Latin}\\p{M}*[${OTHER_ALPHABETS}]|[${OTHER_ALPHABETS}]\\p{M}*\\p{Script=Latin}`,
      "u",
    ),
    what: "It mixes letters of two alphabets that look alike.",
  },
  {
    // Mathematical, full-width and circled ones; phonetic letters, small capitals and ligatures.
    in: /[\u{1D400}-\u{1D7FF}\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\u24B6-\u24E9\u{1F130}-\u{1F189}\u0250-\u02AF\u1D00-\u1DBF\u2C60-\u2C7F\uA720-\uA7FF\uAB30-\uAB6F\uFB00-\uFB06]/u,
    what: "Its letters are signs that only look like letters.",
  },
  {
    in: new RegExp(
      `[\\p{L}\\p{N};]&(?:${REFERENCE});|&(?:${REFERENCE});[\\p{L}\\p{N}&]|\\p{N}&(?:percnt|period|comma);|&(?:colon|sol|period|commat|dot);`,
      "iu",
    ),
    what: "It has a character reference inside.",
  },
  {
    in: /\p{L}(?:\*{2,3}|~~)\p{L}|\p{L}{2}\*\p{L}{2}|\p{L}\*\p{L}+\*\p{L}{2}|\p{L}{2}\*\p{L}+\*\p{L}/u,
    what: "It has Markdown marks inside.",
  },
];

/** Nothing can be disguised in it. */
const PLAIN_WORDS = /^[\w\s.,:;!?'"()-]*$/;

/** Marks that change no line: `au<b></b>dit`. */
const TAG_INSIDE =
  /\p{L}{1,40}(?:<\/?(?:b|em|font|i|mark|s|small|span|strong|u|wbr)(?:\s[^<>]{0,80})?\/?>|<!--[^<>]{0,80}-->){1,9}\p{L}{1,40}/giu;
/** The disguised words of what a reader is shown; `written` is the text with what nobody sees. */
export function judgeHidden(written: string, shown: string, channel: string): ClaimFinding[] {
  const findings: ClaimFinding[] = [];
  const lines = channel === "x" ? [] : splitLines(written).lines;
  for (const [at, { text: line }] of splitLines(shown).lines.entries()) {
    for (const { word, what } of disguisedIn(line, lines[at]?.text)) {
      findings.push({
        line: at + 1,
        words: clip(word, WORDS_SHOWN),
        rule: "hidden-text",
        severity: "blocking",
        what,
        wayOut: "Write the word in plain letters.",
      });
      if (findings.length >= FINDINGS) return findings;
    }
  }
  return findings;
}

/** `written` is the line with its comments, which a reader does not see. */
function* disguisedIn(line: string, written = ""): Generator<{ word: string; what: string }> {
  if (PLAIN_WORDS.test(line) && !written.includes("<")) return;
  for (const [word] of line.matchAll(WORD)) {
    const disguise = DISGUISES.find(({ in: pattern }) => pattern.test(word));
    if (disguise !== undefined) yield { word, what: disguise.what };
  }
  if (line.trim() === "" || !written.includes("<")) return;
  for (const [word] of written.matchAll(TAG_INSIDE)) {
    yield { word, what: "It has marks inside that nobody sees." };
  }
}
