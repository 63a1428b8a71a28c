/**
 * The words of any text in one form, as the index holds them and as questions look for them: folded,
 * with the other ways in which a number, an id or a compound may be written.
 */

/** Letters that no normal form takes apart, by what people write who lack the key. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ẞ: "ss",
  æ: "ae",
  Æ: "ae",
  œ: "oe",
  Œ: "oe",
  ø: "o",
  Ø: "O",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "Th",
  ħ: "h",
  Ħ: "H",
  ı: "i",
  ŋ: "n",
  Ŋ: "N",
  ŧ: "t",
  Ŧ: "T",
  ƒ: "f",
  ə: "e",
  Ə: "E",
};
const PLAIN = new RegExp(`[${Object.keys(PLAIN_LETTERS).join("")}]`, "g");

/** The zeros of the digits that are written elsewhere: Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50];
const FOREIGN_DIGITS = /[٠-٩۰-۹०-९০-৯๐-๙]/g;

/** Accents and points, which people leave out; the marks of kana are other sounds, and stay. */
const MARKS = /[[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}]]--[\u3099\u309a]]/gv;
const IS_ASCII = /^[\u0000-\u007f]*$/;

/** A run of letters and digits; where all is ASCII the second is quicker. */
export const RUN = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const ASCII_RUN = /[A-Za-z0-9]+/g;
/** Scripts that put no blanks between words, or hang endings on them: known by pairs of characters. */
const PAIRED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]+/gu;
const HAS_PAIRED =
  /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\ud840-\ud88f]/;

const ASTRAL = /[\ud800-\udfff]/;

/** Lower case without accents, and with letters that everybody can write. */
export function fold(text: string): string {
  return plain(text).toLowerCase();
}

function plain(text: string): string {
  if (IS_ASCII.test(text)) return text;
  return text
    .toWellFormed()
    .replace(PLAIN, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize("NFKD")
    .replace(MARKS, "")
    .normalize("NFC")
    .replace(FOREIGN_DIGITS, (digit) => {
      const code = digit.codePointAt(0) ?? 0;
      return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code));
    });
}

/** The tokens of a text in order: words and numbers, and pairs of characters where no blanks part words. */
export function tokensOf(text: string): string[] {
  if (IS_ASCII.test(text)) return text.toLowerCase().match(ASCII_RUN) ?? [];
  return inPairs(fold(text).match(RUN) ?? []);
}

function inPairs(runs: string[]): string[] {
  return runs.some((run) => HAS_PAIRED.test(run)) ? runs.flatMap(pairsOf) : runs;
}

function pairsOf(run: string): string[] {
  const tokens: string[] = [];
  let from = 0;
  for (const { 0: part, index } of run.matchAll(PAIRED)) {
    if (index > from) tokens.push(run.slice(from, index));
    // Nearly all are one unit long; a pair of units is then a slice.
    const units = ASTRAL.test(part) ? [...part] : part;
    if (units.length === 1) tokens.push(part);
    for (let at = 0; at + 1 < units.length; at++) {
      tokens.push(
        typeof units === "string" ? units.slice(at, at + 2) : `${units[at]}${units[at + 1]}`,
      );
    }
    from = index + part.length;
  }
  if (from < run.length) tokens.push(run.slice(from));
  return tokens;
}

/** Several runs that may be written as one: `T-018`, `2,400`, `+999 20 5550`, `follow-up`, `Node.js`. */
export interface Unit {
  /** The runs without what stands between them, folded. */
  joined: string;
  /** The runs, folded. */
  parts: string[];
  /** Place of the first among all runs of the text. */
  at: number;
  /** True when each run holds a digit or it is an id: then the parts alone say little. */
  isNumber: boolean;
}

const UNIT_CHARS = 40;
const UNIT_PARTS = 10;
/** Between the runs of one word or id. */
const TIGHT = /^[-‐‑–_./'’·&+]$/;
/** Between the groups of one number: also a comma, a blank of any width, brackets. */
const GROUPED =
  /^(?:[-‐‑–_./,'’· {2}\u00a0\u2009\u202f]|[ \u00a0]?[()][ \u00a0]?|[ \u00a0][-–/][ \u00a0])$/;
const HAS_DIGIT = /\d/;

/** The units of a text, in order; those of numbers and those of words apart. */
export function unitsOf(text: string): Unit[] {
  const folded = plain(text);
  const units: Unit[] = [];
  let open: { parts: string[]; at: number; kind: "number" | "word" } | null = null;
  let at = -1;
  let end = 0;
  let before = "";
  const close = () => {
    if (open !== null && open.parts.length > 1) units.push(unitFrom(open));
    open = null;
  };
  for (const { 0: run, index } of folded.matchAll(IS_ASCII.test(folded) ? ASCII_RUN : RUN)) {
    at += 1;
    const between = at === 0 ? null : folded.slice(end, index);
    const kind = between === null ? null : joinedBy(between, before, run);
    if (kind === null || open === null || open.parts.length >= UNIT_PARTS) close();
    if (kind !== null) {
      open ??= { parts: [before], at: at - 1, kind };
      // Words that hang on a number make it an id; a number in groups after a word is its own unit.
      if (open.kind !== kind && open.parts.length > 1) {
        close();
        open = { parts: [before], at: at - 1, kind };
      }
      open.kind = kind;
      open.parts.push(run);
    }
    before = run;
    end = index + run.length;
  }
  close();
  return units.filter(({ joined }) => joined.length <= UNIT_CHARS);
}

function joinedBy(between: string, before: string, run: string): "number" | "word" | null {
  const areNumbers = HAS_DIGIT.test(before) && HAS_DIGIT.test(run);
  if (areNumbers) return GROUPED.test(between) ? "number" : null;
  if (TIGHT.test(between)) return HAS_DIGIT.test(run) ? "number" : "word";
  // An id in capitals: KV 2207.
  const isId = between === " " && /^\p{Lu}{1,4}$/u.test(before) && /^\d{2,}$/.test(run);
  return isId ? "number" : null;
}

function unitFrom({ parts, at, kind }: { parts: string[]; at: number; kind: string }): Unit {
  const lower = parts.map((part) => part.toLowerCase());
  return { joined: lower.join(""), parts: lower, at, isNumber: kind === "number" };
}

/** So many characters of a number are its own: the rest may be a prefix of a country or of a bank. */
const TAIL_CHARS = 6;

/**
 * The other ways to write what a text holds, as tokens for the index: units in one piece and without
 * what stands in front (a country's prefix), the parts of `camelCase` and of `KV2207`, ids without
 * leading zeros, and ä as ae.
 */
export function otherForms(text: string): string[] {
  if (!HAS_FORMS.test(text)) return [];
  const forms = new Set<string>();
  for (const unit of unitsOf(text)) addUnit(forms, unit);
  const folded = plain(text);
  for (const run of folded.match(IS_ASCII.test(folded) ? ASCII_RUN : RUN) ?? []) addRun(forms, run);
  if (folded !== text && UMLAUT.test(text.normalize("NFC"))) {
    for (const run of text.normalize("NFC").match(RUN) ?? []) {
      if (UMLAUT.test(run)) forms.add(withUmlautsSpelled(run));
    }
  }
  return [...forms];
}

/** Signs or one blank between letters or digits, capitals inside a word, an id, letters with a trema. */
const HAS_FORMS =
  /[\p{L}\p{N}][^\p{L}\p{N}\s]{1,2}[\p{L}\p{N}]|\d[\s\u00a0][\d(]|\p{Ll}\p{Lu}|\p{L}\d|\p{Lu} \d|\d{9}|[äöüÄÖÜ]|\u0308/u;
const UMLAUT = /[äöü]/i;
const IS_DATE = /^\d{4}-\d\d-\d\d$/;

function addUnit(forms: Set<string>, { joined, parts, isNumber }: Unit): void {
  forms.add(joined);
  if (!isNumber) {
    if (parts.length === 2) return;
    for (const [index, part] of parts.slice(1).entries()) forms.add(`${parts[index]}${part}`);
    return;
  }
  if (IS_DATE.test(parts.join("-"))) return;
  for (let from = 1; from < parts.length; from++) {
    const tail = parts.slice(from).join("");
    if (tail.length >= TAIL_CHARS || from === parts.length - 2) forms.add(tail);
  }
  for (const form of numberForms(joined)) forms.add(form);
}

/** `kv2207` is also 2207, `t018` also t18, `v312` also 312; `userName` also user and name. */
function addRun(forms: Set<string>, run: string): void {
  if (HAS_DIGIT.test(run)) for (const form of numberForms(run.toLowerCase())) forms.add(form);
  else if (HUMPS.test(run)) {
    for (const part of run.split(HUMP)) if (part.length > 1) forms.add(part.toLowerCase());
  }
}

const HUMPS = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;
const HUMP = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

function withUmlautsSpelled(word: string): string {
  return fold(word.replaceAll(/[äöü]/gi, (letter) => `${fold(letter)}e`));
}

/** The other forms of an id of letters and then digits; none for anything else. */
export function numberForms(run: string): string[] {
  const [, letters = "", zeros = "", digits = ""] = /^(\p{L}{1,5})(0*)(\d{1,12})$/u.exec(run) ?? [];
  if (digits === "") return /^00\d{7,}$/.test(run) ? [run.slice(2)] : [];
  const forms = zeros === "" ? [] : [letters + digits];
  if (digits.length > 1) forms.push(zeros + digits);
  return forms;
}
