/**
 * Transcripts and dumps of files. They fill the memory with what is already kept elsewhere, and
 * every agent that reads the entity pays for them. A few lines of any of these are a fact; the
 * counts below are where it stops being one.
 */
const TURNS = 3;
const TRACE_LINES = 3;
const LOG_LINES = 8;
const DIFF_LINES = 6;
const CODE_LINES = 15;
const CODE_SHARE = 0.6;
const TEXT_LINES = 100;
const DATA_URI_CHARS = 500;
const PAGE_CHARS = 500;
/** A line is told by its beginning; looking through a longer one can take the square of its length. */
const LINE_CHARS = 300;

const PERSON = /^(?:[-*>]\s*)?(?:\*\*)?(?:user|human|utilizador|usuário|you)(?:\*\*)?\s*:/i;
const MODEL =
  /^(?:[-*>]\s*)?(?:\*\*)?(?:assistant|ai|chatgpt|gpt-\S+|claude|copilot|gemini|agent|assistente|bot)(?:\*\*)?\s*:/i;

const TRACE = [
  /^\s*at .+[:(]\S*\d+\)?$/, // JavaScript, Java, C#
  /^\s*File ".+", line \d+/, // Python
  /^\s*#\d+ .+\(\d+\)/, // PHP
  /^\s+\S+\.go:\d+/, // Go
  /^\s*\d+: +(?:0x[0-9a-f]+ - )?\S+::\S+/, // Rust
  /^\s*from .+:\d+:in [`']/, // Ruby
];
const LOG =
  /^(?:\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|\[?\d{2}:\d{2}:\d{2}|(?:\[)?(?:trace|debug|info|warn|warning|error|fatal)(?:\])?[\s:|]|\S+ - - \[\d|[A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2} )/i;
const CODE = [
  /[{};]\s*$/,
  /^\s*[)\]}]+[;,]?\s*$/,
  /^\s*(?:import|export|from|const|let|var|def|class|function|return|if|else|for|while|try|catch|public|private|protected|static|async|await|package|using|#include|fn|func|impl|struct|type|interface|SELECT|INSERT|UPDATE|CREATE|ALTER)\b.*[({:;=]\s*\S*\s*$/,
  /^\s*(?:\/\/|\/\*|\*\/|#!|<!--)/,
  /^\s*["']?[\w.-]+["']?\s*:\s*(?:["'[{\d]|true|false|null).*,?\s*$/,
  /^\s*<\/?[a-z][^>]*>/i,
  /^\s*[\w.[\]]+\s*[-+*/]?=[^=]/,
];

/** What the texts of one entity seem to be a dump of, in words; null when they are facts. */
export function dumpIn(texts: readonly string[]): string | null {
  const all = texts.flatMap((text) => text.split(/\r?\n/, 2_000));
  if (countTurns(all)) return "the transcript of a chat";
  for (const text of texts) {
    const dump = dumpOf(text);
    if (dump !== null) return dump;
  }
  return null;
}

function dumpOf(text: string): string | null {
  if ((text.match(/["']role["']\s*:\s*["'](?:user|assistant)["']/g) ?? []).length >= 2) {
    return "the transcript of a chat";
  }
  if (new RegExp(`\\bdata:[\\w/+.-]+;base64,[\\w+/=]{${DATA_URI_CHARS}}`).test(text)) {
    return "a file in base64";
  }
  if (text.length > PAGE_CHARS && /^\s*(?:<!doctype html|<html[\s>]|<\?xml\s)/i.test(text)) {
    return "a whole page";
  }
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.slice(0, LINE_CHARS))
    .filter((line) => line.trim() !== "");
  if (lines.length < TRACE_LINES) return null;
  if (/^Traceback \(most recent call last\):/m.test(text)) return "a stack trace";
  const count = (is: (line: string) => boolean) => lines.filter(is).length;
  if (count((line) => TRACE.some((form) => form.test(line))) >= TRACE_LINES) return "a stack trace";
  if (
    /^(?:diff --git |@@ -\d|--- a\/)/m.test(text) &&
    count((line) => /^[-+]/.test(line)) >= DIFF_LINES
  )
    return "a diff";
  if (count((line) => LOG.test(line)) >= LOG_LINES) return "a log";
  const code = count((line) => CODE.some((form) => form.test(line)));
  if (lines.length >= CODE_LINES && code / lines.length >= CODE_SHARE) return "a file of code";
  if (lines.length > TEXT_LINES) return `a text of ${lines.length} lines`;
  return null;
}

function countTurns(lines: readonly string[]): boolean {
  const persons = lines.filter((line) => PERSON.test(line)).length;
  const models = lines.filter((line) => MODEL.test(line)).length;
  return persons > 0 && models > 0 && persons + models >= TURNS;
}
