/**
 * Reads the YAML block at the top of a Markdown file. Front matter is data: gray-matter would run
 * a `---js` block, so a block in any language but YAML is refused before gray-matter sees it, and
 * the engines themselves are switched off as a second wall.
 */
import matter from "gray-matter";

/** Longer than any block a person writes; the clients load it with every request. */
const LIMIT_CHARS = 16_000;

export type FrontMatter =
  | { kind: "none"; body: string; bodyLine: number }
  | FrontMatterProblem
  | FrontMatterFields;

/** The block is there and cannot be used. */
interface FrontMatterProblem {
  kind: "bad";
  line: number;
  what: string;
  expected: string;
  fix: string;
}

export interface FrontMatterFields {
  kind: "fields";
  data: Readonly<Record<string, unknown>>;
  /** 1-based line of a key or list entry; the nearest known parent's when it is not there. */
  lineOf(...path: (string | number)[]): number;
  body: string;
  /** 1-based line on which the body begins. */
  bodyLine: number;
}

/** The fields and the body of a Markdown file, with the line of each field. Never throws. */
export function readFrontMatter(source: string): FrontMatter {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const opening = /^---(?!-)([^\r\n]*)(\r?\n|$)/.exec(text);
  if (opening === null) return { kind: "none", body: text, bodyLine: 1 };
  const language = (opening[1] ?? "").trim();
  if (language !== "") {
    return bad(1, `front matter in "${language}"`, {
      expected: "YAML after a bare ---",
      fix: "Write the fields as YAML; other languages are never run.",
    });
  }
  const closing = /\n---[ \t]*(\r?\n|$)/.exec(text);
  if (closing === null) {
    return bad(1, "front matter that is never closed", {
      expected: "a second line ---",
      fix: "Close the block with a line that holds only ---.",
    });
  }
  if (closing.index > LIMIT_CHARS) {
    return bad(1, `front matter of ${closing.index} characters`, {
      expected: `at most ${LIMIT_CHARS}`,
      fix: "Move the text below the front matter.",
    });
  }
  const end = closing.index + closing[0].length;
  return readFields(text.slice(0, end), text.slice(end));
}

interface Fields {
  data: Readonly<Record<string, unknown>>;
  lineOf: FrontMatterFields["lineOf"];
}

/** The doctor asks for the fields of a page up to five times; those asked for first are kept. */
const kept = new Map<string, Fields | FrontMatterProblem>();
const KEPT_LIMIT = 500;

function readFields(block: string, body: string): FrontMatter {
  const known = kept.get(block);
  const read = known ?? fieldsOf(block);
  if (known === undefined && kept.size < KEPT_LIMIT) kept.set(block, read);
  if ("what" in read) return read;
  return { kind: "fields", ...read, body, bodyLine: block.split("\n").length };
}

function fieldsOf(block: string): Fields | FrontMatterProblem {
  const lines = recordLines();
  const options = {
    engines: { javascript: refuse, js: refuse, json: refuse, coffee: refuse },
    // gray-matter hands its options on to js-yaml, which tells a listener of every node it reads.
    listener: lines.listen,
  };
  let data: unknown;
  try {
    data = matter(block, options).data;
  } catch (error) {
    return yamlProblem(error);
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    return bad(2, "front matter that is not a list of fields", {
      expected: "lines of the form name: value",
      fix: "Write one field on each line.",
    });
  }
  return { data: data as Record<string, unknown>, lineOf: (...path) => lines.lineOf(path) };
}

/** Text with the front matter blanked out, so that the lines of the body keep their numbers. */
export function bodyInPlace(front: { body: string; bodyLine: number }): string {
  return "\n".repeat(front.bodyLine - 1) + front.body;
}

function refuse(): never {
  throw new Error("only YAML front matter is read");
}

function yamlProblem(error: unknown): FrontMatterProblem {
  const { mark, reason } = error as { mark?: { line: number }; reason?: string };
  // The text that js-yaml reads begins right after the opening ---, on line 1 of the file.
  const line = (mark?.line ?? 0) + 1;
  const said = reason ?? (error instanceof Error ? error.message : String(error));
  return bad(line, `front matter that is not YAML (${said})`, {
    expected: "valid YAML",
    fix: "Mend the line: quote values that hold a colon, indent with spaces.",
  });
}

function bad(
  line: number,
  what: string,
  rest: { expected: string; fix: string },
): FrontMatterProblem {
  return { kind: "bad", line, what, ...rest };
}

interface YamlNode {
  kind: string | null;
  result: unknown;
  line: number;
  children: YamlNode[];
}

/** What js-yaml shows its listener of its own state. */
interface YamlState {
  line: number;
  kind: string | null;
  result: unknown;
}

/** Builds the tree of the YAML nodes, each with the line on which it begins. */
function recordLines() {
  const root: YamlNode = { kind: null, result: null, line: 0, children: [] };
  const open: YamlNode[] = [root];
  const listen = (event: "open" | "close", state: YamlState): void => {
    if (event === "open") {
      const node: YamlNode = { kind: null, result: null, line: state.line + 1, children: [] };
      open.at(-1)?.children.push(node);
      open.push(node);
      return;
    }
    const node = open.pop();
    if (node === undefined) return;
    node.kind = state.kind;
    node.result = state.result;
  };
  const lineOf = (path: readonly (string | number)[]): number => {
    let node = root.children[0];
    let line = node?.line ?? 1;
    for (const step of path) {
      const found = node === undefined ? null : childAt(node, step);
      if (found === null) return line;
      ({ line, node } = found);
    }
    return line;
  };
  return { listen, lineOf };
}

/** The child under a key (with the line of the key) or at a place in a list. */
function childAt(node: YamlNode, step: string | number): { line: number; node: YamlNode } | null {
  if (typeof step === "number") {
    const child = node.kind === "sequence" ? node.children[step] : undefined;
    return child === undefined ? null : { line: child.line, node: child };
  }
  // In a mapping js-yaml reads key, value, key, value.
  for (let at = 0; at + 1 < node.children.length; at += 2) {
    const [key, value] = [node.children[at], node.children[at + 1]];
    if (key?.result === step && value !== undefined) return { line: key.line, node: value };
  }
  return null;
}
