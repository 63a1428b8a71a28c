import { describe, expect, test } from "vitest";
import { HqError } from "../../../company/error.ts";
import { LESSON_CATEGORIES, lessonEntity, parseLesson } from "../../../company/lessons/lesson.ts";

const LESSON = {
  date: "2026-11-20",
  agent: "@Marketing",
  category: "Process",
  summary: "A declaração saiu\n with the app link",
  detail: "The draft was written from memory.",
  action: "draft-post calls company_facts first.",
};

function refusal(change: Partial<typeof LESSON>): { code: string; text: string } {
  try {
    lessonEntity({ ...LESSON, ...change });
  } catch (error) {
    if (error instanceof HqError)
      return { code: error.code, text: `${error.message} ${error.hint}` };
    throw error;
  }
  throw new Error("it was not refused");
}

describe("lessonEntity", () => {
  test("has the five labelled lines and a name of date and summary", () => {
    expect(lessonEntity(LESSON)).toEqual({
      name: "lesson:2026-11-20:a-declaracao-saiu-with-the-app-link",
      entityType: "lesson",
      observations: [
        "Agent: marketing",
        "Category: process",
        "Summary: A declaração saiu with the app link",
        "Detail: The draft was written from memory.",
        "Action: draft-post calls company_facts first.",
      ],
    });
  });

  test("reads back as it was given", () => {
    for (const category of LESSON_CATEGORIES) {
      const entity = lessonEntity({ ...LESSON, category });
      expect(parseLesson(entity)).toEqual({
        kind: "lesson",
        lesson: {
          ...LESSON,
          agent: "marketing",
          category,
          summary: "A declaração saiu with the app link",
        },
      });
    }
  });

  test("bounds its name, cut between words", () => {
    const { name } = lessonEntity({ ...LESSON, summary: "the same words again ".repeat(9) });
    expect(name).toBe("lesson:2026-11-20:the-same-words-again-the-same-words-again-the-same-words");
  });

  test("names everything that is missing or wrong at once, and shows a right one", () => {
    expect(
      refusal({
        date: "2026-02-30",
        agent: "",
        category: "oops",
        summary: "…",
        detail: " ",
        action: "",
      }),
    ).toEqual({
      code: "usage",
      text: 'Cannot log the lesson "…": the date is "2026-02-30", expected YYYY-MM-DD; Agent is "", expected a department\'s id or founder; Category is "oops", expected one of bug, process, knowledge, tool, decision; Summary is empty, expected what went wrong in one line; Detail is empty, expected what happened and why it mattered; Action is empty, expected what changes so that it does not happen again. A lesson looks like: Agent: marketing; Category: process; Summary: Posted the app link instead of the public one; Detail: the draft was written from memory; Action: the draft-post skill now calls company_facts first.',
    });
    expect(refusal({ summary: "x".repeat(201) }).text).toContain(
      "Summary has 201 characters, expected at most 200",
    );
    expect(refusal({ detail: "x".repeat(2001) }).text).toContain("Detail has 2001 characters");
  });
});

describe("parseLesson", () => {
  test("takes what other hands wrote, in any case and order, the newest of a label", () => {
    const observations = [
      "action: a",
      "Note: more",
      "SUMMARY: s",
      "Detail: d",
      "Category: BUG",
      "Agent: marketing",
      "Agent: cto",
      "Agent:",
    ];
    expect(
      parseLesson({
        name: "lesson:2026-11-20:s",
        observations: observations.map((text) => ({ text })),
      }),
    ).toEqual({
      kind: "lesson",
      lesson: {
        date: "2026-11-20",
        agent: "cto",
        category: "bug",
        summary: "s",
        detail: "d",
        action: "a",
      },
    });
  });

  test("says what is wrong with what is no lesson", () => {
    const observations = ["Agent: cto", "Category: bug", "Summary: s", "Detail: d"];
    expect(parseLesson({ name: "lesson of today", observations })).toEqual({
      kind: "malformed",
      problems: [
        'the name is "lesson of today", expected lesson:<date>:<slug>',
        'the date is "", expected YYYY-MM-DD',
        "Action is empty, expected what changes so that it does not happen again",
      ],
    });
  });
});
