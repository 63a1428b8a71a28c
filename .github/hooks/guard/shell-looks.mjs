/** Which programs of a shell only look, by how they are called. */
import { onlyReads } from "./reads-only.mjs";
import { SCRIPT } from "./shell-scripts.mjs";

/** Programs that only read, or that write to git or to a forge alone. */
const LOOKERS = [
  /^(cd|cat|head|tail|wc|ls|stat|du|grep|egrep|fgrep|cmp|comm|echo|printf|pwd|cut|paste|tr|nl|tac|rev|fold|column|jq|which|type|test|\[|basename|dirname|realpath|readlink|md5sum|sha1sum|sha256sum|shasum|cksum|od|hexdump|strings|shellcheck|sleep|true|false)(?=\s|$)/,
  /^(tree|file|diff)(?=\s|$)(?!.*\s(--output|--compile|-C|-o))/,
  /^(uniq|xxd)(\s+-(?!r)\w+(\s+\d+)?)*(\s+[^\s-]\S*)?$/,
  /^(less|more|bat)(?=\s|$)(?!.*\s(-\w*[oO]|--(log|LOG)|\+(?!([FG]|\d+)(\s|$))))/,
  /^rg(?=\s)(?!.*--(pre|hostname-bin))/,
  /^sort(?=\s|$)(?!.*\s-\S*o)/,
  /^find\s(?!.*\s-(delete|exec|ok|fprint|fls))/,
  /^git(\s+(--no-pager|-C\s+\S+))*\s+(status|log|diff|show|add|commit|push|fetch|branch|blame|tag|ls-files|ls-tree|rev-parse|remote|check-(?:ignore|attr|mailmap)|describe|shortlog|rev-list|cat-file|name-rev|merge-base|for-each-ref|show-ref|diff-(?:tree|index|files)|cherry|range-diff|count-objects)(?=\s|$)(?!.*\s--(output|ext-diff|textconv|filters|exec|upload-pack|receive-pack))/,
  /^git(\s+(--no-pager|-C\s+\S+))*\s+grep(?=\s)(?!.*\s(-\w*O|--(open|ext-grep|textconv)))/,
  /^gh\s+(issue\s+(create|comment|edit|view|list|close|reopen|status)|pr\s+(create|comment|edit|view|list|close|reopen|status|checks|diff|ready)|release\s+(create|view|list|edit)|run\s+(list|view|watch)|label\s|search\s)/,
  /^psql(?=\s)(?!.*\s(-\w*[oLf]|--(output|log-file|file)))(?!.*(\\|\b(copy|program)\b))/i,
  /^curl(?=\s)(?!.*\s(-\w*[oOJKcDw]|--(output|remote|config|cookie-jar|dump|trace|stderr|etag|hsts|alt-svc|libcurl|write-out)))/,
  /^(scp|rsync|docker\s+cp|kubectl\s+cp)(?=\s)(?!.*\s(-\w*[eoSFT]|--(rsh|rsync-path|remove|files-from|log-file|write-batch|only-write|backup-dir|temp-dir|partial-dir))).*\s[\w.@-]{2,}:\S*$/,
  /^(npx\s+)?(prettier\s+(-c|--check|-l|--list-different)|markdownlint(-cli2?)?|cspell|eslint)(?=\s)(?!.*\s(-w|-o|--?(fix|write|output|cache|config)))/,
];
/** With a script that only says what becomes of a line, and no option that has it written back. */
const WITH_SCRIPT = new RegExp(
  String.raw`^(g?sed|[gm]?awk)(\s+(-[nErsuz]+|--(quiet|silent|regexp-extended|posix)|-F\s*\S+|-v\s+\w+=[\w.-]*))*(\s+-e)?\s+${SCRIPT}(?!.*\s-)`,
);
/** Of these, the ones of which no option writes: a word that nobody can read here may be one. */
const SAFE =
  /^(cat|head|tail|wc|ls|grep|egrep|fgrep|echo|printf|pwd|cut|tr|jq|which|test|\[|basename|dirname|sleep|true|false|git\s+commit|gh|psql)(?=\s|$)/;
/** `node -p "require('./package.json').version"` */
export const NODE_READS =
  /^node\s+(?:-p|-pe|-e|--print|--eval)\s+(['"])(?:console\.log\()?require\((?!\1)(['"])[\w./@-]+\.json\2\)[\w.[\]]*\)?;?\1$/;
/** Nobody writes a longer one to look into a file. */
export const FORM_LIMIT_CHARS = 1_000;

/** What a loop or a choice puts before a program. */
const KEYWORDS = /^((if|elif|while|until|then|else|do|!|time|IFS=\S*)\s+)+/;
const OF_LOOPS = /^((do|done|fi|then|else)(\s|$)|for\s+\w+(\s+in\s|$)|read(\s|$))/;
/** The same of a name that is given to something, unless programs take it for an order. */
const GIVES =
  /^((export|local|readonly|declare)\s+)?(?!(PATH|GIT_|LD_|DYLD_|NODE_|PYTHON|BASH_|PERL|RUBY|ENV=|IFS=|HOME=|\w*(PAGER|EDITOR|OPEN|SHELL)))\w+=(\S*|"[^"]*"|'[^']*')$/;
/** Hands the names it is given to a program. */
const HANDS_ON = /^xargs(\s+-[0rt]+|\s+-[nPL]\s*\d+)*\s+(?=[a-z[])/;
/** Code behind an option, or in the text that follows. */
const CODE =
  /^(node|python[\d.]*)\s+(?:-c|-e|-p|-pe|--eval|--print)\s+(?:'([^']*)'|"([^"$`\\]*)")$/;
const CODE_BELOW = /^(node|python[\d.]*)(?:\s+-)?\s*\ue002$/;

/**
 * Whether a stage of a pipeline changes nothing. `calm` is without the signs that mean nothing in quotes,
 * `below` the text that follows the command. A loop looks only when all that is in it does (`inLoops`):
 * what it takes along may be changed there.
 */
export function looks({ calm, text, below = null }, { inLoops }) {
  if (text.length <= FORM_LIMIT_CHARS && NODE_READS.test(text)) return true;
  if (readsByCode(text, below)) return true;
  const plain = inLoops ? calm.replace(KEYWORDS, "") : calm;
  if (inLoops && (OF_LOOPS.test(plain) || GIVES.test(plain))) return true;
  const handed = plain.replace(HANDS_ON, "");
  const isFree = handed !== plain || /[$\ue000]/.test(withoutPlainQuotes(plain));
  if (!isFree && WITH_SCRIPT.test(handed)) return true;
  return LOOKERS.some((looker) => looker.test(handed)) && (!isFree || SAFE.test(handed));
}

function readsByCode(text, below) {
  const [, named, single, double] = CODE.exec(text) ?? [];
  const [, from] = CODE_BELOW.exec(text) ?? [];
  const program = named ?? from;
  const code = named === undefined ? below : (single ?? double);
  if (program === undefined || code === null) return false;
  return onlyReads(code, program.startsWith("node") ? "javascript" : "python");
}

/** A shell puts nothing in the place of what stands in single quotes. */
function withoutPlainQuotes(calm) {
  return calm.replace(/'[^']*'|"[^"]*"/g, (quoted) => (quoted.startsWith("'") ? "" : quoted));
}
