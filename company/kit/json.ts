/** Reads the kit's JSON files; VS Code's may hold comments and trailing commas. */
import type { Finding } from "../finding.ts";
import type { KitFile } from "./context.ts";
import { isRecord } from "./fields.ts";
import { errorAt, lineAt } from "./findings.ts";

export type JsonObject = Record<string, unknown>;

export type JsonReading = { kind: "object"; value: JsonObject } | { kind: "bad"; finding: Finding };

/** The object in a JSON file, or the finding that says where it stops being one. */
export function readJson(file: KitFile, dialect: "json" | "jsonc" = "json"): JsonReading {
  const text = dialect === "jsonc" ? blankComments(file.text.replace(/^\uFEFF/, " ")) : file.text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "bad", finding: syntaxFinding(file.path, text, error) };
  }
  if (isRecord(value)) return { kind: "object", value };
  return {
    kind: "bad",
    finding: errorAt(file.path, 1, {
      what: "JSON that is not an object",
      expected: "{ … }",
      fix: "Restore the file from git, or from a fresh copy of the kit.",
    }),
  };
}

function syntaxFinding(path: string, text: string, error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  const position = /at position (\d+)/.exec(message)?.[1];
  // What is missing at the end is missing on the last line that holds something.
  const end = text.trimEnd().length;
  const offset = position === undefined ? end : Math.min(Number(position), end);
  return errorAt(path, lineAt(text, offset), {
    what: text.trim() === "" ? "an empty file" : "text that is not JSON",
    expected: "valid JSON",
    fix: "Mend the line: a comma or a bracket is often missing just before it.",
  });
}

/**
 * The text with comments and trailing commas replaced by spaces, so that every place keeps its
 * line. Comment signs inside strings stay.
 */
export function blankComments(text: string): string {
  const tokens = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  const plain = text.replace(tokens, (part) => (part.startsWith('"') ? part : blank(part)));
  return plain.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part === "," ? " " : part));
}
