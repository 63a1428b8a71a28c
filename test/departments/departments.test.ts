import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { leavesToCaller, lostTools } from "../../company/kit/agents/nested-tools.ts";
import { readFrontMatter } from "../../company/kit/front-matter.ts";

const KIT = path.join(import.meta.dirname, "../..");
const AGENTS = path.join(KIT, ".github/agents");
const read = (file: string) => readFileSync(path.join(KIT, file), "utf8");

const departments = readdirSync(AGENTS).map((file) => {
  const front = readFrontMatter(readFileSync(path.join(AGENTS, file), "utf8"));
  if (front.kind !== "fields") throw new Error(`${file} has no front matter`);
  return { id: file.replace(".agent.md", ""), data: front.data, body: front.body };
});

const having = (tool: RegExp) =>
  departments
    .filter(({ data }) => (data.tools as string[]).some((name) => tool.test(name)))
    .map(({ id }) => id);

describe("the departments", () => {
  it("are those of the constitution", () => {
    const { constitution } = parseConstitution(
      read(".github/copilot-instructions.md"),
      "constitution",
    );
    const ids = departments.map(({ id }) => id);
    expect(ids).toEqual(constitution.departments.map(({ agent }) => agent).toSorted());
  });

  it("have only the tools they need", () => {
    expect(having(/execute|shell|bash|\*/)).toEqual([]);
    expect(having(/^edit/)).toEqual(["accountant", "improver", "marketing"]);
    expect(having(/^memory\/delete_/)).toEqual(["coo"]);
    expect(having(/^web/)).toEqual(["accountant", "ceo", "cfo", "cto", "lawyer", "marketing"]);
    expect(having(/^agent$/)).toEqual(departments.map(({ id }) => id));
  });

  it("leave it to their caller to start others, which would have fewer tools under a subagent", () => {
    for (const { id, body, data } of departments) {
      const others = departments.filter((other) => (data.agents as string[]).includes(other.id));
      const lost = others.flatMap((other) =>
        lostTools(data.tools as string[], other.data.tools as string[]),
      );
      const page = read(".github/copilot-instructions.md");
      if (lost.length > 0) expect(leavesToCaller(body) || leavesToCaller(page), id).toBe(true);
    }
    expect(read("AGENTS.md")).toContain("goes to the department that owns it");
    expect(read("AGENTS.md")).toContain("A subagent starts no other");
  });

  it("get the constitution also as subagents, and never call themselves", () => {
    for (const { id, data } of departments) {
      expect(data["include-custom-instructions"], id).toBe(true);
      expect(data.agents, id).not.toContain(id);
    }
  });

  it("end every answer with a line of their own, and the coo looks for it: VS Code cuts a subagent off in silence", () => {
    for (const { id, body } of departments) {
      expect(body.trimEnd().split("\n").at(-1), id).toContain(
        `The last line of every answer of yours is \`End: ${id}\`.`,
      );
    }
    const coo = departments.find(({ id }) => id === "coo");
    expect(coo?.body).toContain("without its own `End: <id>` was cut off");
    expect(JSON.parse(read(".vscode/settings.json"))).toEqual({ "chat.agent.maxRequests": 200 });
  });

  it.each([
    "must not do",
    "Read first",
    "How you work",
    "Reviews you must ask for",
    "Output",
    "What you store",
    "Lessons and gaps",
  ])("each say in a section of their own: %s", (section) => {
    for (const { id, body } of departments) {
      expect(body.match(/^## .*$/gm)?.join("\n"), id).toContain(section);
    }
  });
});

describe("the procedures", () => {
  it.each(["monthly-accounting", "quarterly-vat"])(
    "of %s hold no figure or form of a country",
    (skill) => {
      const text = read(`.github/skills/${skill}/SKILL.md`);
      expect(text).not.toMatch(/Portug|\bIVA\b|\bIRS\b|\d ?%|€/);
      expect(text).toContain("metadata: country:");
    },
  );

  it.each([
    "standup",
    "weekly-review",
    "monthly-accounting",
    "quarterly-vat",
    "trend-scan",
    "improve-agents",
  ])("of %s end with the tracker of its run", (skill) => {
    const text = read(`.github/skills/${skill}/SKILL.md`);
    expect(text).toContain(`prompt-run:${skill}`);
    expect(text).toContain("$ARGUMENTS");
  });
});
