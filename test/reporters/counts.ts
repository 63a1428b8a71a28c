/** Writes "passed failed" to the file in SOLO_HQ_TEST_COUNTS, so that CI can add up several runs. */
import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

export const countsReporter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const file = process.env.SOLO_HQ_TEST_COUNTS;
    if (file === undefined) return;
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((t) => t.result().state),
    );
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const passed = states.filter((state) => state === "passed").length;
    const failed = states.filter((state) => state === "failed").length + broken;
    writeFileSync(file, `${passed} ${failed}\n`);
  },
};
