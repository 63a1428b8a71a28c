import type { Finding } from "../finding.ts";

export interface Words {
  what: string;
  expected: string;
  fix: string;
}

/** Something that stops what depends on the file. */
export function errorAt(file: string, line: number, words: Words): Finding {
  return { file, line, severity: "error", ...words };
}

/** Something that works today and will hurt, or that the founder should know. */
export function warningAt(file: string, line: number, words: Words): Finding {
  return { file, line, severity: "warning", ...words };
}

/** Something that is in order and that the founder should know of. */
export function noteAt(file: string, words: Words): Finding {
  return { file, line: 0, severity: "note", ...words };
}

/** The 1-based line of the first place where `needle` stands, 0 when it stands nowhere. */
export function lineOfText(text: string, needle: string): number {
  const at = text.indexOf(needle);
  return at === -1 ? 0 : lineAt(text, at);
}

/** The 1-based line of a place in the text. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line += 1;
  }
  return line;
}

/** `a, b or c`, for the "expected" part of a finding. */
export function oneOf(names: Iterable<string>): string {
  const list = [...names];
  const last = list.pop();
  if (last === undefined) return "nothing";
  return list.length === 0 ? last : `${list.join(", ")} or ${last}`;
}
