/** A command of a shell in the pieces that run one after the other, each with whether it only looks. */
import { copyTarget } from "./shell-copies.mjs";
import { FORM_LIMIT_CHARS, looks, NODE_READS } from "./shell-looks.mjs";
import { plainScripts, SCRIPT } from "./shell-scripts.mjs";
import { TEXT, takenApart } from "./shell-text.mjs";

/** Programs that take a text on their input as a text; others may run it. */
const TAKES_TEXT = /^(cat|tee|wc|git\s+(commit|tag|notes)|gh\s+(pr|issue|release))(?=\s|$)/;
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
  /^((?:(?:time|nohup|command|if|then|do|else|while|!)\s+)*)(?:node\s+)?(?:\.\/)?(?:\.hq-kit\/)?(?:bin\/hq(?:-\w+)?(?:\.js)?|dist\/hq(?:-\w+)?\.js)(?=\s|$)/;

/**
 * What a command puts in the place of a `$(…)` belongs to the piece around it, unless it is the content
 * of a file; a text (`<<EOF`) that a program takes as a text is no command. A command that is anything
 * but plain is one piece, and counts as a change.
 */
export function piecesOf(command) {
  const apart = takenApart(command);
  const pieces = apart === null ? null : (loopsThatLook(apart) ?? piecesIn(apart, OUTSIDE));
  return pieces === null || runsWhatItWrites(pieces) ? [{ piece: command, looks: false }] : pieces;
}

const OUTSIDE = { inLoops: false };

/** A loop hands on names that nobody sees: it looks when nothing in it does more, and no name is written to. */
function loopsThatLook(apart) {
  const pieces = piecesIn(apart, { inLoops: true });
  const isCalm = ({ piece, looks, writes }) => looks || (writes === true && !/[$*?]/.test(piece));
  return pieces?.every(isCalm) === true ? pieces : null;
}

const ODD = /[`<>(){}\\\r!#]/;

/** Null when it is not plain. */
function piecesIn(whole, mode) {
  const level = withoutScripts(whole);
  const { calm, targets } = withoutTargets(level);
  if (ODD.test(withoutPlainSigns(calm)) || targets.some(({ name }) => name.includes("\\")))
    return null;
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
    return judged(mode, {
      calm: calm.slice(start, end),
      text,
      holes: next("holes", level.holes, count(text, /[\ue000\ue001]/g)),
      texts: next("texts", level.texts, count(text, /\ue002/g)),
      targets: next("targets", targets, many).map(({ name }) => name),
    });
  });
}

/** Scripts that only change lines have a sign in their place. No sign moves to another place. */
function withoutScripts(level) {
  let { line, calm } = level;
  for (const [start, end] of plainScripts(line)) {
    const mark = SCRIPT + " ".repeat(end - start - 1);
    line = line.slice(0, start) + mark + line.slice(end);
    calm = calm.slice(0, start) + mark + calm.slice(end);
  }
  return { ...level, line, calm };
}

/**
 * Without the backslashes in quotes that every shell takes for what they are (`'^- \\[ \\]'`), and
 * without the `!` that turns an answer round.
 */
function withoutPlainSigns(calm) {
  return calm
    .replace(/(^|\s)!(?=\s)/g, "$1 ")
    .replace(/'[^']*'|"[^"]*"/g, (quoted) =>
      /\\([\\'"$`]|$)/.test(quoted.slice(1, -1)) ? quoted : quoted.replaceAll("\\", ""),
    );
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

function judged(mode, part) {
  const stages = cut(part.calm, /\|/g).map(([start, end]) => stageOf(part, start, end));
  const inside = (hole) => inHole(hole, mode);
  const within = part.texts.flatMap(({ holes }) => holes.flatMap(inside));
  const isPlain = part.targets.every((name) => !/[\ue000\ue001]/.test(name));
  const isLook = (stage) => looks(stage, mode);
  const copy = isPlain && stages.length === 1 ? copyTarget(part.calm.trim()) : null;
  if (copy !== null) {
    const piece = [restored(copy, part.holes), ...part.targets].join(" ");
    return [...part.holes.flatMap(inside), { piece, looks: false }];
  }
  if (isPlain && stages.every(isLook)) {
    return [
      ...part.holes.flatMap(inside),
      ...within,
      { piece: part.calm.trim(), looks: true },
      ...part.targets.map((name) => ({ piece: name, looks: false, writes: true })),
    ];
  }
  const isText = stages.every((stage) => isLook(stage) || TAKES_TEXT.test(stage.calm));
  const bodies = isText ? [] : part.texts.map(({ body }) => body);
  // Quotes may hide that a name follows a variable: then it is judged as it was written.
  const isFree = /[$\ue000-\ue002]/.test(part.text);
  const text = isFree
    ? restored(part.text, part.holes)
    : [part.calm.trim(), ...part.targets].join(" ");
  const piece = [text.trim().replace(OWN_PROGRAM, "$1hq"), ...bodies].join("\n");
  const isWriter = isText && part.texts.length > 0;
  return [...within, { piece, looks: false, writes: isWriter }];
}

function stageOf(part, start, end) {
  const calm = part.calm.slice(start, end).replaceAll(TEXT, " ").trim();
  const [only, ...more] = part.texts;
  const below = more.length === 0 && only?.isPlain === true ? only.body : null;
  return { calm, text: part.text.slice(start, end).trim(), below };
}

function inHole({ source, inner }, mode) {
  return piecesIn(asCommand(inner), mode) ?? [{ piece: source, looks: false }];
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
  const odd = /[`<>(){}\\\r!#$;&\n\ue000-\ue003]/;
  if (targets.length > 0 || odd.test(withoutPlainSigns(calm.trim()))) return false;
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
