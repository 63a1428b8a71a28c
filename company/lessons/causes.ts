/**
 * What mistakes come from, as founders tell it: one cause meets in other words and in other work each time, and
 * what is said of it ("nobody noticed", "from last year's list") is what its lessons have in common.
 */
import table from "./causes.json" with { type: "json" };

/** Words in a row; a word that may go on is known by what it begins with. */
type Cue = { cause: string; words: { text: string; goesOn: boolean }[] };

/** Each word that may go on has so many letters at least, which its cue is found by. */
const KEY_CHARS = 4;

/** By the first word, as it stands or by its first letters. */
interface Cues {
  byWord: Map<string, Cue[]>;
  byStart: Map<string, Cue[]>;
}

let cues: Cues | null = null;

/** Names of the causes that a text tells of, in the order of the table; in any of the four languages. */
export function causesIn(text: string): string[] {
  cues ??= readTable();
  const { byWord, byStart } = cues;
  const words = wordsOf(text);
  const found = new Set<string>();
  for (const [at, word] of words.entries()) {
    for (const list of [byWord.get(word), byStart.get(word.slice(0, KEY_CHARS))]) {
      for (const cue of list ?? NONE) {
        if (cue.words.every((one, step) => isWord(words[at + step], one))) found.add(cue.cause);
      }
    }
  }
  return found.size < 2 ? [...found] : CAUSES.filter((cause) => found.has(cause));
}

const CAUSES = Object.keys(table);
const NONE: readonly Cue[] = [];

function readTable(): Cues {
  const read: Cues = { byWord: new Map(), byStart: new Map() };
  for (const [cause, languages] of Object.entries(table)) {
    for (const written of Object.values(languages).flatMap((list) => list.split(" "))) {
      const words = written
        .split("_")
        .map((word) => ({ text: word.replace("*", ""), goesOn: word.endsWith("*") }));
      const [first] = words;
      if (first === undefined) continue;
      const { text, goesOn } = first;
      const key = goesOn ? text.slice(0, KEY_CHARS) : text;
      const list = goesOn ? read.byStart : read.byWord;
      list.set(key, [...(list.get(key) ?? []), { cause, words }]);
    }
  }
  return read;
}

function isWord(word: string | undefined, { text, goesOn }: Cue["words"][number]): boolean {
  return word !== undefined && (goesOn ? word.startsWith(text) : word === text);
}

/** Lower case without accents. */
function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll("ß", "ss").match(/[\p{L}\d]+/gu) ?? [];
}
