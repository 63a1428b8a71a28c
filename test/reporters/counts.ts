/**
 * Writes "passed failed" to the file in SOLO_HQ_TEST_COUNTS, so that CI can add up several runs, and names
 * the tests that passed only when they were tried again: each of them is a fault still to be found.
 */
import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

export const countsReporter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const flaky = tests.filter((one) => one.diagnostic()?.flaky === true);
    if (flaky.length > 0) {
      console.log(`Passed only when tried again: ${String(flaky.length)}`);
      for (const one of flaky) console.log(`  ${one.module.relativeModuleId}: ${one.fullName}`);
    }
    const file = process.env.SOLO_HQ_TEST_COUNTS;
    if (file === undefined) return;
    const states = tests.map((one) => one.result().state);
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const passed = states.filter((state) => state === "passed").length;
    const failed = states.filter((state) => state === "failed").length + broken;
    writeFileSync(file, `${passed} ${failed}\n`);
  },
};
