/** A command of a shell in the pieces that run one after the other, each with whether it only looks. */
import { HOLE, TEXT, takenApart } from "./shell-text.mjs";

/** Programs that only read, or that write to git alone. */
const LOOKERS = [
  /^(cd|cat|head|tail|wc|ls|tree|stat|du|file|grep|egrep|fgrep|diff|cmp|echo|printf|pwd|cut|tr|nl|jq|which|test|\[|basename|dirname|realpath|readlink|md5sum|sha256sum|true)(?=\s|$)(?!.*\s(--output|-C|-o\s))/,
  /^rg\s(?!.*--(pre|hostname-bin))/,
  /^sort(?=\s|$)(?!.*\s-\S*o)/,
  /^sed\s+(-n|--quiet)\s+['"]?[\d,$~+]*p['"]?\s/,
  /^find\s(?!.*\s-(delete|exec|ok|fprint|fls))/,
  /^git(\s+(--no-pager|-C\s+\S+))*\s+(status|log|diff|show|add|commit|push|fetch|branch|blame|tag|ls-files|ls-tree|rev-parse|remote)(?=\s|$)(?!.*\s--(output|ext-diff|textconv|exec|upload-pack|receive-pack))/,
];
/** Of these, the ones of which no option writes: a word that nobody can read here may be one. */
const SAFE =
  /^(cat|head|tail|wc|ls|grep|egrep|fgrep|echo|printf|pwd|cut|tr|jq|which|test|\[|basename|dirname|true|git\s+commit)(?=\s|$)/;
/** `node -p "require('./package.json').version"` */
const NODE_READS =
  /^node\s+(?:-p|-pe|-e|--print|--eval)\s+(['"])(?:console\.log\()?require\((?!\1)(['"])[\w./@-]+\.json\2\)[\w.[\]]*\)?;?\1$/;
/** Programs that take a text on their input as a text; others may run it. */
const TAKES_TEXT = /^(cat|tee|wc|git\s+(commit|tag|notes)|gh\s+(pr|issue|release))(?=\s|$)/;
/** Nobody writes a longer one to look into a file. */
const FORM_LIMIT_CHARS = 1_000;
const WRITTEN_LIMIT = 50;
/** Programs that run a file, and files that are run by their path. */
const RUNS =
  /^(\w+=\S*\s+|(sudo|env|exec|command|time|nohup|if|then|do|else|while)\s+)*(\.|source|(ba|da|z|k|fi)?sh|node|deno|bun|tsx|npx|python[\d.]*|perl|ruby|php|osascript|pwsh|make|eval|xargs|git|\S*\/\S+)(\s|$)/;

/** Runs a file that it does not name. */
const MAKE = /^make(\s|$)/;

/** Pipelines that print what stands in a file, and never the name of one. */
const PRINTS = [
  /^cat(\s+-[benstuvAET]+)*(\s+[^\s-]\S*)+$/,
  /^(head|tail)(\s+-[nc]?\s*\d+)?\s+[^\s-]\S*$/,
  /^jq(\s+-\w+|\s+--raw-output)*\s+(['"]?)\.[\w.[\]?|/ -]*\2\s+[^\s-]\S*$/,
  /^grep(\s+-[inEFwhmscv\d]+)*\s+('[^']*'|"[^"]*"|[^\s'"-]\S*)\s+[^\s-]\S*$/,
];
const FILTERS = /^(cut|tr|head|tail|sort|uniq|wc|jq)(\s+(-\S+|'[^']*'|"[^"]*"|\d+|\.\S*))*$/;

/** Our own program, which changes protected files by its own rules when the founder has it do so. */
const OWN_PROGRAM =
  /^(?:node\s+)?(?:\.\/)?(?:\.hq-kit\/)?(?:bin\/hq(?:-\w+)?(?:\.js)?|dist\/hq(?:-\w+)?\.js)(?=\s|$)/;

/**
 * What a command puts in the place of a `$(…)` belongs to the piece around it, unless it is the content
 * of a file; a text (`<<EOF`) that a program takes as a text is no command. A command that is anything
 * but plain is one piece, and counts as a change.
 */
export function piecesOf(command) {
  const apart = takenApart(command);
  const pieces = apart === null ? null : piecesIn(apart);
  return pieces === null || runsWhatItWrites(pieces) ? [{ piece: command, looks: false }] : pieces;
}

const ODD = /[`<>(){}\\\r!#]/;

/** Null when it is not plain. */
function piecesIn(level) {
  const { calm, targets } = withoutTargets(level);
  if (ODD.test(calm) || targets.some(({ name }) => name.includes("\\"))) return null;
  const used = { holes: 0, texts: 0, targets: 0 };
  const next = (kind, all, many) => {
    used[kind] += many;
    return all.slice(used[kind] - many, used[kind]);
  };
  return cut(calm, /\|\||&&?|[;\n]/g).flatMap(([start, end]) => {
    const text = level.line.slice(start, end);
    if (text.trim() === "") return [];
    let many = 0;
    while (targets[used.targets + many]?.at < end) many += 1;
    return judged({
      calm: calm.slice(start, end),
      text,
      holes: next("holes", level.holes, count(text, /[\ue000\ue001]/g)),
      texts: next("texts", level.texts, count(text, /\ue002/g)),
      targets: next("targets", targets, many).map(({ name }) => name),
    });
  });
}

/**
 * The calm line without the files that output is sent to, and these by themselves. No sign moves to
 * another place.
 */
function withoutTargets(level) {
  const blank = (found) => " ".repeat(found.length);
  const targets = [];
  const calm = level.calm
    .replace(/\$\{(\w+)\}/g, (_, name) => `$ ${name} `)
    .replace(/\d?>\s*\/dev\/null(?![^\s;&|<>()])|\d>&\d/g, blank)
    .replace(/(?:\d|&)?>{1,2}[|&]?[ \t]*(?:'[^']*'|"[^"]*"|[^\s;&|<>()'"])+/g, (found, at) => {
      targets.push({ at, name: level.line.slice(at, at + found.length) });
      return blank(found);
    })
    .replace(/(?<![<>&\d])<(?![<>(&])/g, " ");
  return { calm, targets };
}

/** Where the parts between the matches begin and end. */
function cut(text, between) {
  const ends = [...text.matchAll(between)];
  const starts = [0, ...ends.map((found) => found.index + found[0].length)];
  return starts.map((start, at) => [start, ends[at]?.index ?? text.length]);
}

function count(text, signs) {
  return text.match(signs)?.length ?? 0;
}

function judged(part) {
  const stages = cut(part.calm, /\|/g).map(([start, end]) => stageOf(part, start, end));
  const within = part.texts.flatMap(({ holes }) => holes.flatMap(inHole));
  const isPlain = part.targets.every((name) => !/[\ue000\ue001]/.test(name));
  if (isPlain && stages.every(looks)) {
    return [
      ...part.holes.flatMap(inHole),
      ...within,
      { piece: part.calm.trim(), looks: true },
      ...part.targets.map((name) => ({ piece: name, looks: false, writes: true })),
    ];
  }
  const isText = stages.every((stage) => looks(stage) || TAKES_TEXT.test(stage.calm));
  const bodies = isText ? [] : part.texts.map(({ body }) => body);
  // Quotes may hide that a name follows a variable: then it is judged as it was written.
  const isFree = /[$\ue000-\ue002]/.test(part.text);
  const text = isFree
    ? restored(part.text, part.holes)
    : [part.calm.trim(), ...part.targets].join(" ");
  const piece = [text.trim().replace(OWN_PROGRAM, "hq"), ...bodies].join("\n");
  const isWriter = isText && part.texts.length > 0;
  return [...within, { piece, looks: false, writes: isWriter }];
}

function stageOf(part, start, end) {
  const calm = part.calm.slice(start, end).replaceAll(TEXT, " ").trim();
  return { calm, text: part.text.slice(start, end).trim() };
}

function looks({ calm, text }) {
  if (text.length <= FORM_LIMIT_CHARS && NODE_READS.test(text)) return true;
  const isFree = calm.includes("$") || calm.includes(HOLE);
  return LOOKERS.some((looker) => looker.test(calm)) && (!isFree || SAFE.test(calm));
}

function inHole({ source, inner }) {
  return piecesIn(asCommand(inner)) ?? [{ piece: source, looks: false }];
}

/** `$(< file)` is `cat file`. */
function asCommand(inner) {
  const [line, calm] = [inner.line, inner.calm].map((text) =>
    text.replace(/^\s*<(?=\s*[^\s<>(&])/, "cat "),
  );
  return { ...inner, line, calm };
}

/** The text with the commands back in their places, but for those that only print what a file holds. */
function restored(text, holes) {
  let at = 0;
  return text.replaceAll(TEXT, "<<").replace(/[\ue000\ue001]/g, () => {
    const { source, inner } = holes[at++];
    return printsContent(inner) ? "$content" : source;
  });
}

function printsContent(inner) {
  const command = asCommand(inner);
  const line = command.line.trim();
  if (line.length > FORM_LIMIT_CHARS) return false;
  if (NODE_READS.test(line)) return true;
  const { calm, targets } = withoutTargets(command);
  if (targets.length > 0 || /[`<>(){}\\\r!#$;&\n\ue000-\ue002]/.test(calm.trim())) return false;
  const [first = "", ...rest] = cut(calm, /\|/g).map(([start, end]) =>
    calm.slice(start, end).trim(),
  );
  const isFile = PRINTS.some((form) => form.test(first));
  return isFile && rest.every((stage) => FILTERS.test(stage));
}

/** A text that the same command writes and then runs is a command after all. */
function runsWhatItWrites(pieces) {
  const written = pieces.filter(({ writes }) => writes === true);
  if (written.length === 0) return false;
  if (written.length > WRITTEN_LIMIT) return true;
  const names = written.flatMap(({ piece }) =>
    piece
      .split(/[\s<>|"']+/)
      .map((word) => word.slice(word.lastIndexOf("/") + 1))
      .filter((word) => /[\w.]/.test(word)),
  );
  return pieces
    .filter((one) => !one.looks && one.writes !== true)
    .some(({ piece }) => {
      const runs = piece.split("|").some((stage) => RUNS.test(stage.trim()));
      return runs && names.some((name) => MAKE.test(piece) || piece.includes(name));
    });
}
