/** Answers to statements: what code refuses of them, and how long they hold. */
import { describe, expect, it } from "vitest";
import {
  type Answer,
  answerProblems,
  FOUNDERS_WORD,
  openStatements,
  type PutStatement,
  type RecordedStatementAnswer,
  type StatementAnswer,
} from "../../../company/claims/answers.ts";
import { checkDraft } from "../../../company/claims/check.ts";
import type { Statement, StatementKind } from "../../../company/claims/types.ts";
import { DRAFT_CONTEXT } from "./draft-company.ts";

const { constitution, memory } = DRAFT_CONTEXT;
const SOURCES = {
  ...{ constitution, memory, isFounder: false },
  existingPaths: new Set(["test/export.test.ts"]),
};

function put(number: number, changes: Partial<PutStatement> = {}): PutStatement {
  return {
    ...{ number, line: number, text: `Statement ${number}.`, key: `k${number}` },
    ...{ product: "Redeiro", kinds: ["claim"], topics: [], open: ["it says something"] },
    ...changes,
  };
}

function problems(statement: Partial<PutStatement>, answer: Omit<StatementAnswer, "statement">) {
  return answerProblems([put(1, statement)], [{ statement: 1, ...answer }], SOURCES);
}

describe("answers to the statements of a post", () => {
  it("are one for each that was put, and none for another", () => {
    const answers = [1, 2, 2, 9].map((statement) => ({ statement, is: "no claim" as const }));
    expect(answerProblems([put(1), put(2), put(3)], answers, SOURCES)).toEqual([
      "no answer to 3",
      "two answers to 2",
      "no statement 9 was put",
    ]);
    expect(answerProblems([put(1)], answers.slice(0, 1), SOURCES)).toEqual([]);
  });

  it.each<StatementKind>(["figure", "comparison", "absolute", "quote"])(
    'do not say "no claim" of a %s, nor a level that nothing carries',
    (kind) => {
      expect(problems({ kinds: [kind] }, { is: "no claim" })).toEqual([
        `1: "no claim" cannot be said of ${kind}`,
      ]);
      expect(problems({ kinds: [kind] }, { is: "THESIS" })).toEqual([
        '1: name in "by" the row or the evidence that carries it',
      ]);
    },
  );

  it("do not claim above the row that the statement touches", () => {
    const topics = ["audit trails"];
    expect(problems({ topics }, { is: "no claim" })).toHaveLength(1);
    expect(problems({ topics }, { is: "LIVE", by: "metric:mrr" })).toEqual([
      "1: audit trails is ROADMAP in the table",
    ]);
    expect(problems({ topics }, { is: "ROADMAP" })).toEqual([]);
    expect(problems({ product: "Sargaço" }, { is: "LIVE", by: "metric:mrr" })).toEqual([
      "1: Sargaço is building",
    ]);
  });

  it.each([
    ["a row that is LIVE", "data export", true],
    ["a row that is not", "audit trails", false],
    ["an entity", "metric:redeiro-customers", true],
    ["an entity that memory does not hold", "metric:none", false],
    ["a decision that is only proposed", "decision:2026-11-02:proposal-terms-before-beta", false],
    ["a file", "test/export.test.ts", true],
    ["a file that is not there", "test/none.test.ts", false],
    ["an address of the product", "https://redeiro.example/changelog", true],
    ["an address of somebody else", "https://elsewhere.example/", false],
    ["a good and a bad one", "metric:redeiro-customers; metric:none", false],
    ["words", "I know it", false],
    ["nothing", "", false],
  ])("are carried by what is there: %s", (_, by, isFine) => {
    expect(problems({}, { is: "LIVE", by }).length === 0).toBe(isFine);
  });

  it("say what must change, and leave to the founder what only the founder knows", () => {
    expect(problems({}, { is: "change" })).toEqual(['1: say in "why" what must change']);
    expect(problems({}, { is: "change", why: "Say when." })).toEqual([]);
    expect(problems({ kinds: ["figure"] }, { is: "founder" })).toEqual([]);
  });

  it("may rest on the founder's word where no row speaks, and only for the founder", () => {
    const mine = { statement: 1, is: "LIVE" as const, by: FOUNDERS_WORD };
    const asFounder = { ...SOURCES, isFounder: true };
    expect(answerProblems([put(1, { kinds: ["figure"] })], [mine], asFounder)).toEqual([]);
    expect(answerProblems([put(1, { kinds: ["figure"] })], [mine], SOURCES)).toHaveLength(1);
    expect(answerProblems([put(1, { topics: ["audit trails"] })], [mine], asFounder)).toHaveLength(
      1,
    );
    expect(answerProblems([put(1)], [{ statement: 1, is: "founder" }], asFounder)).toHaveLength(1);
  });
});

describe("a statement", () => {
  const check = checkDraft("Redeiro keeps the stock.", "x", DRAFT_CONTEXT);
  const statements: Statement[] = check.kind === "checked" ? check.statements : [];
  const key = statements[0]?.key ?? "";

  function left(answers: Partial<RecordedStatementAnswer>[], isReviewerThere = true): string {
    const recorded = answers.map((each) => ({
      ...{ key, is: "no claim" as Answer, by: null, workHash: "then", who: "lawyer" },
      ...{ attestation: "headless-run" as const, ...each },
    }));
    const { forReviewer, forFounder } = openStatements(statements, recorded, {
      ...SOURCES,
      ...{ hash: "now", isReviewerThere },
    });
    return forReviewer.length > 0 ? "reviewer" : forFounder.length > 0 ? "founder" : "nobody";
  }

  it("waits for the reviewer, or for the founder where there is none", () => {
    expect(left([])).toBe("reviewer");
    expect(left([], false)).toBe("founder");
  });

  it("stays answered while its words do, if code saw who answered", () => {
    expect(left([{}])).toBe("nobody");
    expect(left([{ key: "other" }])).toBe("reviewer");
    expect(left([{ attestation: null }])).toBe("reviewer");
    expect(left([{ attestation: null, workHash: "now" }])).toBe("nobody");
  });

  it("waits again when what carried its answer is gone", () => {
    expect(left([{ is: "LIVE", by: "metric:redeiro-customers" }])).toBe("nobody");
    expect(left([{ is: "LIVE", by: "metric:gone" }])).toBe("reviewer");
  });

  it("that must change waits until it has, and that only the founder knows for the founder", () => {
    expect(left([{ is: "change", workHash: "now" }])).toBe("nobody");
    expect(left([{ is: "change" }])).toBe("reviewer");
    expect(left([{ is: "founder" }])).toBe("founder");
    expect(left([{ is: "founder" }, { who: "founder", attestation: "founder" }])).toBe("nobody");
    expect(left([{ is: "change", who: "founder", attestation: "founder" }])).toBe("founder");
  });
});
