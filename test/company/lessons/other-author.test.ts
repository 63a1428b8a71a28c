/**
 * Lessons by two authors who had not seen the rules. The first: two companies, 15 causes each, told two to four times,
 * a third in alike words, a third in some, a third in others; and 25 of one time only. The second: one company in four
 * languages, 16 causes that are told in other words and of other work each time, and 15 of one time only.
 */
import { expect, it } from "vitest";
import { groupsOf } from "../../../company/lessons/groups.ts";
import { pastLesson } from "../../../company/lessons/past-lesson.ts";
import { termsOf } from "../../../mcp-memory/recall/terms.ts";
import companies from "./other-author.json" with { type: "json" };
import otherWords from "./other-words.json" with { type: "json" };

type Told = (typeof companies)["english"][number];

function pairsOf(lessons: readonly Told[]): { right: number; wrong: number } {
  const causes = new Map<string, string | null>();
  const past = lessons.flatMap((lesson) => {
    const name = `lesson:${lesson.date}:${lesson.id}`;
    causes.set(name, lesson.cause);
    const lines = [
      `Date: ${lesson.date}`,
      `Agent: ${lesson.agent}`,
      `Category: ${lesson.category}`,
      `Summary: ${lesson.summary}`,
      `Detail: ${lesson.detail}`,
      `Action: ${lesson.action}`,
    ];
    const observations = lines.map((text) => ({ text }));
    return pastLesson({ name, observations }, { termsOf, toolsIn: () => [] }) ?? [];
  });
  past.sort((one, other) => (one.date + one.name < other.date + other.name ? -1 : 1));
  const pairs = groupsOf(past, []).flatMap(({ members }) =>
    members.flatMap((one, at) =>
      members.slice(at + 1).map((other) => [causes.get(one.name), causes.get(other.name)] as const),
    ),
  );
  const right = pairs.filter(([one, other]) => one != null && one === other).length;
  return { right, wrong: pairs.length - right };
}

it("joins lessons of one cause that share words, and hardly ever others", () => {
  const english = pairsOf(companies.english);
  const portuguese = pairsOf(companies.portuguese);
  expect(english.right + portuguese.right).toBeGreaterThanOrEqual(33);
  expect(english.wrong + portuguese.wrong).toBeLessThanOrEqual(2);
});

it("leaves apart what is told in other words, rather than to join what has another cause", () => {
  const { right, wrong } = pairsOf(otherWords);
  expect(right).toBeGreaterThanOrEqual(1);
  expect(wrong).toBeLessThanOrEqual(1);
});
