import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatEntity, formatRelation, relationKey } from "../../mcp-memory/jsonl.ts";
import { mergeMemoryFiles } from "../../mcp-memory/merge-files.ts";
import { mergeOriginsFiles } from "../../mcp-memory/merge-origins.ts";
import { parseOrigins } from "../../mcp-memory/origins.ts";
import { parseSnapshot } from "../../mcp-memory/parse-snapshot.ts";
import { rounds } from "../run/rounds.ts";

const entity = (name: string, observations: string[] = [], entityType = "note") =>
  formatEntity({ name, entityType, observations, extra: null });
const relation = (from: string, to: string, relationType = "uses") =>
  formatRelation({ from, to, relationType, extra: null });
const file = (...lines: string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(""));
const merge = (base: Buffer, ours: Buffer, theirs: Buffer) =>
  mergeMemoryFiles({ base, ours, theirs }).toString();

describe("merging two memory.jsonl", () => {
  const a = entity("a", ["1"]);
  const b = entity("b", ["2"]);

  it.each<[string, Buffer, Buffer, Buffer, string[]]>([
    [
      "takes both additions, ours first",
      file(a),
      file(a, b),
      file(a, entity("c")),
      [a, b, entity("c")],
    ],
    [
      "removes what one side removed",
      file(a, b),
      file(b),
      file(a, b, entity("c")),
      [b, entity("c")],
    ],
    [
      "keeps what one side removed and the other edited",
      file(a, b),
      file(b),
      file(entity("a", ["1", "more"]), b),
      [b, entity("a", ["1", "more"])],
    ],
    [
      "joins the observations of both, without those that one side removed",
      file(entity("a", ["1", "2"])),
      file(entity("a", ["2", "ours"])),
      file(entity("a", ["1", "2", "theirs"])),
      [entity("a", ["2", "ours", "theirs"])],
    ],
    [
      "takes the type that one side changed",
      file(a),
      file(entity("a", ["1"], "decision")),
      file(entity("a", ["1", "2"])),
      [entity("a", ["1", "2"], "decision")],
    ],
    [
      "keeps an entity that the other side gave a relation, and what hung on it",
      file(a, b, relation("a", "b", "old")),
      file(a, b, relation("a", "b", "old"), relation("a", "b", "new")),
      file(a),
      [a, b, relation("a", "b", "old"), relation("a", "b", "new")],
    ],
    ["lets an empty file remove nothing", file(a, b), file(), file(a, b), [a, b]],
    [
      "takes unknown lines of both sides",
      file(a, '{"type":"x"}'),
      file(a, '{"type":"y"}'),
      file(a, '{"type":"x"}', '{"type":"z"}'),
      [a, '{"type":"y"}', '{"type":"z"}'],
    ],
    [
      "keeps both sides whole when one is damaged, and the damage",
      file(a, b),
      file(b),
      file(a, '{"type":"entity","na'),
      [b, a, '{"type":"entity","na'],
    ],
    [
      "unites both sides of an unfinished merge and drops the marks",
      file(a),
      file("<<<<<<< HEAD", a, "=======", b, ">>>>>>> other"),
      file(entity("c")),
      [a, b, entity("c")],
    ],
  ])("%s", (_what, ...[base, ours, theirs, expected]) => {
    expect(merge(base, ours, theirs)).toBe(file(...expected).toString());
  });

  it("merges unknown fields one by one, with hostile names too", () => {
    const line = (fields: string) =>
      `{"type":"entity","name":"a","entityType":"note","observations":[],${fields}}`;
    expect(
      merge(
        file(line('"x":1,"__proto__":1')),
        file(line('"x":2,"__proto__":1')),
        file(line('"x":1,"__proto__":{"y":1},"constructor":0')),
      ),
    ).toBe(`${line('"x":2,"__proto__":{"y":1},"constructor":0')}\n`);
  });
});

const NAMES = ["a", "b", "__proto__", "constructor", "é\u2028", "f"];
const TEXTS = ["1", "2", "3", "</script>", "toString"];
const graph = fc
  .record({
    entities: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...NAMES),
        entityType: fc.constantFrom("note", "decision", "unknown"),
        observations: fc.uniqueArray(fc.constantFrom(...TEXTS)),
        extra: fc.constantFrom(null, '{"x":1}', '{"y":[2]}'),
      }),
      { selector: ({ name }) => name },
    ),
    relations: fc.uniqueArray(
      fc.record({
        from: fc.constantFrom(...NAMES),
        to: fc.constantFrom(...NAMES),
        relationType: fc.constantFrom("uses", "owns"),
        extra: fc.constantFrom(null, '{"x":1}'),
      }),
      { selector: relationKey },
    ),
  })
  .map(({ entities, relations }) =>
    file(...entities.map(formatEntity), ...relations.map(formatRelation)),
  );
const damage = fc.constantFrom("", '{"type":"entity","name":"torn', "\n<<<<<<< HEAD\n", "\n\n42\n");
const damaged = fc
  .tuple(graph, damage, fc.nat(500))
  .map(([text, piece, at]) =>
    Buffer.concat([text.subarray(0, at), Buffer.from(piece), text.subarray(at)]),
  );

/** Every fact as one text, so that sets of them can be compared. */
function facts(bytes: Buffer): Set<string> {
  const { entities, relations, carried } = parseSnapshot(bytes);
  const all = new Set<string>(carried.keys());
  for (const { name, observations } of entities.values()) {
    all.add(`entity ${name}`);
    for (const text of observations) all.add(`text ${name} ${text}`);
  }
  for (const key of relations.keys()) all.add(`relation ${key}`);
  return all;
}

describe("any three files", () => {
  it("lose no fact that neither side removed, and gain none", () => {
    fc.assert(
      fc.property(graph, graph, graph, (base, ours, theirs) => {
        const merged = facts(mergeMemoryFiles({ base, ours, theirs }));
        const [before, mine, other] = [facts(base), facts(ours), facts(theirs)];
        for (const fact of [...mine, ...other]) {
          const wasRemoved = before.has(fact) && !(mine.has(fact) && other.has(fact));
          if (!wasRemoved) expect(merged).toContain(fact);
        }
        for (const fact of merged) expect(mine.has(fact) || other.has(fact)).toBe(true);
      }),
      { numRuns: rounds({ few: 500, many: 2_000 }) },
    );
  });

  it("give the same when merged again with either side", () => {
    fc.assert(
      fc.property(graph, graph, graph, (base, ours, theirs) => {
        const merged = mergeMemoryFiles({ base, ours, theirs });
        const text = merged.toString();
        expect(merge(base, merged, theirs)).toBe(text);
        expect(merge(theirs, merged, theirs)).toBe(text);
        expect(merge(ours, ours, merged)).toBe(text);
        expect(merge(merged, merged, merged)).toBe(text);
      }),
      { numRuns: rounds({ few: 500, many: 2_000 }) },
    );
  });

  it("give the same lines whichever side is ours", () => {
    const sorted = (bytes: Buffer) => {
      const { entities, relations } = parseSnapshot(bytes);
      const records = [...entities.values()].map((record) => ({
        ...record,
        observations: record.observations.toSorted(),
        extra: record.extra?.split("").toSorted().join(""),
      }));
      return [...records, ...relations.values()].map((record) => JSON.stringify(record)).toSorted();
    };
    fc.assert(
      fc.property(graph, graph, graph, (base, ours, theirs) => {
        expect(sorted(mergeMemoryFiles({ base, ours, theirs }))).toEqual(
          sorted(mergeMemoryFiles({ base, ours: theirs, theirs: ours })),
        );
      }),
      { numRuns: rounds({ few: 500, many: 1_000 }) },
    );
  });

  it("lose nothing of either side when one is damaged, and are stable then too", () => {
    fc.assert(
      fc.property(graph, damaged, graph, (base, ours, theirs) => {
        const { setAside, hasConflict } = parseSnapshot(ours);
        fc.pre(setAside.length > 0 || hasConflict);
        const merged = mergeMemoryFiles({ base, ours, theirs });
        const kept = facts(merged);
        for (const fact of [...facts(ours), ...facts(theirs)]) expect(kept).toContain(fact);
        expect(merged.toString()).not.toMatch(/^(<{7}|={7}|>{7})( |$)/m);
        expect(merge(merged, merged, merged)).toBe(merged.toString());
        for (const { bytes } of setAside) {
          if (!String(bytes).startsWith("<<<<<<<"))
            expect(merged.includes(Buffer.from(bytes))).toBe(true);
        }
      }),
      { numRuns: rounds({ few: 500, many: 1_000 }) },
    );
  });
});

describe("merging two memory.origins.jsonl", () => {
  const line = (name: string, origin: { at: string | null; by: string }, observations?: object) =>
    JSON.stringify({ name, ...origin, ...(observations && { observations }) });
  const by = (agent: string, { at }: { at: string }) => ({ at, by: agent });
  const none = Buffer.alloc(0);
  const one = { at: "2026-11-01T00:00:00.000Z", by: "coo" };
  const two = { at: "2026-11-02T00:00:00.000Z", by: "ceo" };

  it("takes the earlier known time and both maps", () => {
    const ours = file(
      line("a", by("ceo", two), { k: two, m: two }),
      line("b", { at: null, by: "unknown" }),
    );
    const theirs = file(line("a", by("coo", one), { k: one, n: two }), line("b", by("ceo", two)));
    expect(mergeOriginsFiles({ base: none, ours, theirs }).toString()).toBe(
      file(
        line("a", by("coo", one), { k: one, m: two, n: two }),
        line("b", by("ceo", two)),
      ).toString(),
    );
  });

  it("removes a line that one side removed, unless the other changed it or is damaged", () => {
    const [a, b] = [line("a", by("coo", one)), line("b", by("coo", one))];
    const gone = (theirs: Buffer, ours = file(b)) =>
      mergeOriginsFiles({ base: file(a, b), ours, theirs }).toString();
    expect(gone(file(a, b))).toBe(`${b}\n`);
    const changed = line("a", by("coo", one), { k: two });
    expect(gone(file(changed, b))).toBe(`${b}\n${changed}\n`);
    expect(gone(file(a, b), none)).toBe(`${a}\n${b}\n`);
    expect(gone(file(a, b, "{torn"))).toBe(`${b}\n${a}\n{torn\n`);
  });

  it("keeps damaged lines, drops the marks of a conflict, and is stable and symmetric", () => {
    const ours = file("<<<<<<< HEAD", line("a", by("coo", one)), "{torn", ">>>>>>> x");
    const theirs = file(line("a", by("ceo", one)), line("__proto__", by("ceo", two)), "{torn");
    const merged = mergeOriginsFiles({ base: none, ours, theirs });
    expect(merged.toString()).toBe(
      file(line("a", by("ceo", one)), line("__proto__", by("ceo", two)), "{torn").toString(),
    );
    expect(mergeOriginsFiles({ base: none, ours: merged, theirs })).toEqual(merged);
    const swapped = mergeOriginsFiles({ base: none, ours: theirs, theirs: ours }).toString();
    expect(parseOrigins(swapped).origins).toEqual(parseOrigins(merged.toString()).origins);
  });
});
