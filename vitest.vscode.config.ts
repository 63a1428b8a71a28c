import { defineConfig } from "vitest/config";
import { countsReporter } from "./test/reporters/counts.ts";

// A real VS Code with its own Copilot Chat against a scripted model on loopback. Apart from the normal
// tests because it fetches the pinned editor (600 MB unpacked) into a cache on first use, and needs Chromium.
export default defineConfig({
  test: {
    reporters: ["default", countsReporter],
    globalSetup: ["test/run/fresh-programs.ts"],
    include: ["test/vscode/**/*.test.ts"],
    fileParallelism: false,
    // As with the Copilot CLI: an editor of another maker.
    retry: 2,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
