/**
 * Scripts of sed, awk and perl that only say what becomes of a line: a name of a file in them is a text.
 * One that could write, read or start something itself is none of these.
 */

/** Stands in the place of such a script. */
export const SCRIPT = "\ue003";

const WHERE = String.raw`(?:\d+|\$|/(?:[^/\\\n']|\\[^\n'])*/I?)(?:~\d+)?`;
const RANGE = String.raw`(?:${WHERE}(?:\s*,\s*(?:${WHERE}|\+\d+))?\s*!?\s*)?`;
/** `s/a/b/`, with the signs that people part it with. */
const CHANGE = String.raw`s([/|#,:@!_%])(?:(?!\1)[^\\\n']|\\[^\n'])*\1(?:(?!\1)[^\\\n']|\\[^\n'])*\1`;
/** No `w` and no `e` behind it: these write a file and run a command. */
const SED = new RegExp(`^${RANGE}(?:[pdq=]|${CHANGE}[gpiI\\d]*)$`);
const PERL = new RegExp(`^(?!.*(?:\\?\\{|[$@]\\{))${CHANGE}[gimsx]*;?$`);
/** Without what awk writes, reads or starts by itself. */
const AWK = /^(?!.*(?:>(?!=)|(?<!\|)\|(?!\|)|@|\b(?:system|getline|close|fflush)\b))[^'\n]*$/;

/** Nobody writes a longer command by hand. */
const LIMIT_CHARS = 20_000;

const FORMS = {
  sed: {
    script: SED,
    options:
      /^(\s+(-[nErsuze]+|-[nErsuz]*i\S*|--(quiet|silent|regexp-extended|posix)|--in-place\S*))*\s+$/,
  },
  perl: { script: PERL, options: /^(\s+-[lnp0]*(i(\.\w+)?)?|\s+-[lnp0]*i?e)*\s+$/ },
  awk: { script: AWK, options: /^(\s+(-F\s*('[^'\n]*'|\S+)|-v\s+\w+=[\w.-]*))*\s+$/ },
};
const STAGE =
  /(?<=^|[|&;\n(]|\b(?:then|do|else|time|sudo)\s)[ \t]{0,40}(?:g(?=sed|awk)|m(?=awk))?(sed|perl|awk)((?:\s+(?:-F\s*'[^'\n]*'|[^|&;'\s][^|&;\n\s]*))*\s+)'([^'\n]*)'/g;

/** Where such scripts stand in the text of a command: `[start, end]`, their quotes among them. */
export function plainScripts(text) {
  if (text.length > LIMIT_CHARS) return [];
  return [...text.matchAll(STAGE)].flatMap((found) => {
    const [whole, program, options, script] = found;
    const form = FORMS[program];
    if (!form.options.test(options) || !form.script.test(script)) return [];
    const end = found.index + whole.length;
    return [[end - script.length - 2, end]];
  });
}
