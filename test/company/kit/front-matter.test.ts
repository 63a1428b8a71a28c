import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FrontMatterFields } from "../../../company/kit/front-matter.ts";
import { bodyInPlace, readFrontMatter } from "../../../company/kit/front-matter.ts";

function fieldsOf(text: string): FrontMatterFields {
  const front = readFrontMatter(text);
  if (front.kind !== "fields") throw new Error(`no fields: ${JSON.stringify(front)}`);
  return front;
}

const AGENT = `---
name: coo
description: >
  Runs the
  standup.
tools: [read,
  'memory/read_graph', edit]
agents:
  - cfo
  - lawyer
empty:
handoffs:
  - label: One
    agent: cfo
  -
    label: Two
    agent: nobody
---

# Body
`;

describe("front matter", () => {
  test("gives the fields and the body", () => {
    const front = fieldsOf(AGENT);
    expect(front.data.tools).toEqual(["read", "memory/read_graph", "edit"]);
    expect(front.body).toBe("\n# Body\n");
    expect(front.bodyLine).toBe(19);
  });

  test("knows the line of each field and list entry", () => {
    const { lineOf } = fieldsOf(AGENT);
    expect(lineOf("name")).toBe(2);
    expect(lineOf("description")).toBe(3);
    expect(lineOf("tools")).toBe(6);
    expect(lineOf("tools", 2)).toBe(7);
    expect(lineOf("agents", 1)).toBe(10);
    expect(lineOf("empty")).toBe(11);
    expect(lineOf("handoffs", 1, "agent")).toBe(17);
  });

  test("names the nearest parent's line for what is not there", () => {
    const { lineOf } = fieldsOf(AGENT);
    expect(lineOf("handoffs", 0, "prompt")).toBe(13);
    expect(lineOf("nothing")).toBe(2);
  });

  test("reads CRLF and a byte order mark", () => {
    const front = fieldsOf("\uFEFF---\r\nname: x\r\ndescription: y\r\n---\r\nbody\r\n");
    expect(front.data).toEqual({ name: "x", description: "y" });
    expect(front.lineOf("description")).toBe(3);
    expect(front.body).toBe("body\r\n");
    expect(front.bodyLine).toBe(5);
  });

  test("is none in a text that does not begin with ---", () => {
    expect(readFrontMatter("# Title\n")).toMatchObject({ kind: "none", bodyLine: 1 });
    expect(readFrontMatter("----\nname: x\n---\n")).toMatchObject({ kind: "none" });
    expect(readFrontMatter("")).toMatchObject({ kind: "none", body: "" });
  });

  test("may be empty or only a comment", () => {
    expect(fieldsOf("---\n---\nx").data).toEqual({});
    expect(fieldsOf("---\n# note\n---\nx").body).toBe("x");
  });

  test("keeps the lines of the body when the block is blanked out", () => {
    const lines = bodyInPlace(fieldsOf(AGENT)).split("\n");
    expect(lines[19]).toBe("# Body");
  });

  test.each(["js", "javascript", "json", "coffee", "toml", "JS", " js"])(
    "in %s is refused and never run",
    (language) => {
      const ran = path.join(tmpdir(), `hq-front-matter-ran-${process.pid}`);
      const code = `{a: require("fs").writeFileSync(${JSON.stringify(ran)}, "")}`;
      const front = readFrontMatter(`---${language}\n${code}\n---\n`);
      expect(front).toMatchObject({ kind: "bad", line: 1 });
      expect(existsSync(ran)).toBe(false);
    },
  );

  test("does not run YAML tags", () => {
    const front = readFrontMatter("---\nx: !!js/function 'function () {}'\n---\n");
    expect(front).toMatchObject({ kind: "bad", line: 2 });
  });

  test.each([
    ["a broken line", "---\nname: x\nargument: one: two\n---\n", 3],
    ["a field twice", "---\nname: x\nname: y\n---\n", 3],
    ["a list", "---\n- a\n---\n", 2],
    ["a single text", "---\nhello\n---\n", 2],
    ["no end", "---\nname: x\n", 1],
    ["too much text", `---\nname: ${"x".repeat(20_000)}\n---\n`, 1],
  ])("with %s is a problem with its line", (_, text, line) => {
    expect(readFrontMatter(text)).toMatchObject({ kind: "bad", line });
  });

  test("never throws, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."-\n\r :[]{}&*!|>'\"a#,?%@`\t\uFEFF") }),
        (text) => {
          for (const whole of [text, `---\n${text}`, `---\n${text}\n---\n`]) readFrontMatter(whole);
        },
      ),
      { numRuns: 500 },
    );
  });
});
