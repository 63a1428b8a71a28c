/**
 * Letters that a reader takes for others or does not see. The rules and the signals look for words, and
 * nobody can review a word that only seems to stand there.
 */
import { splitLines } from "../board/lines.ts";
import { clip } from "../clip.ts";
import type { ClaimFinding } from "./types.ts";

const FINDINGS = 10;
const WORDS_SHOWN = 40;
const UNSEEN = "\\u00AD\\u200B-\\u200F\\u2060-\\u2064\\uFEFF\\u202A-\\u202E\\u2066-\\u2069";
const WORD = new RegExp(`[\\p{L}\\p{M}\\p{N}&#;*~${UNSEEN}]+`, "gu");

const DISGUISES: readonly { in: RegExp; what: string }[] = [
  {
    in: new RegExp(`\\p{Script=Latin}[${UNSEEN}]+\\p{Script=Latin}`, "u"),
    what: "It has characters inside that nobody sees.",
  },
  {
    in: /\p{Script=Latin}\p{M}*[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{M}*\p{Script=Latin}/u,
    what: "It mixes letters of two alphabets that look alike.",
  },
  {
    in: /[\u{1D400}-\u{1D7FF}\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\u24B6-\u24E9]/u,
    what: "Its letters are signs that only look like letters.",
  },
  {
    in: /\p{L}&(?:#\d+|#x[\da-f]+|shy|zwn?j|lrm|rlm|nobreak);|&(?:#\d+|#x[\da-f]+|shy|zwn?j);\p{L}/iu,
    what: "It has a character reference inside.",
  },
  { in: /\p{L}(?:\*{2,3}|~~)\p{L}|\p{L}{2}\*\p{L}{2}/u, what: "It has Markdown marks inside." },
];

const CODE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[^\n]*$|$(?![\s\S]))|`[^`\n]*`/gmu;

/** The disguised words of a text; what stands in code is left alone. */
export function judgeHidden(text: string): ClaimFinding[] {
  const prose = text.replaceAll(CODE, (code) => code.replaceAll(/[^\n]/gu, " "));
  const findings: ClaimFinding[] = [];
  for (const [at, { text: line }] of splitLines(prose).lines.entries()) {
    for (const [word] of line.matchAll(WORD)) {
      const disguise = DISGUISES.find(({ in: pattern }) => pattern.test(word));
      if (disguise === undefined) continue;
      findings.push({
        line: at + 1,
        words: clip(word, WORDS_SHOWN),
        rule: "hidden-text",
        severity: "blocking",
        what: disguise.what,
        wayOut: "Write the word in plain letters.",
      });
      if (findings.length >= FINDINGS) return findings;
    }
  }
  return findings;
}
