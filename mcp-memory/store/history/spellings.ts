/** Every way in which a text may be written in the files of a memory. */

/**
 * Matches the text as it is, in other compositions of its accents (NFC, NFD), and as JSON writes it
 * (`\u00e7`, `\/`, `\"`), also where JSON stands inside a text of JSON, once or several times.
 */
export function everySpelling(text: string): RegExp {
  return new RegExp(
    clusters(text)
      .map((forms) => (forms.length === 1 ? forms[0] : `(?:${forms.join("|")})`))
      .join(""),
    "g",
  );
}

/** For `git log -G`, whose lines are raw text: an extended regular expression of the same spellings. */
export function spellingForGit(text: string): string {
  return parts(text)
    .map((forms) => {
      const written = forms.flatMap((form) => [plainForGit(form), escapedForGit(form)]);
      const distinct = [...new Set(written)];
      return distinct.length === 1 ? distinct[0] : `(${distinct.join("|")})`;
    })
    .join("");
}

/** Made when it is first needed: it takes 8 ms. */
let graphemes: Intl.Segmenter | undefined;

/** A base character with its marks, in each composition. */
function parts(text: string): string[][] {
  graphemes ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return [...graphemes.segment(text)].map(({ segment }) => [
    ...new Set([segment, segment.normalize("NFD"), segment.normalize("NFC")]),
  ]);
}

function clusters(text: string): string[][] {
  return parts(text).map((forms) => [...new Set(forms.map(unitsOf))]);
}

/** The UTF-16 units of a form, each as itself or as an escape of it. */
function unitsOf(form: string): string {
  let pattern = "";
  for (let at = 0; at < form.length; at++) {
    const unit = form.charAt(at);
    const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
    const anyCase = [...hex].map((digit) =>
      /[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit,
    );
    pattern += `(?:${ownForms(unit)}|\\\\+u${anyCase.join("")})`;
  }
  return pattern;
}

const SHORT_ESCAPES: Record<string, string> = {
  "\n": "n",
  "\r": "r",
  "\t": "t",
  "\b": "b",
  "\f": "f",
};

function ownForms(unit: string): string {
  const literal = escapeForPattern(unit);
  // JSON in JSON doubles its backslashes.
  if (unit === "\\") return "\\\\+";
  if (unit === '"' || unit === "/") return `\\\\*${literal}`;
  const short = SHORT_ESCAPES[unit];
  return short === undefined ? literal : `(?:${literal}|\\\\+${short})`;
}

function escapeForPattern(unit: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(unit) ? `\\${unit}` : unit;
}

function plainForGit(form: string): string {
  return [...form]
    .map((char) => (/[\\^$.*+?()[\]{}|]/.test(char) ? `\\${char}` : ownForGit(char)))
    .join("");
}

/** A line of git holds no line break: what stands there is its escape. */
function ownForGit(char: string): string {
  if (char === '"' || char === "/") return `\\\\*${char}`;
  const short = SHORT_ESCAPES[char];
  if (char === "\t") return "(\t|\\\\+t)";
  return short === undefined ? char : `\\\\+${short}`;
}

function escapedForGit(form: string): string {
  const isPlain = /^[ -~]*$/.test(form);
  if (isPlain) return plainForGit(form);
  let pattern = "";
  for (let at = 0; at < form.length; at++) {
    const unit = form.charAt(at);
    if (/[ -~]/.test(unit)) {
      pattern += plainForGit(unit);
      continue;
    }
    const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
    pattern += `\\\\+u${[...hex].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join("")}`;
  }
  return pattern;
}
