import { defineConfig } from "vitest/config";
import { countsReporter } from "./test/reporters/counts.ts";

// The real Copilot CLI against a scripted model on loopback. Apart from the normal tests because
// it fetches the pinned client (425 MB unpacked) into a cache on first use.
export default defineConfig({
  test: {
    reporters: ["default", countsReporter],
    include: ["test/copilot/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
