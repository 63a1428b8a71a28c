import { expect, test } from "vitest";
import {
  addFromPristine,
  namesIn,
  removeFromList,
  replaceField,
} from "../../setup/front-matter-list.ts";

const FLOW = `---
name: coo # who
agents: ['ceo', "cfo", lawyer]
tools: [read]
---
agents: [ceo, cfo]
`;

const BLOCK = `---
name: coo
handoffs:
  - label: Ask the lawyer
    agent: lawyer
    prompt: |
      - agent: ceo
      look at it
  - label: Ask the CEO
    agent: "ceo"
    send: false
agents:
- ceo
- lawyer
---
body
`;

const agents = { file: "coo.agent.md", key: "agents" };
const handoffs = { file: "coo.agent.md", key: "handoffs" };

test("an item leaves a list on one line, and every other byte stays", () => {
  expect(removeFromList(FLOW, agents, "cfo")).toBe(
    FLOW.replace(`'ceo', "cfo", lawyer`, "'ceo', lawyer"),
  );
});

test("a handoff leaves with all of its lines, and one that only mentions the department stays", () => {
  const edited = removeFromList(BLOCK, handoffs, "lawyer");
  expect(namesIn(edited, "handoffs")).toEqual(["ceo"]);
  expect(edited).not.toContain("look at it");
  expect(removeFromList(BLOCK, handoffs, "ceo")).toContain("- agent: ceo\n      look at it");
});

test.each([
  { name: "agents on one line", text: FLOW, place: agents, ids: ["cfo", "ceo", "lawyer"] },
  { name: "handoffs", text: BLOCK, place: handoffs, ids: ["lawyer", "ceo"] },
  { name: "agents on lines of their own", text: BLOCK, place: agents, ids: ["ceo", "lawyer"] },
])(
  "$name: taken out one after the other and put back in any order, the text is as before",
  (list) => {
    const { text, place, ids } = list;
    const empty = ids.reduce((now, id) => removeFromList(now, place, id), text);
    expect(namesIn(empty, place.key)).toEqual([]);
    for (const order of [ids, [...ids].reverse()]) {
      const full = order.reduce(
        (now, id) => addFromPristine(now, place, { id, pristine: text }),
        empty,
      );
      expect(full).toBe(text);
    }
  },
);

test("line endings of Windows and a byte order mark survive", () => {
  const windows = `\uFEFF${BLOCK.replaceAll("\n", "\r\n")}`;
  const edited = removeFromList(windows, handoffs, "lawyer");
  expect(edited.replaceAll("\r\n", "")).not.toContain("\n");
  expect(edited.startsWith("\uFEFF")).toBe(true);
  expect(addFromPristine(edited, handoffs, { id: "lawyer", pristine: BLOCK })).toBe(windows);
});

test("an entry of the founder's stays where it is when another comes back", () => {
  const own = FLOW.replace(", lawyer]", ", designer]");
  const added = addFromPristine(own, agents, { id: "lawyer", pristine: FLOW });
  expect(namesIn(added, "agents")).toEqual(["ceo", "cfo", "designer", "lawyer"]);
});

test("a list in a form that text edits cannot follow is refused, not mangled", () => {
  const nested = "---\nagents: [{agent: ceo}, cfo]\n---\n";
  expect(() => removeFromList(nested, agents, "ceo")).toThrow(/in a form that is not/);
});

test("a field gets another value only when it has the expected one", () => {
  const prompt = "---\nagent: 'lawyer' # who\nname: lawyer\n---\nagent: lawyer\n";
  expect(replaceField(prompt, "agent", { from: "lawyer", to: "coo" })).toBe(
    prompt.replace("'lawyer' # who", "'coo' # who"),
  );
  expect(replaceField(prompt, "agent", { from: "ceo", to: "coo" })).toBe(prompt);
});

test("a page without front matter comes back as it is", () => {
  expect(removeFromList("agents: [ceo]\n", agents, "ceo")).toBe("agents: [ceo]\n");
});
