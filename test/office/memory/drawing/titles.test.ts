import fc from "fast-check";
import { expect, it } from "vitest";
import { shortened, titleOf } from "../../../../office/memory/drawing/titles.ts";

const titled = (name: string, ...texts: string[]) =>
  titleOf({
    name,
    entityType: /^([a-z-]+):/.exec(name)?.[1] ?? "thing",
    observations: texts.map((text) => ({ text })),
  });

it.each([
  ["Redeiro", ["Orders and stock for net shops"], "Redeiro"],
  [
    "decision:2026-09-21:redeiro-price",
    ["Decision: 32 EUR a month, net, for one shop. Yearly plans follow", "Reason: costs"],
    "32 EUR a month, net, for one shop",
  ],
  [
    "decision:2026-09-07:voice",
    ["First person, what broke and what it cost"],
    "First person, what broke and what it cost",
  ],
  ["decision:2026-10-12:free", ["Decision: the beta stays free"], "The beta stays free"],
  [
    "lesson:2026-08-27:old",
    ["Agent: cfo", "Summary: A post named the old price"],
    "A post named the old price",
  ],
  ["deadline:saf-t-invoices:2026-08-05", ["Due: 2026-08-05"], "SAF-T invoices, 2026-08-05"],
  [
    "deadline:domain:2026-12-05",
    ["Due: 2026-12-05", "Summary: Renewal of the domain"],
    "Renewal of the domain",
  ],
  ["metric:mrr", ["Value: 900 EUR", "Value: 1,163 EUR", "As of: 2026-11-16"], "MRR: 1,163 EUR"],
  ["client:tres-nos", ["Three shops, yearly plan"], "Tres nos"],
  ["standup:2026-11-16", ["Ran: 2026-11-16T08:31:00.000Z"], "Standup of 2026-11-16"],
  ["prompt-run:weekly-review", ["Last run: 2026-11-06T16:40:00.000Z"], "Weekly review"],
  [
    "experiment:x9",
    ["Due: 2026-12-05", "Two prices side by side. It ran a week"],
    "Two prices side by side",
  ],
  ["experiment:x9", ["Due: 2026-12-05"], "X9"],
  ["Dr. Sá & Filhos", ["A client since May."], "Dr. Sá & Filhos"],
  ["a\u2028b\u202ec", [], "a b c"],
  ["\u200b", [], "(no name)"],
])("calls %s with %j %s", (name, texts, title) => {
  expect(titled(name, ...texts)).toBe(title);
});

it("does not end a sentence at a number or a short form", () => {
  expect(titled("decision:2026-01-01:a", "Decision: art. 41 of the code, v. 2.5, holds")).toBe(
    "Art. 41 of the code, v. 2.5, holds",
  );
});

it("is never empty or longer than a line, and is cut behind a word", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.string()), (name, texts) => {
      const title = titled(name, ...texts);
      expect([...title].length).toBeGreaterThan(0);
      if (title !== name) expect([...title].length).toBeLessThanOrEqual(Math.max(90, name.length));
    }),
  );
  expect(shortened("One word and another word", 20)).toBe("One word and…");
  expect(shortened("One word and, another", 14)).toBe("One word and…");
  expect(shortened("Donaudampfschifffahrtsgesellschaft", 10)).toBe("Donaudamp…");
  expect(shortened("short", 20)).toBe("short");
});
