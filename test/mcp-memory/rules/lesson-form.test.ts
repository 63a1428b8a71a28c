import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lessonEntity, parseLesson } from "../../../company/lessons/lesson.ts";
import { slugOf as companySlug } from "../../../company/slug.ts";
import {
  LESSON_CATEGORIES,
  lessonName,
  lessonObservations,
  lessonOf,
  lessonProblems,
  tidyLesson,
} from "../../../mcp-memory/rules/lesson-form.ts";
import { slugOf } from "../../../mcp-memory/rules/slug.ts";

const text = fc.oneof(
  fc.constantFrom("", "  ", "It broke", "A taxa\nera outra", "x".repeat(201), "y".repeat(2_001)),
  fc.string(),
);
const fields = fc.record({
  date: fc.constantFrom("2026-11-20", "2026-02-30", "2024-02-29", "", "soon"),
  agent: fc.constantFrom("cto", "@COO", " founder ", "", "two words", "9"),
  category: fc.constantFrom(...LESSON_CATEGORIES, " Bug ", "oops", ""),
  summary: text,
  detail: text,
  action: text,
});

/** The entity by the company's rules, or null when they refuse it. */
function byCompany(given: Parameters<typeof lessonEntity>[0]) {
  try {
    return lessonEntity(given);
  } catch (error) {
    if (error instanceof Error && error.name === "HqError") return null;
    throw error;
  }
}

describe("the form of a lesson", () => {
  it("is the company's own, accepted and refused alike", () => {
    fc.assert(
      fc.property(fields, (given) => {
        const lesson = tidyLesson(given);
        const here =
          lessonProblems(lesson).length > 0
            ? null
            : {
                name: lessonName(lesson),
                entityType: "lesson",
                observations: lessonObservations(lesson),
              };
        expect(here).toEqual(byCompany(given));
      }),
      { numRuns: 500 },
    );
  });

  it("is read back as the company reads it", () => {
    fc.assert(
      fc.property(fields, (given) => {
        const lesson = tidyLesson(given);
        const name = lessonName(lesson);
        const observations = lessonObservations(lesson);
        const parsed = parseLesson({ name, observations });
        const isGood = lessonProblems(lessonOf(name, observations)).length === 0;
        expect(isGood).toBe(parsed.kind === "lesson");
        if (parsed.kind === "lesson") expect(lessonOf(name, observations)).toEqual(parsed.lesson);
      }),
      { numRuns: 500 },
    );
  });

  it("makes the same slugs", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (given) => {
        expect(slugOf(given)).toBe(companySlug(given));
      }),
    );
    const long = "declaração periódica do IVA, quarto trimestre, com a correção do anterior e mais";
    expect(slugOf(long)).toBe(companySlug(long));
  });
});
