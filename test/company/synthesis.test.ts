import { describe, expect, it } from "vitest";
import { isSmall, type JudgedRun, synthesisLine, synthesisOf } from "../../company/synthesis.ts";

const TRACE = { toolCalls: 3, refused: 0, failed: 0, filesChanged: 0, failures: [] };
const STRETCH = { from: "2026-11-20T00:00:00.000Z", until: "2026-11-21T00:00:00.000Z" };
const run = (changes: Partial<JudgedRun> = {}): JudgedRun => ({
  ...{ id: "run-1", agent: "cfo", state: "done" },
  ...{ calls: 2, inputTokens: 1_000, outputTokens: 100, trace: TRACE },
  ...changes,
});
const refused = (times: number) => ({
  ...{ ...TRACE, refused: times },
  failures: [{ tool: "edit", refused: true, text: "Denied.", times }],
});

describe("a run that a smaller model could have done", () => {
  it("came to its end in a few clean steps and changed no file", () => {
    expect(isSmall(run())).toBe(true);
    for (const changes of [
      { state: "failed" },
      { trace: null },
      { outputTokens: 1_501 },
      { inputTokens: 150_001 },
      { trace: { ...TRACE, toolCalls: 7 } },
      { trace: { ...TRACE, failed: 1 } },
      { trace: { ...TRACE, refused: 1 } },
      { trace: { ...TRACE, filesChanged: 1 } },
    ]) {
      expect(isSmall(run(changes)), JSON.stringify(changes)).toBe(false);
    }
  });
});

describe("the synthesis of runs", () => {
  it("adds up what was used, and puts the department with the most trouble first", () => {
    const runs = [
      run({ id: "run-1" }),
      run({ id: "run-2", agent: "coo", state: "failed", trace: refused(2) }),
      run({ id: "run-3", agent: "coo", state: "running", trace: null }),
    ];
    expect(synthesisOf(STRETCH, runs)).toMatchObject({
      ...{ runs: 3, unfinished: 1, calls: 6, tokens: 3_300, smallerModel: ["run-1"] },
      agents: [
        { agent: "coo", runs: 2, unfinished: 1, refused: 2 },
        { agent: "cfo", runs: 1, unfinished: 0 },
      ],
    });
  });

  it("calls a failure repeated in two runs, or three times in one", () => {
    const repeated = (...runs: JudgedRun[]) => synthesisOf(STRETCH, runs).repeated;
    expect(repeated(run({ trace: refused(2) }))).toEqual([]);
    expect(repeated(run({ trace: refused(3) }))).toMatchObject([{ times: 3, runs: ["run-1"] }]);
    const two = [run({ trace: refused(1) }), run({ id: "run-2", trace: refused(1) })];
    expect(repeated(...two)).toMatchObject([{ times: 2, runs: ["run-1", "run-2"] }]);
    expect(
      repeated(two[0] as JudgedRun, run({ id: "run-2", agent: "coo", trace: refused(1) })),
    ).toEqual([]);
  });

  it("fits a line", () => {
    const synthesis = synthesisOf(STRETCH, [
      run(),
      run({ id: "run-2", state: "lost", trace: refused(3) }),
    ]);
    expect(synthesisLine("2026-11-20", synthesis)).toBe(
      "Runs of 2026-11-20: 2 runs, 1 not finished; cfo: edit refused 3 times (Denied.); 1 that a smaller model could have done (run-1).",
    );
  });
});
