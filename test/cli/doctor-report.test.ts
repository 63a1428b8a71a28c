import { describe, expect, test } from "vitest";
import type { Io } from "../../cli/context.ts";
import { countLine, renderReport } from "../../cli/doctor-report.ts";
import type { Finding } from "../../company/finding.ts";

const FINDINGS: Finding[] = [
  {
    file: ".github/agents/cfo.agent.md",
    line: 5,
    severity: "error",
    what: 'the unknown tool "memory/find_nodes"',
    expected:
      "a tool of memory: create_entities, create_relations, add_observations, delete_entities, read_graph, search_nodes, open_nodes",
    fix: "Correct the name: the clients drop unknown tools silently.",
  },
  {
    file: ".github/agents/cfo.agent.md",
    line: 0,
    severity: "warning",
    what: "an agent that names no reviewer",
    expected: 'the reviewers it must ask, or a pointer to "Review triggers"',
    fix: "Say which reviews it must ask for before it delivers.",
  },
  {
    file: "Founder/uma pasta com um nome que é muito, muito comprido/e ainda mais/activity.md",
    line: 12,
    severity: "error",
    what: `the link "${"very-long-name-without-a-space/".repeat(4)}"\u001b[2J, which leads to nothing`,
    expected: "a file",
    fix: "Correct the path, or remove the link.",
  },
  {
    file: ".",
    line: 0,
    severity: "warning",
    what: "no copilot (GitHub Copilot CLI) on the PATH",
    expected: "Copilot CLI, or only VS Code",
    fix: "Install it with npm install -g @github/copilot, or work in VS Code.",
  },
];

function io(columns: number, color = false): Io {
  return {
    stdout: () => {},
    stderr: () => {},
    interactive: false,
    live: false,
    columns,
    color,
    env: {},
    cwd: "/",
    program: "hq",
    now: () => new Date(0),
    setExitCode: () => {},
  };
}

describe("the doctor's report", () => {
  test("groups findings by file and ends with their number", async () => {
    await expect(renderReport(FINDINGS, io(80))).toMatchFileSnapshot("doctor-report.golden.txt");
  });

  test.each([200, 80, 44, 10])("fits a terminal of %i columns", (columns) => {
    const width = Math.max(30, Math.min(columns, 80));
    for (const line of renderReport(FINDINGS, io(columns)).split("\n")) {
      expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });

  test("colours only when colour is wanted, and lets no escape sequence through", () => {
    expect(renderReport(FINDINGS, io(80))).not.toContain("\u001b");
    const colored = renderReport(FINDINGS, io(80, true));
    expect(colored).toContain("\u001b[31merror");
    expect(colored).not.toContain("\u001b[2J");
  });

  test("says so when there is nothing to mend", () => {
    expect(renderReport([], io(80))).toBe("Nothing to mend.\n");
  });

  test("counts errors, warnings and files", () => {
    expect(countLine(FINDINGS)).toBe("2 errors and 2 warnings in 2 files.");
    expect(countLine(FINDINGS.slice(1, 2))).toBe("1 warning in 1 file. Nothing stops the company.");
    expect(countLine(FINDINGS.slice(3))).toBe("1 warning. Nothing stops the company.");
  });
});
