/** Reads the kit's JSON files; VS Code's may hold comments and trailing commas. */
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type { Finding } from "../finding.ts";
import type { KitFile } from "./context.ts";
import { isRecord } from "./fields.ts";
import { errorAt, lineAt } from "./findings.ts";

export type JsonObject = Record<string, unknown>;

export type JsonReading = { kind: "object"; value: JsonObject } | { kind: "bad"; finding: Finding };

/**
 * The object in a JSON file, or the finding that says where it stops being one.
 *
 * Copilot CLI 1.0.102 loads nothing of `.mcp.json` or of a hook file that holds a comment or a trailing
 * comma, and says so in its log only; its settings and VS Code's files may hold both.
 */
export function readJson(file: KitFile, dialect: "json" | "jsonc" = "json"): JsonReading {
  // The parser that knows places takes ten times as long, and nearly every file is plain.
  const plain = plainJson(file.text);
  if (plain !== null) return isRecord(plain.value) ? objectOf(plain.value) : notObject(file);
  const text = file.text.replace(/^\uFEFF/, " ");
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) return { kind: "bad", finding: syntaxFinding(file, first) };
  const finding = dialect === "json" ? strictFinding(file) : null;
  if (finding !== null) return { kind: "bad", finding };
  return isRecord(value) ? objectOf(value) : notObject(file);
}

function objectOf(value: JsonObject): JsonReading {
  return { kind: "object", value };
}

function notObject({ path }: KitFile): JsonReading {
  const finding = errorAt(path, 1, {
    what: "JSON that is not an object",
    expected: "{ … }",
    fix: "Restore the file from git, or from a fresh copy of the kit.",
  });
  return { kind: "bad", finding };
}

function strictFinding(file: KitFile): Finding | null {
  const { path, text } = file;
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return syntaxFinding(file, { offset: 0 });
  const isComment = printParseErrorCode(first.error) === "InvalidCommentToken";
  const what = isComment ? "a comment" : "a comma before a closing bracket";
  return errorAt(path, lineAt(text, first.offset), {
    what: text.startsWith("\uFEFF") ? "a byte order mark before the first letter" : what,
    expected: "plain JSON: Copilot CLI reads nothing of a file with it",
    fix: "Take it out.",
  });
}

/** null for a text that is no JSON as every reader takes it. */
function plainJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Where it stops being JSON is asked of the other parser, which tells the place.
    return null;
  }
}

function syntaxFinding({ path, text }: KitFile, { offset }: { offset: number }): Finding {
  // What is missing at the end is missing on the last line that holds something.
  const end = text.trimEnd().length;
  return errorAt(path, lineAt(text, Math.min(offset, end)), {
    what: text.trim() === "" ? "an empty file" : "text that is not JSON",
    expected: "valid JSON",
    fix: "Mend the line: a comma or a bracket is often missing just before it.",
  });
}
