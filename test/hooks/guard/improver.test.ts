/** What the Improver may change of an agent, a skill, a prompt, and what it may not take away. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decide, KIT } from "../workplace.ts";

const AGENT = ".github/agents/lawyer.agent.md";
const SKILL = ".github/skills/standup/SKILL.md";
const PROMPT = ".github/prompts/standup.prompt.md";
const REFERENCE = ".github/skills/launch/reference.md";
const HOOKS = [
  "hooks:",
  "  PreToolUse:",
  "    - type: command",
  '      command: "node .github/hooks/guard.mjs lawyer"',
].join("\n");

const files: Record<string, string> = {};
beforeAll(() => {
  for (const file of [AGENT, SKILL, PROMPT])
    files[file] = readFileSync(path.join(KIT, file), "utf8");
  files[AGENT] = of(AGENT)
    .replace(/^hooks:\n(?: .*\n)*/m, "")
    .replace("include-custom-instructions", `${HOOKS}\ninclude-custom-instructions`);
  files[REFERENCE] = "# Launch days\n\nFirst.\n";
  files[".github/skills/launch/SKILL.md"] =
    "---\nname: launch\ndescription: d\nallowed-tools: view\n---\n# Launch\n";
});
afterAll(() => {
  for (const file of Object.keys(files)) delete files[file];
});

const of = (file: string) => files[file] as string;
const judge = (payload: object, agent: string | null = "improver") =>
  decide(
    { cwd: KIT, ...payload },
    { root: KIT, read: (file) => files[file] ?? null, speaker: agent },
  );
/** The same change in every shape that clients send. */
const swaps = (file: string, from: string, to: string): object[] => {
  expect(of(file).split(from), `${from} in ${file}`).toHaveLength(2);
  const whole = of(file).replace(from, () => to);
  const lines = [
    ...from.split("\n").map((line) => `-${line}`),
    ...to.split("\n").map((line) => `+${line}`),
  ];
  return [
    { tool_name: "Edit", tool_input: { path: file, old_str: from, new_str: to } },
    { tool_name: "Write", tool_input: { path: file, file_text: whole } },
    {
      tool_name: "replace_string_in_file",
      tool_input: { filePath: file, oldString: from, newString: to },
    },
    {
      tool_name: "Edit",
      tool_input: [
        "*** Begin Patch",
        `*** Update File: ${file}`,
        "@@",
        ...lines,
        "*** End Patch",
      ].join("\n"),
    },
  ];
};
const lineOf = (file: string, key: string) =>
  new RegExp(`^${key}${key.startsWith("#") ? "" : ":"}.*$`, "m").exec(of(file))?.[0] ?? "";
const write = (file: string, text: string) => ({
  tool_name: "Write",
  tool_input: { path: file, file_text: text },
});
const patch = (...lines: string[]) => ({
  tool_name: "Edit",
  tool_input: ["*** Begin Patch", ...lines, "*** End Patch"].join("\n"),
});

describe("of an agent the improver does not change", () => {
  const end = "include-custom-instructions: true";
  it.each<[string, () => [string, string]]>([
    ["a review tool away", () => [", 'company/submit_verdict'", ""]],
    ["all tools away", () => [lineOf(AGENT, "tools"), "tools: []"]],
    ["the order of its tools", () => ["'read', 'search'", "'search', 'read'"]],
    ["whether colleagues may call it", () => [end, `disable-model-invocation: true\n${end}`]],
    ["whether the founder sees it", () => [end, `user-invocable: false\n${end}`]],
    ["that it heeds the constitution", () => [`\n${end}`, ""]],
    ["that to false", () => [end, "include-custom-instructions: false"]],
    ["its model", () => [end, `model: some-dear-one\n${end}`]],
    ["its models", () => [end, `models:\n  - a\n${end}`]],
    ["its client", () => [end, `target: vscode\n${end}`]],
    ["whom it may call", () => [lineOf(AGENT, "agents"), "agents: ['*']"]],
    ["whom it may call, to nobody", () => [lineOf(AGENT, "agents"), "agents: []"]],
    ["its skills", () => [end, `skills: ['standup']\n${end}`]],
    ["how hard it thinks", () => [end, `reasoning-effort: max\n${end}`]],
    ["a key that nobody knows", () => [end, `infer: false\n${end}`]],
    ["its hooks away", () => [`${HOOKS}\n`, ""]],
    ["its hooks to another's name", () => ["guard.mjs lawyer", "guard.mjs coo"]],
    ["its hooks by a blank", () => ["    - type: command", "    -  type: command"]],
    ["a second hook", () => [HOOKS, `${HOOKS}\n    - type: command\n      command: x`]],
    [
      "a handoff that sends by itself",
      () => ["    agent: cto\n", "    agent: cto\n    send: true\n"],
    ],
    ["the same in other words", () => ["    agent: cto\n", '    agent: cto\n    "send": true\n']],
    ["a handoff with a model", () => ["    agent: cto\n", "    agent: cto\n    model: dear\n"]],
    ["a handoff in one line", () => ["    agent: cto\n", "    agent: cto\n    x: {send: true}\n"]],
    ["its name", () => ["name: lawyer", "name: solicitor"]],
  ])("%s", (_, change) => {
    for (const payload of swaps(AGENT, ...change())) {
      expect(judge(payload), JSON.stringify(payload).slice(0, 200)).not.toBeNull();
      expect(judge(payload, null)).not.toBeNull();
    }
  });

  it.each([
    ["removing it", patch(`*** Delete File: ${AGENT}`)],
    ["moving it", patch(`*** Update File: ${AGENT}`, "*** Move to: .github/agents/x.agent.md")],
    ["moving it away", patch(`*** Update File: ${AGENT}`, "*** Move to: docs/lawyer.md")],
    ["a server's delete", { tool_name: "fs-delete_file", tool_input: { path: AGENT } }],
    [
      "a delete of all",
      { tool_name: "fs-delete_directory", tool_input: { path: ".github/agents" } },
    ],
    [
      "a second one of its name",
      write(
        ".github/agents/legal/lawyer.agent.md",
        "---\nname: lawyer\ndescription: d\ntools: []\n---\n",
      ),
    ],
    [
      "a second one under another file",
      write(".github/agents/legal.agent.md", "---\nname: lawyer\ndescription: d\ntools: []\n---\n"),
    ],
    [
      "a new one with a model",
      write(
        ".github/agents/new.agent.md",
        "---\nname: new\ndescription: d\ntools: []\nmodel: x\n---\n",
      ),
    ],
    [
      "a new one that sends",
      write(
        ".github/agents/new.agent.md",
        "---\nname: new\ndescription: d\ntools: []\nhandoffs:\n  - label: x\n    agent: coo\n    prompt: y\n    send: true\n---\n",
      ),
    ],
    [
      "a new one without the constitution",
      write(
        ".github/agents/new.agent.md",
        "---\nname: new\ndescription: d\ntools: []\ninclude-custom-instructions: false\n---\n",
      ),
    ],
  ])("by %s", (_, payload) => {
    expect(judge(payload)).not.toBeNull();
  });
});

describe("of an agent the improver changes", () => {
  it.each<[string, () => [string, string]]>([
    ["its body", () => [lineOf(AGENT, "# [^\n:]*") || "# Lawyer", "# The lawyer"]],
    ["its description", () => [lineOf(AGENT, "description"), "description: Checks contracts."]],
    ["its hint", () => [lineOf(AGENT, "argument-hint"), 'argument-hint: "paste it"']],
    ["a handoff", () => ["    agent: cto\n", "    agent: ceo\n"]],
    [
      "a further handoff",
      () => [
        "handoffs:\n",
        "handoffs:\n  - label: Ask\n    agent: coo\n    prompt: Do it.\n    send: false\n",
      ],
    ],
  ])("%s", (_, change) => {
    const [from, to] = change();
    const first = of(AGENT).indexOf(from);
    if (of(AGENT).indexOf(from, first + 1) !== -1) {
      const whole = of(AGENT).slice(0, first) + to + of(AGENT).slice(first + from.length);
      expect(judge(write(AGENT, whole))).toBeNull();
      return;
    }
    for (const payload of swaps(AGENT, from, to).slice(0, from.endsWith("\n") ? 3 : 4))
      expect(judge(payload)).toBeNull();
  });
});

describe("of a skill or prompt", () => {
  it.each<[string, string, [string, string]]>([
    [
      "a skill that nobody can call",
      SKILL,
      ["name: standup", "name: standup\ndisable-model-invocation: true"],
    ],
    [
      "a skill that the founder does not see",
      SKILL,
      ["name: standup", "name: standup\nuser-invocable: false"],
    ],
    ["tools", SKILL, ["name: standup", "name: standup\nallowed-tools: shell"]],
    ["a skill in a helper of its own", SKILL, ["name: standup", "name: standup\ncontext: fork"]],
    ["another agent", PROMPT, ["agent: coo", "agent: agent"]],
    ["a mode", PROMPT, ["agent: coo", "agent: coo\nmode: agent"]],
    ["a model", PROMPT, ["agent: coo", "agent: coo\nmodel: x"]],
  ])("the improver does not change %s", (_, file, [from, to]) => {
    for (const payload of swaps(file, from, to)) expect(judge(payload)).not.toBeNull();
  });

  it.each([
    [
      "a prompt for the client's own agent",
      write(".github/prompts/x.prompt.md", "---\ndescription: d\nagent: agent\n---\nGo\n"),
    ],
    [
      "a prompt with a model",
      write(".github/prompts/x.prompt.md", "---\ndescription: d\nmodel: m\n---\nGo\n"),
    ],
    [
      "a skill with hooks",
      write(".github/skills/x/SKILL.md", "---\nname: x\ndescription: d\nhooks: {}\n---\nGo\n"),
    ],
    [
      "all skills away",
      { tool_name: "fs-delete_directory", tool_input: { path: ".github/skills" } },
    ],
    [
      "a skill that was elsewhere",
      { tool_name: "fs-move_file", tool_input: { source: "docs/x.md", destination: SKILL } },
    ],
    [
      "a skill's grant under another name",
      patch("*** Update File: docs/a.md", `*** Move to: ${SKILL}`),
    ],
  ])("the improver does not make %s", (_, payload) => {
    files["docs/x.md"] = "---\nname: x\nallowed-tools: shell\n---\n";
    files["docs/a.md"] = files["docs/x.md"];
    expect(judge(payload)).not.toBeNull();
  });

  it.each<[string, object]>([
    ["removes a skill", patch("*** Delete File: .github/skills/launch/SKILL.md")],
    ["removes a page of it", patch(`*** Delete File: ${REFERENCE}`)],
    ["removes a prompt", patch(`*** Delete File: ${PROMPT}`)],
    [
      "renames a skill",
      patch(
        `*** Update File: ${SKILL}`,
        "*** Move to: .github/skills/daily/SKILL.md",
        "@@",
        "-name: standup",
        "+name: daily",
      ),
    ],
    [
      "renames one that has a grant",
      patch(
        "*** Update File: .github/skills/launch/SKILL.md",
        "*** Move to: .github/skills/ship/SKILL.md",
      ),
    ],
    [
      "renames it by a server",
      {
        tool_name: "fs-rename_file",
        tool_input: { source: SKILL, destination: ".github/skills/daily/SKILL.md" },
      },
    ],
    [
      "removes its folder",
      { tool_name: "fs-delete_directory", tool_input: { path: ".github/skills/launch" } },
    ],
    [
      "adds to a page without front matter",
      patch(`*** Update File: ${REFERENCE}`, "@@", "+Second."),
    ],
    [
      "writes a prompt for a department",
      write(".github/prompts/x.prompt.md", "---\ndescription: d\nagent: lawyer\n---\nGo\n"),
    ],
  ])("the improver %s, and nobody else", (_, payload) => {
    expect(judge(payload)).toBeNull();
    expect(judge(payload, "marketing")).toContain("may not write");
  });
});

describe("beside a product", () => {
  const there = (payload: object, agent: string | null = null) => {
    const read = (file: string) =>
      ({ ".hq-kit/bin/launch.js": "x", [`.hq-kit/base/${AGENT}`]: "x", ...files })[file] ?? null;
    return decide({ cwd: KIT, ...payload }, { root: KIT, read, speaker: agent });
  };
  const own = "---\nname: tdd\ndescription: d\ntools: ['read']\nmodel: a\n---\n";

  it("the founder's own agents and skills are the founder's, the company's are not", () => {
    files[".github/agents/tdd.agent.md"] = own;
    const change = write(".github/agents/tdd.agent.md", own.replace("model: a", "model: b"));
    expect(there(change)).toBeNull();
    expect(there(change, "improver")).toContain('"model"');
    const ours = {
      tool_name: "Edit",
      tool_input: { path: AGENT, old_str: "name: lawyer", new_str: "name: lawyer\nmodel: b" },
    };
    expect(there(ours)).toContain('"model"');
    const skill = write(
      ".github/skills/x/SKILL.md",
      "---\nname: x\ndescription: d\ncontext: fork\n---\n",
    );
    expect(there(skill)).toBeNull();
    expect(there(skill, "improver")).toContain('"context"');
  });
});
