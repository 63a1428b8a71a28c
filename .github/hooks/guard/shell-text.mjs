/**
 * The text of a shell's command, taken apart: the line itself, in which one sign stands for each
 * command that is put in its place, and one for each text that follows it (`<<EOF`).
 */

/** `$(…)` and backticks. */
export const HOLE = "\ue000";
/** `<(…)`: the name of a pipe, which can be no option. */
export const PIPE = "\ue001";
/** `<<EOF`. */
export const TEXT = "\ue002";

/** Deeper than any person nests commands. */
const DEPTH_LIMIT = 20;

/**
 * `{ line, calm, holes, texts }`: `calm` is the line with spaces for the signs in quotes that mean nothing
 * there; `holes` in the order of their signs, each `{ source, inner }` with the same shape inside; `texts`
 * likewise, each `{ body, holes, isPlain }`: plain where a shell puts nothing in the place of anything. Null when it is not plain how a shell reads it.
 */
export function takenApart(command) {
  if (/[\ue000-\ue003]/.test(command)) return null;
  const reader = { command, at: 0, depth: 0, waiting: [] };
  const found = levelOf(reader, "");
  return reader.waiting.length === 0 ? found : null;
}

function emptyLevel() {
  return { line: "", calm: "", holes: [], texts: [] };
}

/** Up to the sign that ends this level; null when the end does not come. */
function levelOf(reader, end) {
  const { command } = reader;
  const level = emptyLevel();
  let open = 0;
  if (reader.depth > DEPTH_LIMIT) return null;
  while (reader.at < command.length) {
    const sign = command[reader.at];
    if (sign === end && open === 0) return level;
    if (sign === "(") open += 1;
    if (sign === ")") open -= 1;
    const isRead = readOne(reader, level, sign);
    if (!isRead) return null;
  }
  return end === "" ? level : null;
}

function readOne(reader, level, sign) {
  const { command, at } = reader;
  const next = command[at + 1];
  if (sign === "'") {
    const close = command.indexOf("'", at + 1);
    return close !== -1 && takeQuoted(reader, level, close + 1 - at);
  }
  if (sign === '"') return take(reader, level, 1) && quoted(reader, level, '"');
  if (sign === "\\") return take(reader, level, 2);
  if (opensHole(command, at)) return holeAt(reader, level, HOLE);
  if (sign === "<" && next === "(") return holeAt(reader, level, PIPE);
  if (sign === "<" && next === "<") {
    return command[at + 2] === "<" ? take(reader, level, 3) : textStart(reader, level);
  }
  if (sign === "\n" && reader.waiting.length > 0) return textBodies(reader, level);
  return take(reader, level, 1);
}

/** `$((` is arithmetic, which holds no command of its own. */
function opensHole(command, at) {
  if (command[at] === "`") return true;
  return command.startsWith("$(", at) && command[at + 2] !== "(";
}

function take(reader, level, count) {
  const text = reader.command.slice(reader.at, reader.at + count);
  level.line += text;
  level.calm += text;
  reader.at += count;
  return true;
}

function takeQuoted(reader, level, count) {
  const text = reader.command.slice(reader.at, reader.at + count);
  level.line += text;
  // A backslash stays: not every shell takes it for what it is to this one.
  level.calm += text.replace(/[;&|<>(){}!#\n]/g, " ");
  reader.at += count;
  return true;
}

function mark(level, sign) {
  level.line += sign;
  level.calm += sign;
}

/** Between double quotes, or in a text: only what a shell puts in the place of something counts. */
function quoted(reader, level, end) {
  const { command } = reader;
  while (reader.at < command.length) {
    const sign = command[reader.at];
    if (sign === end) return take(reader, level, 1);
    // Arithmetic, or a command in brackets: shells try the one and then the other.
    if (command.startsWith("$((", reader.at)) return false;
    const isRead = opensHole(command, reader.at)
      ? holeAt(reader, level, HOLE)
      : takeQuoted(reader, level, sign === "\\" ? 2 : 1);
    if (!isRead) return false;
  }
  return end === "";
}

function holeAt(reader, level, sign) {
  const start = reader.at;
  const isTick = reader.command[start] === "`";
  reader.at += isTick ? 1 : 2;
  reader.depth += 1;
  const inner = levelOf(reader, isTick ? "`" : ")");
  reader.depth -= 1;
  if (inner === null) return false;
  reader.at += 1;
  mark(level, sign);
  level.holes.push({ source: reader.command.slice(start, reader.at), inner });
  return true;
}

function textStart(reader, level) {
  const start = /<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n$`\\]+)"|(\\?)([\w.-]+))/y;
  start.lastIndex = reader.at;
  const [whole, dash, single, double, slash, bare] = start.exec(reader.command) ?? [];
  if (whole === undefined) return false;
  const isPlain = bare === undefined || slash !== "";
  const text = { body: "", holes: [], isPlain };
  const word = single ?? double ?? bare;
  reader.waiting.push({ text, word, isIndented: dash === "-" });
  level.texts.push(text);
  mark(level, TEXT);
  reader.at += whole.length;
  return true;
}

function textBodies(reader, level) {
  const { command } = reader;
  for (const { text, word, isIndented } of reader.waiting.splice(0)) {
    const lines = [];
    for (;;) {
      const start = reader.at + 1;
      if (start > command.length) return false;
      const stop = command.indexOf("\n", start);
      const line = command.slice(start, stop === -1 ? undefined : stop);
      reader.at = stop === -1 ? command.length : stop;
      if ((isIndented ? line.replace(/^\t+/, "") : line) === word) break;
      lines.push(line);
    }
    text.body = lines.join("\n");
    if (text.isPlain) continue;
    const inner = { command: text.body, at: 0, depth: reader.depth + 1, waiting: [] };
    const found = emptyLevel();
    if (!quoted(inner, found, "")) return false;
    text.holes = found.holes;
  }
  mark(level, "\n");
  if (reader.at < command.length) reader.at += 1;
  return true;
}
