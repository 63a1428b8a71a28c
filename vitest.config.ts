import { defineConfig } from "vitest/config";
import { countsReporter } from "./test/reporters/counts.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/copilot/**"],
    reporters: ["default", countsReporter],
    testTimeout: 30_000,
    env: { NO_COLOR: "1", TZ: "UTC" },
  },
});
