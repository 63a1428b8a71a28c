import { describe, expect, it } from "vitest";
import type { EntityRecord } from "../../mcp-memory/jsonl.ts";
import { lostTexts, mergeEntity } from "../../mcp-memory/merge.ts";

const of = (entityType: string, ...observations: string[]): EntityRecord => ({
  name: "a",
  entityType,
  observations,
  extra: null,
});

describe("merging one entity of an edited file", () => {
  it.each<[string, (EntityRecord | null)[], EntityRecord | null]>([
    ["adds what is only in the file", [null, null, of("t", "1")], of("t", "1")],
    ["leaves deleted what the file did not change", [of("t", "1"), null, of("t", "1")], null],
    ["restores what the file changed", [of("t", "1"), null, of("t", "2")], of("t", "2")],
    [
      "takes the file's word when only it changed",
      [of("t", "1", "2"), of("t", "1", "2"), of("u", "2", "3")],
      of("u", "2", "3"),
    ],
    [
      "keeps ours when only we changed",
      [of("t", "1"), of("u", "1", "2"), of("t", "1")],
      of("u", "1", "2"),
    ],
    [
      "unites both changes",
      [of("t", "1", "2"), of("t", "1", "2", "ours"), of("u", "2", "theirs")],
      of("u", "2", "ours", "theirs"),
    ],
    [
      "does not bring back what we deleted",
      [of("t", "1", "2"), of("t", "2"), of("t", "1", "2", "3")],
      of("t", "2", "3"),
    ],
    ["unites what both created", [null, of("t", "1"), of("u", "2")], of("t", "1", "2")],
  ])("%s", (_what, [base = null, ours = null, theirs], expected) => {
    expect(mergeEntity({ base, ours, theirs: theirs as EntityRecord }, true)).toEqual(expected);
  });

  it("keeps the texts that the file lost when removals are kept back", () => {
    const base = of("t", "1", "2");
    expect(mergeEntity({ base, ours: base, theirs: of("t", "2", "3") }, false)).toEqual(
      of("t", "1", "2", "3"),
    );
  });

  it("counts texts as lost only when more went than came", () => {
    expect(lostTexts(of("t", "1", "2"), of("t", "3", "2"))).toEqual([]);
    expect(lostTexts(of("t", "1", "2"), of("t", "3"))).toEqual(["1", "2"]);
  });
});
