import { defineConfig } from "vitest/config";
import { countsReporter } from "./test/reporters/counts.ts";
import { sqlAsText } from "./test/run/sql-as-text.ts";

// What needs Chromium: a real VS Code with its own Copilot Chat against a scripted model on loopback. Apart from the normal
// tests because it fetches the pinned editor (600 MB unpacked) into a cache on first use, and needs Chromium.
export default defineConfig({
  plugins: [sqlAsText],
  test: {
    reporters: ["default", countsReporter],
    globalSetup: ["test/run/fresh-programs.ts"],
    include: ["test/vscode/**/*.test.ts", "test/cli/memory/graph-page/browser.test.ts"],
    // Where it may be fetched; npm test leaves out what needs it when there is none.
    env: { SOLO_HQ_CHROMIUM: "fetch" },
    fileParallelism: false,
    // As with the Copilot CLI: an editor of another maker.
    retry: 2,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
