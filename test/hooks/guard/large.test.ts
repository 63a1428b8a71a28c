/** Shapes that would take a careless judge for ever: a client lets a call through when a hook is slow. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUARD, judge, openWorkplace } from "../workplace.ts";

const SIZE_CHARS = 300_000;
/** Seconds where a linear judge takes tenths; a quadratic one takes minutes. */
const LIMIT_MS = 60_000;

let close: () => void;

beforeAll(() => {
  ({ close } = openWorkplace());
});

afterAll(() => close());

const filled = (piece: string) =>
  piece.repeat(Math.ceil(SIZE_CHARS / piece.length)).slice(0, SIZE_CHARS);

const file = ".github/agents/ceo.agent.md";
const PIECES = [
  "[",
  "{",
  "'",
  "$'",
  "../",
  "a/",
  "a/../",
  "~",
  "%",
  "\n",
  " ",
  "cp -r",
  "cd a;",
  "*",
  "[a]",
  "- - ",
  "#",
  "x: [",
  ".github/",
  "*** Update File: a\n",
  "--- a\n",
  "attach ",
  "$(",
  "$(a) ",
  "`a` ",
  "<<E\n",
  "cat <<E\nE\n",
  "echo a>b;",
  "cat<a>b;./b;",
  '"$A" ',
  ["$", "{A}"].join(""),
];
const SHAPES: [string, (text: string) => object][] = [
  ["a command", (text) => ({ tool_name: "Bash", tool_input: { command: `cp -${text}! "'` } })],
  ["a plain command", (text) => ({ tool_name: "Bash", tool_input: { command: text } })],
  ["an argument of an unknown tool", (text) => ({ tool_name: "zap", tool_input: { x: text } })],
  ["a path", (text) => ({ tool_name: "Edit", tool_input: { path: text }, agent_type: "coo" })],
  ["a patch", (text) => ({ tool_name: "Edit", tool_input: `*** Update File: ${file}\n${text}` })],
  [
    "a value of an agent",
    (text) => ({
      tool_name: "Write",
      tool_input: { path: file, file_text: `---\ntools: ${text}\n---\n` },
    }),
  ],
  [
    "a new text",
    (text) => ({ tool_name: "Edit", tool_input: { path: file, old_str: "# CEO", new_str: text } }),
  ],
  ["a name of a tool", (text) => ({ tool_name: text, tool_input: {} })],
  ["a statement", (text) => ({ tool_name: "sql", tool_input: { query: text } })],
];

describe.each(SHAPES)("%s of 300,000 characters", (_, call) => {
  it.each(PIECES)(
    "is judged when it is all %j",
    (piece) => {
      expect([null, "string"]).toContain(judge(call(filled(piece))) === null ? null : "string");
    },
    LIMIT_MS,
  );
});

describe("many of something", () => {
  const many = Array.from({ length: 5_000 }, (_, at) => String(at));
  const nested = (depth: number, inner: unknown): unknown => {
    let value = inner;
    for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? [value] : { a: value };
    return value;
  };
  it.each<[string, object]>([
    [
      "edits of an agent",
      {
        tool_name: "MultiEdit",
        tool_input: { path: file, edits: many.map(() => ({ old_str: "# CEO", new_str: "# CEO" })) },
      },
    ],
    [
      "hunks",
      {
        tool_name: "Edit",
        tool_input: `*** Update File: ${file}\n${"@@\n-# CEO\n+# CEO\n".repeat(5_000)}`,
      },
    ],
    [
      "files in a patch",
      {
        tool_name: "Edit",
        tool_input: many.map((at) => `*** Update File: src/${at}.ts\n`).join(""),
      },
    ],
    ["paths", { tool_name: "zap", tool_input: { paths: many.map((at) => `a/b/${at}`) } }],
    ["globs", { tool_name: "Bash", tool_input: { command: many.map((at) => `*${at}`).join(" ") } }],
    ["lists in one another", { tool_name: "zap", tool_input: nested(1_000, many) }],
  ])(
    "%s are judged",
    (_, payload) => {
      expect(judge(payload) ?? "may go on").toEqual(expect.any(String));
    },
    LIMIT_MS,
  );
});

describe("a judgement in a thread", () => {
  let place: string;

  beforeAll(() => {
    place = mkdtempSync(path.join(tmpdir(), "guard-thread-"));
  });

  afterAll(() => rmSync(place, { recursive: true, force: true }));

  const inThread = async (code: string, limitMs: number) => {
    const module = path.join(place, `${code.length}.mjs`);
    writeFileSync(
      module,
      `import { parentPort, workerData } from "node:worker_threads";\n${code}\n`,
    );
    const { inTime } = (await import(path.join(path.dirname(GUARD), "guard", "in-time.mjs"))) as {
      inTime: (module: URL, data: unknown, limitMs: number) => Promise<unknown>;
    };
    return inTime(pathToFileURL(module), { said: "x" }, limitMs);
  };

  it("is what the thread says", async () => {
    expect(await inThread("parentPort.postMessage(workerData.said);", 30_000)).toBe("x");
  });

  it("fails when it does not end", async () => {
    await expect(inThread("for (;;);", 50)).rejects.toThrow("more than 0.05 s");
  });

  it("fails when the thread crashes", async () => {
    await expect(inThread("throw new Error(`broken`);", 30_000)).rejects.toThrow("broken");
  });
});
