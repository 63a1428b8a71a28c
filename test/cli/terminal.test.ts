/** What a person sees in a terminal: its width, headings and colours instead of Markdown; a pipe gets plain text. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Io } from "../../cli/context.ts";
import { runHq } from "./run-hq.ts";
import { copySample } from "./sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;
beforeAll(async () => {
  company = await copySample();
});
afterAll(() => company.remove());

const hq = (words: string[], world: Partial<Io>) =>
  runHq([...words, "--root", company.root], {
    now: () => new Date("2026-11-24T08:30:00Z"),
    ...world,
  });

const COLOUR = /\u001b\[\d+m/g;
const SCREENS = [
  ["standup", "--dry-run"],
  ["board"],
  ["duty"],
  ["status"],
  ["memory", "show", "Redeiro"],
  ["lesson"],
  ["doctor"],
  ["board", "due", "--help"],
];

describe.each([46, 80, 200])("in a terminal of %i columns", (columns) => {
  it.each(SCREENS.map((words) => [words.join(" "), words] as const))(
    "hq %s fits, and cuts no word",
    async (_, words) => {
      const wide = await hq(words, { terminal: true, color: false, columns: 10_000 });
      const { stdout } = await hq(words, { terminal: true, color: false, columns });
      const tooLong = stdout.split("\n").filter((line) => {
        const bare = line.replace(/^\s*(?:[-•] |\d+\. |\[.\] T-\d+ )?/, "").trim();
        return line.length > columns && bare.includes(" ") && !/^(?:bin\/)?hq /.test(bare);
      });
      expect(tooLong).toEqual([]);
      // The same words in the same order, whatever the width.
      const wordsOf = (text: string) =>
        text
          .split(/\s+/)
          .filter((word) => word !== "")
          .join(" ");
      // Of the doctor a path that is wider than the terminal is broken, of the status the end is left out.
      const isWhole = words[0] !== "status" && (words[0] !== "doctor" || columns > 46);
      if (isWhole) expect(wordsOf(stdout)).toBe(wordsOf(wide.stdout));
    },
  );
});

describe("the plan in a terminal", () => {
  it("uses the width there is", async () => {
    const { stdout } = await hq(["standup", "--dry-run"], { terminal: true, columns: 200 });
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeGreaterThan(120);
  });

  it("has bold headings and no marks, and what is late is red", async () => {
    const { stdout } = await hq(["standup", "--dry-run"], {
      terminal: true,
      color: true,
      columns: 80,
    });
    expect(stdout).toContain("\u001b[1mStandup 2026-11-24");
    expect(stdout).toMatch(/\u001b\[1m\u001b\[31mOverdue \(\d+\)/);
    expect(stdout).toMatch(/\u001b\[31m\d+ days late\u001b\[39m/);
    expect(stdout).not.toMatch(/^#|\*\*/m);
    expect(stdout).toMatch(/When done: hq done T-\d+/);
  });

  it("has no colour with NO_COLOR, and the same words", async () => {
    const plain = await hq(["standup", "--dry-run"], { terminal: true, color: false });
    const colored = await hq(["standup", "--dry-run"], { terminal: true, color: true });
    expect(plain.stdout).not.toMatch(COLOUR);
    expect(colored.stdout.replaceAll(COLOUR, "")).toBe(plain.stdout);
  });

  it("is Markdown of 78 columns in a pipe, whatever the terminal behind it", async () => {
    const { stdout } = await hq(["standup", "--dry-run"], { terminal: false, columns: 200 });
    expect(stdout).toMatch(/^# Standup 2026-11-24/);
    expect(stdout).toContain("\n## Overdue");
    expect(
      stdout.split("\n").filter((line) => line.length > 78 && !line.includes("deadline:")),
    ).toEqual([]);
  });
});
