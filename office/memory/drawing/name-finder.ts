/** Finds exact names in texts, all of them in one pass. */

/** What a name may not touch: `Redeiro-like`, `redeiro.example`, `@Redeiro`, `a/Redeiro` are other words. */
const BEFORE = /[\p{L}\p{N}\p{M}_@/:#.\\-]$/u;
const AFTER = /^(?:[\p{L}\p{N}\p{M}_/\\@#]|[-.:][\p{L}\p{N}])/u;
/** A capitalised word behind a name is mostly the rest of a longer one: "Redeiro Labs". */
const GOES_ON = /^ \p{Lu}\p{Ll}/u;
/** Where a capital says that a word is a name: behind a word in small letters, in the middle of a sentence. */
const IN_SENTENCE = /(?:^|[\s(“"])\p{Ll}[\p{L}'’-]*,? $/u;
const BEFORE_CAPITAL = /^ \p{Lu}/u;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * Comparisons in all texts together. A company of 10,000 entities needs some hundred thousand; names and texts
 * that were made to be slow find nothing from here on.
 */
const COMPARISONS_LIMIT = 5_000_000;

/** Names that begin with one word, by their length, the longest first. */
type Names = { chars: number; names: Set<string> }[];

/**
 * The names that a text holds, in its order, each once. The longest one counts where several begin. `isWord` tells
 * names that are everyday words too: they count where they can only be a name.
 */
export function nameFinder(
  names: readonly string[],
  isWord: (name: string) => boolean,
): (text: string) => string[] {
  const byStart = new Map<string, Names>();
  for (const name of names) {
    const start = name.match(WORD)?.[0];
    // A name that begins with a sign is found by no word.
    if (start === undefined || !name.startsWith(start)) continue;
    add(byStart, start, name);
  }
  for (const list of byStart.values()) list.sort((one, other) => other.chars - one.chars);
  let left = COMPARISONS_LIMIT;
  const nameAt = (text: string, word: string, at: number): string | undefined => {
    for (const { chars, names: known } of byStart.get(word) ?? []) {
      if (--left < 0) return undefined;
      const name = text.slice(at, at + chars);
      if (known.has(name) && standsApart(text, at, at + chars)) return name;
    }
    return undefined;
  };
  return (text) => {
    const found = new Set<string>();
    let past = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (index < past) continue;
      const name = nameAt(text, word, index);
      if (name === undefined) continue;
      past = index + name.length;
      if (isNameThere(text, index, name)) found.add(name);
    }
    return [...found];
  };

  function isNameThere(text: string, at: number, name: string): boolean {
    if (name.includes(":")) return true;
    const behind = text.slice(at + name.length, at + name.length + 3);
    if (GOES_ON.test(behind)) return false;
    if (!isWord(name)) return true;
    return IN_SENTENCE.test(text.slice(Math.max(0, at - 40), at)) && !BEFORE_CAPITAL.test(behind);
  }
}

function add(byStart: Map<string, Names>, start: string, name: string): void {
  const list = byStart.get(start) ?? [];
  byStart.set(start, list);
  const same = list.find(({ chars }) => chars === name.length);
  if (same === undefined) list.push({ chars: name.length, names: new Set([name]) });
  else same.names.add(name);
}

function standsApart(text: string, from: number, to: number): boolean {
  return (
    !BEFORE.test(text.slice(Math.max(0, from - 2), from)) && !AFTER.test(text.slice(to, to + 4))
  );
}
