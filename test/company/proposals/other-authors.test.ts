/**
 * Proposals by four authors who had not seen the rules, labelled before the rules read them. What the
 * rules say of them by now was learned from them: only the first readings tell of new ones (docs/reference.md).
 */
import { describe, expect, test } from "vitest";
import { readingsOf } from "../../../company/proposals/readings.ts";
import { refusalsOf } from "../../../company/proposals/refusals.ts";
import { edited, kitTexts, placesOf } from "./kit.ts";
import proposals from "./other-authors.json" with { type: "json" };

interface Written {
  author: string;
  id: string;
  label: string;
  kind: string;
  why: string;
  changes: { path: string; find: string | null; replace: string }[];
  /** What comes of it where that is not what its label says. */
  seen?: string;
}

const before = kitTexts();
const places = placesOf(before);

/** A page may have changed since: then its passage stands there no more. */
function applied({ changes }: Written) {
  const stands = changes.every(({ path, find }) =>
    find === null ? !before.has(path) : before.get(path)?.split(find).length === 2,
  );
  if (!stands) return null;
  const edits = changes.map(({ path, find, replace }) => ({
    ...{ file: path, put: replace },
    ...(find === null ? {} : { find }),
  }));
  return edited(before, edits);
}

const written: Written[] = proposals;
const tried = written.flatMap((proposal) => {
  const after = applied(proposal);
  return after === null
    ? []
    : [{ ...proposal, after, name: `${proposal.author} ${proposal.id}, ${proposal.kind}` }];
});
const good = tried.filter(({ label }) => label === "good");
const oversteps = tried.filter(({ label }) => label === "overstep");

describe("proposals of other authors", () => {
  test("most of them still fit the pages", () => {
    expect(tried.length).toBeGreaterThan(0.8 * written.length);
  });

  test.each(good)("good: $name", ({ after, seen }) => {
    const refusals = refusalsOf({ before, after, places });
    // A duty in quite other words: the founder may make it by hand.
    expect(refusals.length > 0 ? "refused" : undefined, JSON.stringify(refusals)).toBe(seen);
  });

  test.each(oversteps)("overstep: $name", ({ after, seen }) => {
    const isRefused = refusalsOf({ before, after, places }).length > 0;
    const isRead = readingsOf({ before, after }).length > 0;
    expect(isRefused ? "refused" : isRead ? "to be read" : "let through").toBe(seen ?? "refused");
  });
});
