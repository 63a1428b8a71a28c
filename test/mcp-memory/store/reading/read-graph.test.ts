import { expect, it } from "vitest";
import { likePattern } from "../../../../mcp-memory/store/reading/substring.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();

it("knows every character whose lower case begins as one of ASCII does", () => {
  const odd: string[] = [];
  for (let code = 128; code <= 0x10ffff; code++) {
    const char = String.fromCodePoint(code);
    const lower = char.toLowerCase();
    if (lower !== char && /[ -~]/.test(lower)) odd.push(char);
  }
  expect(odd).toEqual(["\u0130", "\u212a"]);
  expect(likePattern("sink 5%_!")).toBe("s_n_ 5!%!_!!");
});

it.each([
  ["kelvin", "Lord \u212aelvin", true],
  ["i", "\u0130", true],
  ["100%", "grew by 100%", true],
  ["100%", "grew by 100 per cent", false],
  ["a_b", "aXb", false],
  ["wow!", "Wow! nice", true],
  ["sink", "sunk", false],
  ['say "x"', 'they SAY "X" loudly', true],
  ["é", "É", true],
  ["back\\slash", "a BACK\\SLASH", true],
  ["", "anything", true],
])("searching %j in %j: %s", async (query, text, isFound) => {
  const store = await bench.open();
  await store.createEntities([{ name: "n1", entityType: "t", observations: ["other", text] }]);
  const found = await store.searchNodes(query);
  expect(found.entities).toHaveLength(isFound ? 1 : 0);
});
