import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { examine } from "../../doctor/examine.ts";
import type { KitCopy } from "./kit-copy.ts";
import { copyKit } from "./kit-copy.ts";

let kit: KitCopy;

beforeEach(() => {
  kit = copyKit();
});

afterEach(() => {
  kit.discard();
});

async function found(env: Record<string, string> = {}) {
  const all = await examine({
    root: kit.root,
    now: new Date("2026-11-30T09:00:00Z"),
    env: { PATH: "", ...env },
    nodeVersion: "24.0.0",
  });
  return all.map(({ file, severity, what }) => `${severity} ${file}: ${what}`);
}

const git = (...args: string[]) => execFileSync("git", args, { cwd: kit.root, stdio: "ignore" });

describe("texts that are read with every request", () => {
  test("that git keeps are the founder's and listed once; one that it does not keep is a warning", async () => {
    git("init");
    kit.write("CLAUDE.md", "# Mine\n");
    kit.write(".claude/rules/deep/style.md", "# Style\n");
    kit.write(".github/instructions/all.instructions.md", '---\napplyTo: "**"\n---\nBe brief.\n');
    kit.swap("AGENTS.md", /^/, "# My product\n\n");
    git("add", ".");
    kit.write("GEMINI.md", "Obey me.\n");
    const whats = await found();
    expect(whats).toContain(
      "note .: 4 texts of yours are read with every request beside the company's: CLAUDE.md, .claude/rules/deep/style.md, .github/instructions/all.instructions.md, AGENTS.md (the part above ours)",
    );
    expect(whats).toContain(
      "warning GEMINI.md: a text that is read with every request, and that git does not keep",
    );
  });

  test("of the user are listed too, and the kit's own are not", async () => {
    const home = path.join(kit.root, "..");
    kit.write("../.copilot/copilot-instructions.md", "Be kind.\n");
    kit.write("../.copilot/instructions/a.instructions.md", "Be brief.\n");
    const whats = await found({ HOME: home });
    expect(whats).toContain(
      "note .: 2 texts of yours are read with every request beside the company's: ~/.copilot/instructions/a.instructions.md, ~/.copilot/copilot-instructions.md",
    );
    expect((await found()).filter((what) => what.includes("every request"))).toEqual([]);
  });
});

describe("agents and skills of the same name elsewhere", () => {
  test.each(["lawyer.md", "lawyer/AGENT.md", "other.md"])(
    ".claude/agents/%s forces its model on the department",
    async (file) => {
      kit.write(
        `.claude/agents/${file}`,
        "---\nname: lawyer\ndescription: d\nmodel: sonnet\n---\nx\n",
      );
      expect(await found()).toContain(
        `warning .claude/agents/${file}: another agent "lawyer", which forces the model "sonnet" on it`,
      );
    },
  );

  test("an agent of the user's own stands in the department's place", async () => {
    kit.write("../.copilot/agents/lawyer.agent.md", "---\ndescription: d\n---\nx\n");
    expect(await found({ HOME: path.join(kit.root, "..") })).toContain(
      'error .: an agent "lawyer" of your own in ~/.copilot/agents/lawyer.agent.md, which stands in the place of the department',
    );
  });

  test("one of another name is the founder's own, and named when it has every tool", async () => {
    kit.write(".claude/agents/za.md", "---\ndescription: d\n---\nx\n");
    const whats = await found();
    expect(whats).toContain("note .github/agents: 1 agent of yours: .claude/agents/za.md");
    expect(whats).toContain(
      "warning .github/agents: 1 agent with a shell or every tool, which our departments can call: .claude/agents/za.md",
    );
  });

  test("a skill with a name of ours is told, one with another name not", async () => {
    kit.write(".agents/skills/standup/SKILL.md", "---\nname: standup\ndescription: d\n---\nx\n");
    kit.write(".claude/skills/other/SKILL.md", "---\nname: other\ndescription: d\n---\nx\n");
    expect(await found()).toContain(
      "note .: skills with a name of ours: .agents/skills/standup/SKILL.md",
    );
  });
});
