import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ClientReport, checkLoaded } from "../../company/kit/client/loaded.ts";
import { askClient } from "../../doctor/client/ask-client.ts";

const NOBODY = { departments: [], skillFiles: [] };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hq-client-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program under the client's name, which does what a shell script says. */
function program(script: string): { PATH: string } {
  const file = path.join(folder, "copilot");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { PATH: `${folder}${path.delimiter}${process.env.PATH}` };
}

const ask = (env: Record<string, string>) => askClient({ root: folder, env }, NOBODY);

describe("without a client that answers", () => {
  test("none on the PATH is said, with the way to get one", async () => {
    const [finding, ...more] = await ask({ PATH: folder });
    expect(more).toEqual([]);
    expect(finding?.what).toContain("no copilot (GitHub Copilot CLI) on the PATH");
    expect(finding?.fix).toContain("npm install -g @github/copilot");
  });

  test("one that cannot be started is named", async () => {
    const [finding] = await ask({ HQ_COPILOT_BIN: path.join(folder, "gone") });
    expect(finding).toMatchObject({ severity: "error" });
    expect(finding?.what).toMatch(/^Copilot CLI at ".*gone" cannot be started: .*ENOENT/);
  });

  test("one that begins no session is quoted, with its version and its end", async () => {
    const [finding] = await ask(
      program(
        '[ "$1" = --version ] && echo "GitHub Copilot CLI 0.9.3." || { echo "unknown option --output-format" >&2; exit 2; }',
      ),
    );
    expect(finding?.what).toBe(
      "Copilot CLI 0.9.3 began no session and ended with 2: unknown option --output-format",
    );
    expect(finding?.expected).toContain("1.0.102 or newer");
  });
});

const REPORT: ClientReport = {
  version: "1.0.102",
  agents: ["explore", "ceo", "lawyer"],
  skills: [{ name: "standup", file: ".github/skills/standup/SKILL.md" }],
  servers: [
    { name: "memory", status: "connected", error: null },
    { name: "company", status: "connected", error: null },
  ],
  said: [],
};
const EXPECTED = {
  departments: ["ceo", "lawyer"],
  skillFiles: [".github/skills/standup/SKILL.md"],
};
const problems = (report: Partial<ClientReport>) =>
  checkLoaded({ ...REPORT, ...report }, EXPECTED).filter(({ severity }) => severity !== "note");

describe("what a client says of itself", () => {
  test("of a whole company is one note", () => {
    const said = [
      {
        file: ".github/agents/ceo.agent.md",
        severity: "warning" as const,
        message: "unknown fields ignored: argument-hint, agents, handoffs",
      },
    ];
    expect(checkLoaded({ ...REPORT, said }, EXPECTED)).toMatchObject([
      {
        severity: "note",
        what: "Copilot CLI 1.0.102 loaded 2 departments, 1 skills and the servers memory, company",
      },
    ]);
  });

  test("an older version is told, a newer one not", () => {
    expect(problems({ version: "1.0.99" })[0]?.what).toBe("Copilot CLI 1.0.99");
    expect(problems({ version: "0.0.400" })).toHaveLength(1);
    expect(problems({ version: "1.1.0" })).toEqual([]);
  });

  test("a department, a skill and a server that are missing are errors without a reason too", () => {
    const found = problems({ agents: ["ceo"], skills: [], servers: REPORT.servers.slice(0, 1) });
    expect(found.map(({ file, severity }) => [file, severity])).toEqual([
      [".github/agents/lawyer.agent.md", "error"],
      [".github/skills/standup/SKILL.md", "error"],
      [".mcp.json", "error"],
    ]);
  });
});
