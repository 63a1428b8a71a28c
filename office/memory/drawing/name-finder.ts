/** Finds exact names in texts, all of them in one pass. */

/** What a name may not touch: `Redeiro-like`, `redeiro.example`, `@Redeiro`, `a/Redeiro` are other words. */
const BEFORE = /[\p{L}\p{N}\p{M}_@/:#.\\-]$/u;
const AFTER = /^(?:[\p{L}\p{N}\p{M}_/\\@#]|[-.:][\p{L}\p{N}])/u;
/** A capitalised word behind a name is mostly the rest of a longer one: "Redeiro Labs". */
const GOES_ON = /^ \p{Lu}\p{Ll}/u;
const WORD = /[\p{L}\p{N}]+/gu;

/** The names that a text holds, in its order, each once. The longest one counts where several begin. */
export function nameFinder(names: readonly string[]): (text: string) => string[] {
  const byStart = new Map<string, string[]>();
  for (const name of names) {
    const start = name.match(WORD)?.[0];
    // A name that begins with a sign is found by no word.
    if (start === undefined || !name.startsWith(start)) continue;
    const list = byStart.get(start);
    if (list === undefined) byStart.set(start, [name]);
    else list.push(name);
  }
  for (const list of byStart.values()) list.sort((one, other) => other.length - one.length);
  return (text) => {
    const found = new Set<string>();
    let past = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (index < past) continue;
      const name = byStart.get(word)?.find((one) => standsAt(text, one, index));
      if (name === undefined) continue;
      past = index + name.length;
      const goesOn = !name.includes(":") && GOES_ON.test(text.slice(past, past + 3));
      if (!goesOn) found.add(name);
    }
    return [...found];
  };
}

function standsAt(text: string, name: string, at: number): boolean {
  return (
    text.startsWith(name, at) &&
    !BEFORE.test(text.slice(Math.max(0, at - 2), at)) &&
    !AFTER.test(text.slice(at + name.length, at + name.length + 4))
  );
}
