/** Which of several named things a person means who says in their own words that one of them is done. */
import { distance } from "fastest-levenshtein";
import { slugOf } from "./slug.ts";

/** Words that say nothing of the thing, and those for doing it: English, Portuguese, Spanish, German. */
const FILLERS = new Set(
  [
    "a an the of is are was were be been it its i we my our have has had just now already all and to for re about",
    "with at on in by from this that done did do does finished finish completed complete ready today yesterday",
    "paid pay filed file sent send bought buy wrote written write read booked signed made make called ran run held submitted submit handed over out off up",
    "o os as um uma de da do das dos e em no na nos nas para por com ja foi esta feito feita fiz paguei pago paga",
    "enviei enviado entreguei entregue tratei tratado acabei acabado hoje ontem",
    "el la los las un una y en con para ya hecho hecha pagado enviado",
    "der die das ein eine und ist war hat habe wurde erledigt fertig gemacht bezahlt geschickt heute gestern",
  ].flatMap((line) => line.split(" ")),
);
/** Shorter words are near to everything. */
const SHORTEST_FUZZY = 5;
/** Of the longer of two words, what they must share from the beginning: `trends` and `trend`. */
const SHARED = 0.6;
const SHORTEST_SHARED = 4;

export interface Meant {
  /** Places in the list that was given. */
  found: number[];
  /** False when a word of the sentence fits none of them, or only nearly: then one is asked about, too. */
  isSure: boolean;
}

/**
 * Everything whose names hold the words: the whole name, an id with or without its zeros, the words in a row, the
 * words apart; else what shares most of them. `names` are those of each thing.
 */
export function meantBy(words: string, names: readonly (readonly string[])[]): Meant {
  const wanted = slugOf(words);
  const places = (fits: (name: string) => boolean) =>
    names.flatMap((each, at) => (each.some((name) => fits(slugOf(name))) ? [at] : []));
  if (wanted === "") return { found: [], isSure: true };
  const id = idIn(wanted);
  const exact = places((name) => name === wanted || (id !== null && idIn(name) === id));
  if (exact.length > 0 || /^t-\d+$/.test(wanted)) return { found: exact, isSure: true };
  const joined = wanted.replaceAll("-", "");
  const inRow = places((name) => name.replaceAll("-", "").includes(joined));
  if (inRow.length > 0) return { found: inRow, isSure: true };
  return byShare(wanted.split("-"), names);
}

function byShare(said: readonly string[], names: readonly (readonly string[])[]): Meant {
  const known = names.map((each) => [...new Set(each.flatMap((name) => slugOf(name).split("-")))]);
  const parts = [...new Set(said)].filter((part) => !FILLERS.has(part));
  const scored = known.map((own) => parts.filter((part) => own.some((word) => isLike(part, word))));
  const most = Math.max(0, ...scored.map(({ length }) => length));
  if (most === 0) return { found: [], isSure: true };
  const found = scored.flatMap((fitting, at) => (fitting.length === most ? [at] : []));
  const isSure = found.every((at) =>
    parts.every((part) => known[at]?.some((word) => isForm(part, word)) === true),
  );
  return { found, isSure };
}

function isLike(part: string, word: string): boolean {
  if (isForm(part, word)) return true;
  const isFuzzy = Math.min(part.length, word.length) >= SHORTEST_FUZZY && !/\d/.test(part + word);
  return isFuzzy && distance(part, word) <= 1;
}

/** The same word, or another form of it; figures are the same or not. */
function isForm(part: string, word: string): boolean {
  if (part === word) return true;
  if (/\d/.test(part + word)) return false;
  let shared = 0;
  while (shared < part.length && part[shared] === word[shared]) shared += 1;
  return shared >= SHORTEST_SHARED && shared >= SHARED * Math.max(part.length, word.length);
}

/** The number of `t-012`, `t-12` or `12`. */
function idIn(slug: string): number | null {
  const [, number] = /^(?:t-)?(\d{1,6})$/.exec(slug) ?? [];
  return number === undefined ? null : Number(number);
}
