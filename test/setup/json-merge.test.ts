import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeJson, mergeJson3 } from "../../setup/json-merge.ts";

const OURS = JSON.stringify({
  mcpServers: { memory: { args: ["m.js"] }, company: { args: ["c.js"] } },
});

function merged(existing: string, ours = OURS, whole: string | null = "mcpServers") {
  const result = mergeJson(existing, ours, whole);
  if (result.kind !== "merged") throw new Error(result.reason);
  return result;
}

test("our servers are added beside the founder's, in their indentation", () => {
  const result = merged('{\n\t"mcpServers": {\n\t\t"git": {"args": []}\n\t},\n\t"x": 1\n}\n');
  expect(JSON.parse(result.text)).toEqual({
    mcpServers: { git: { args: [] }, memory: { args: ["m.js"] }, company: { args: ["c.js"] } },
    x: 1,
  });
  expect(result.text).toContain('\n\t"mcpServers"');
  expect(result.added).toEqual(["mcpServers.memory", "mcpServers.company"]);
});

test("a server of the founder's with our name is kept whole and reported", () => {
  const result = merged('{"mcpServers": {"memory": {"args": ["other.js"]}}}');
  expect(JSON.parse(result.text).mcpServers.memory).toEqual({ args: ["other.js"] });
  expect(result.kept).toEqual(["mcpServers.memory"]);
});

test("a server of ours of an older version gets what it lacks and keeps what the founder set", () => {
  const ours = JSON.stringify({
    mcpServers: {
      memory: { command: "node", args: ["m.js"], tools: ["*"], deferTools: "never" },
      company: { command: "node", args: ["c.js"], deferTools: "never" },
    },
  });
  const memory = { command: "node", args: ["m.js"], tools: ["recall"], env: { A: "1" } };
  const company = { command: "npx", args: ["c.js"] };
  const result = merged(JSON.stringify({ mcpServers: { memory, company } }), ours);
  expect(JSON.parse(result.text).mcpServers).toEqual({
    memory: { ...memory, deferTools: "never" },
    company,
  });
  expect(result.added).toEqual(["mcpServers.memory.deferTools"]);
  expect(result.kept).toEqual(["mcpServers.memory.tools", "mcpServers.company"]);
});

test("a file that has all of it keeps every byte", () => {
  const spaced = `  ${OURS}  `;
  expect(merged(spaced)).toEqual({ kind: "merged", text: spaced, added: [], kept: [] });
});

test("hooks get the entries that they lack, behind the founder's", () => {
  const ours = JSON.stringify({ version: 1, hooks: { PreToolUse: [{ command: "guard" }] } });
  const mine = JSON.stringify({
    version: 1,
    hooks: { PreToolUse: [{ command: "mine" }], Stop: [] },
  });
  const once = merged(mine, ours, null);
  expect(JSON.parse(once.text).hooks).toEqual({
    PreToolUse: [{ command: "mine" }, { command: "guard" }],
    Stop: [],
  });
  expect(merged(once.text, ours, null).text).toBe(once.text);
});

test("comments, order and the founder's own spacing survive, and each comment stays with its line", () => {
  const mine = `{
  // the servers of my product
  "mcpServers": {
    "git":   { "args": [ "g.js" ] }, // keep this one
    /* not now:
    "old": {}, */
    "docs": { "args": [], } // slow
  },
  "inputs": [], // none yet
}
`;
  const { text } = merged(mine);
  expect(text).toBe(`{
  // the servers of my product
  "mcpServers": {
    "git":   { "args": [ "g.js" ] }, // keep this one
    /* not now:
    "old": {}, */
    "docs": { "args": [], }, // slow
    "memory": {
      "args": [
        "m.js"
      ]
    },
    "company": {
      "args": [
        "c.js"
      ]
    }
  },
  "inputs": [], // none yet
}
`);
});

test("a comment behind the last key and its comma stays there when a key is added below", () => {
  const { text } = merged('{\n  "a": 1, // one\n}\n', '{"b": 2}', null);
  expect(text).toBe('{\n  "a": 1, // one\n  "b": 2,\n}\n');
});

test("three ways with comments: a value of ours changes in place and the founder's words stay", () => {
  const base = '{"servers": {"memory": {"args": ["old.js"]}}}';
  const mine =
    '{\n  // mine\n  "servers": {"memory": {"args": ["old.js"]}, "own": {}} // both\n}\n';
  const theirs = '{"servers": {"memory": {"args": ["new.js"]}}}';
  const result = mergeJson3(base, mine, theirs);
  expect(result?.conflicts).toEqual([]);
  expect(result?.text).toContain("// mine\n");
  expect(result?.text).toContain('"own": {}} // both\n');
  expect(result?.text).toContain("new.js");
  expect(result?.text).not.toContain("old.js");
});

test("a key that stands twice is not guessed at: the file is left alone", () => {
  const twice = '{"mcpServers": {"git": {}}, "mcpServers": {"docs": {}}}';
  expect(mergeJson(twice, OURS, "mcpServers").kind).toBe("not-json");
});

test.each(["[1]", "null", '{"a": 1', '{"a" 1}'])(
  "%j is left alone, since it is no JSON object",
  (text) => {
    expect(mergeJson(text, OURS, null).kind).toBe("not-json");
  },
);

test("an empty file gets ours, and a byte order mark stays", () => {
  expect(JSON.parse(merged("").text)).toEqual(JSON.parse(OURS));
  expect(merged("\uFEFF{}").text.startsWith("\uFEFF{")).toBe(true);
});

test("three ways: what each side changed is kept, and one value changed by both is a conflict", () => {
  const base = '{"a": 1, "b": {"c": 1, "d": 1}, "gone": 1}';
  const mine = '{"a": 2, "b": {"c": 1, "d": 1, "own": 1}, "gone": 1}';
  const theirs = '{"a": 1, "b": {"c": 2, "d": 1}, "new": 1}';
  const result = mergeJson3(base, mine, theirs);
  expect(result?.conflicts).toEqual([]);
  expect(JSON.parse(result?.text ?? "")).toEqual({ a: 2, b: { c: 2, d: 1, own: 1 }, new: 1 });
  expect(mergeJson3('{"a": 1}', '{"a": 2}', '{"a": 3}')).toMatchObject({ conflicts: ["a"] });
});

const json = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }), {
  maxKeys: 4,
});

test("any founder's file keeps all of its keys and values, and a second merge adds nothing", () => {
  fc.assert(
    fc.property(json, json, (mine, ours) => {
      const once = merged(JSON.stringify(mine), JSON.stringify(ours), null);
      const again = merged(once.text, JSON.stringify(ours), null);
      expect(again.text).toBe(once.text);
      const after = JSON.parse(once.text) as Record<string, unknown>;
      for (const [key, value] of Object.entries(JSON.parse(JSON.stringify(mine)))) {
        if (typeof value !== "object" || value === null) expect(after[key]).toEqual(value);
      }
    }),
  );
});

test("unchanged by one side, the other side's meaning comes out of a three-way merge", () => {
  fc.assert(
    fc.property(json, json, (base, other) => {
      const [o, x] = [JSON.stringify(base), JSON.stringify(other)];
      expect(JSON.parse(mergeJson3(o, o, x)?.text ?? "")).toEqual(JSON.parse(x));
      expect(JSON.parse(mergeJson3(o, x, o)?.text ?? "")).toEqual(JSON.parse(x));
    }),
  );
});

test("every comment of any file stands behind its own line after a merge", () => {
  fc.assert(
    fc.property(json, json, (mine, ours) => {
      const lines = JSON.stringify(mine, null, 2).split("\n");
      // Nothing may stand behind the last bracket but a comment.
      const commented = lines.map((line, index) => `${line} // note ${index}`).join("\n");
      const { text } = merged(commented, JSON.stringify(ours), null);
      const notes = (of: string) => of.split("\n").filter((line) => line.includes(" // note "));
      const bare = (line: string) => line.replace(/,?( \/\/ note \d+,?)$/, "$1").replace(/,$/, "");
      const before = notes(commented).map(bare);
      const after = notes(text).map(bare);
      const replaced = before.filter((line) => !after.includes(line));
      // Only `{}` and `[]` are opened, and only a value of ours is written otherwise.
      for (const line of replaced) expect(line).toMatch(/(\{\}|\[\]) \/\/ note/);
    }),
  );
});
