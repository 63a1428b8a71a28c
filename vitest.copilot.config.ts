import { defineConfig } from "vitest/config";
import { countsReporter } from "./test/reporters/counts.ts";
import { sqlAsText } from "./test/run/sql-as-text.ts";

// The real Copilot CLI against a scripted model on loopback. Apart from the normal tests because
// it fetches the pinned client (425 MB unpacked) into a cache on first use.
export default defineConfig({
  plugins: [sqlAsText],
  test: {
    reporters: ["default", countsReporter],
    globalSetup: ["test/run/fresh-programs.ts"],
    include: ["test/copilot/**/*.test.ts"],
    fileParallelism: false,
    // A client of another maker, started some 300 times: what fails is told as retried, what fails
    // three times is a failure.
    retry: 2,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
