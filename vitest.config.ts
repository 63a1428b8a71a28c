import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { countsReporter } from "./test/reporters/counts.ts";

/**
 * Tests of the kit as it comes. Once hq init has run, this clone holds a company's own departments
 * and, outside Portugal, no Portuguese skills: then these have nothing to test.
 */
const KIT_TESTS = [
  "test/cli/doctor/**",
  "test/cli/install/**",
  "test/cli/commands/{init,upgrade,department}.test.ts",
  "test/departments/**",
  "test/upgrade/**",
];
const isCompany = existsSync(".hq-kit/manifest.json");
if (isCompany) {
  console.warn("A company was set up in this clone: tests of the kit's own files are left out.");
}

/** Migrations are text to the code, as in scripts/build.mjs. */
const sqlAsText = {
  name: "sql-as-text",
  transform: (code: string, id: string) =>
    id.endsWith(".sql") ? `export default ${JSON.stringify(code)}` : undefined,
};

export default defineConfig({
  plugins: [sqlAsText],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/copilot/**", ...(isCompany ? KIT_TESTS : [])],
    reporters: ["default", countsReporter],
    testTimeout: 30_000,
    env: { NO_COLOR: "1", TZ: "UTC" },
  },
});
