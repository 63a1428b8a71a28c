/** The form of a text file: what a person does not see and a client stumbles over. */
import { clip } from "../../clip.ts";
import type { Finding } from "../../finding.ts";
import type { KitFile } from "../context.ts";
import { errorAt, lineAt, warningAt } from "../findings.ts";

const NAMES_CHARS = 120;
const CONFLICT = /^(<{7} |={7}$|>{7} )/m;

const CRLF = "Windows line endings (CRLF)";
/** So many are one thing, as git's core.autocrlf makes them: once is enough. */
const MANY = 4;

/** Files with other line ends, once when there are many of them. */
export function joinLineEnds(findings: readonly Finding[]): Finding[] {
  const odd = findings.filter(({ what }) => what === CRLF);
  if (odd.length < MANY) return [...findings];
  const names = odd.map(({ file }) => file);
  return [
    ...findings.filter(({ what }) => what !== CRLF),
    {
      ...warningAt(".", 0, {
        what: `${odd.length} files with ${CRLF}: ${clip(names.join(", "), NAMES_CHARS)}`,
        expected: "LF, as the kit has it; git's core.autocrlf makes the other",
        fix: "Nothing breaks. To have LF: git config core.autocrlf input, then check the files out again.",
      }),
      details: names,
    },
  ];
}

/** Byte order mark, line endings and merge conflicts. */
export function checkTextForm(file: KitFile): Finding[] {
  const { path, text } = file;
  const findings: Finding[] = [];
  if (text.startsWith("\uFEFF")) {
    findings.push(
      warningAt(path, 1, {
        what: "a byte order mark before the first letter",
        expected: "UTF-8 without one",
        fix: "Save the file as UTF-8 without BOM.",
      }),
    );
  }
  const crlf = text.indexOf("\r\n");
  if (crlf !== -1) {
    findings.push(
      warningAt(path, lineAt(text, crlf), {
        what: CRLF,
        expected: "LF, as .gitattributes asks for",
        fix: "Save the file with LF line endings.",
      }),
    );
  }
  const conflict = CONFLICT.exec(text);
  // A line of = alone underlines a heading in Markdown; the other two marks decide.
  if (conflict !== null && /^<{7} /m.test(text) && /^>{7} /m.test(text)) {
    findings.push(
      errorAt(path, lineAt(text, conflict.index), {
        what: "the marks of a merge conflict",
        expected: "one text",
        fix: "Choose between the two sides and remove the marks.",
      }),
    );
  }
  return findings;
}
