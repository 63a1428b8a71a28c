import { existsSync, globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { countsReporter } from "./test/reporters/counts.ts";
import { sqlAsText } from "./test/run/sql-as-text.ts";

const TESTS = "test/**/*.test.ts";
/** On real clients: `npm run test:copilot`, `npm run test:vscode`. */
const CLIENT_TESTS = ["test/copilot/**", "test/vscode/**"];
/**
 * Tests of the kit as it comes. Once hq init has run, this clone holds a company's own departments
 * and, outside Portugal, no Portuguese skills: then these have nothing to test.
 */
const KIT_TESTS = [
  "test/doctor/**",
  "test/setup/**",
  "test/cli/commands/{init,upgrade,department}.test.ts",
  "test/departments/**",
  "test/upgrade/**",
];
const isCompany = existsSync(".hq-kit/manifest.json");
if (isCompany) {
  console.warn("A company was set up in this clone: tests of the kit's own files are left out.");
}

const files = globSync(TESTS, { exclude: CLIENT_TESTS });
const saying = (words: RegExp) => files.filter((file) => words.test(readFileSync(file, "utf8")));
/** Files that put something in the place of a module: in a worker of their own, nobody else gets it. */
const mocking = saying(/\bvi\.(do)?[mM]ock\(/);

/** `npm run test:long`: only the files that try something more often then. */
const isLong = process.env.SOLO_HQ_LONG === "rounds";
const include = isLong ? saying(/\/run\/rounds\.ts"/) : [TESTS];

/**
 * Packages as Node and the build load them. Vitest asks for their "development" copies, and those
 * check themselves at every step: reading Markdown takes twice as long.
 */
const packagesAsShipped = {
  name: "packages-as-shipped",
  configResolved: ({ ssr }: { ssr: { resolve?: { conditions?: string[] } } }) => {
    if (ssr.resolve) ssr.resolve.conditions = ["node"];
  },
};

const exclude = [...CLIENT_TESTS, ...(isCompany ? KIT_TESTS : [])];

export default defineConfig({
  plugins: [sqlAsText, packagesAsShipped],
  test: {
    reporters: ["default", countsReporter],
    // Vitest would leave one core free: half the machine where there are two.
    maxWorkers: "100%",
    globalSetup: ["test/run/temporary-folder.ts"],
    testTimeout: process.env.SOLO_HQ_LONG === undefined ? 30_000 : 1_800_000,
    // Twice more in CI, on a machine that nobody watches: told by name at the end. Never at a desk, where a
    // test that fails now and then is a fault to be found.
    retry: process.env.CI ? 2 : 0,
    env: { NO_COLOR: "1", TZ: "UTC" },
    projects: [
      {
        extends: true,
        test: {
          name: "shared worker",
          include,
          exclude: [...exclude, ...mocking],
          isolate: false,
          setupFiles: ["test/run/left-as-found.ts"],
        },
      },
      { extends: true, test: { name: "own worker", include: isLong ? [] : mocking, exclude } },
    ],
  },
});
