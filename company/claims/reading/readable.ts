/** Whether a text can be checked at all. What is refused is said with its reason, never guessed at. */

/** Far above the longest article; a larger text is a mistake or an attack. */
export const DRAFT_LIMIT_BYTES = 200_000;

/** UTF-8 read as Windows-1252 and saved again: `Ã©`, `â€™`. */
const MOJIBAKE = /Ã[\u0080-\u00BF]|â€[\u0090-\u00BF™œ\u009d“”¦]|Â[\u00A0-\u00BF](?=\S)/u;
const CONTROL = /[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/u;

/** Why the text cannot be checked, as a whole sentence; null when it can. */
export function refusalOf(text: string): string | null {
  if (text.length > DRAFT_LIMIT_BYTES || utf8Length(text) > DRAFT_LIMIT_BYTES) {
    return refusal(
      `it has more than ${DRAFT_LIMIT_BYTES / 1000} kB`,
      `at most ${DRAFT_LIMIT_BYTES / 1000} kB`,
      "Check its parts one by one.",
    );
  }
  if (text.replaceAll(/[\s\uFEFF]/g, "") === "") {
    return refusal("it is empty", "the text that goes out", "Write it first.");
  }
  const found = unreadable(text);
  if (found === null) return null;
  const line = text.slice(0, found.at).split(/\r\n|\n|\r/).length;
  return refusal(`line ${line} has ${found.what}`, "UTF-8 text", "Save the text as UTF-8 again.");
}

function unreadable(text: string): { at: number; what: string } | null {
  const nul = text.indexOf("\0");
  if (nul !== -1) return { at: nul, what: "a NUL byte" };
  if (!text.isWellFormed()) return { at: firstHalf(text), what: "half a character" };
  const replaced = text.indexOf("\uFFFD");
  if (replaced !== -1) return { at: replaced, what: "a character that was lost on the way" };
  const control = CONTROL.exec(text);
  if (control !== null) return { at: control.index, what: "a control character" };
  const mojibake = MOJIBAKE.exec(text);
  if (mojibake === null) return null;
  return { at: mojibake.index, what: `letters of another encoding ("${mojibake[0]}")` };
}

function firstHalf(text: string): number {
  const half = /[\uD800-\uDFFF]/u.exec(text);
  return half?.index ?? 0;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function refusal(found: string, expected: string, next: string): string {
  return `Cannot check the draft: ${found}, expected ${expected}. ${next}`;
}
