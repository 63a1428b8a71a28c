/** Patches as models write them, on agents and skills: what they make is what counts. */
import { describe, expect, it } from "vitest";
import { decide, KIT } from "../workplace.ts";

const SKILL = ".github/skills/launch/SKILL.md";
const AGENT = ".github/agents/cto.agent.md";
const HEAD = "---\nname: launch\ndescription: d\n---\n";
const BODY = "# Launch\n\nalpha\nbeta  \ngamma\n\n## Two\n\ndelta\nalpha\n";
const files: Record<string, string> = {
  [SKILL]: HEAD + BODY,
  [AGENT]: `---\nname: cto\ndescription: d\ntools: ['read']\n---\n${BODY}`,
  ".github/skills/launch/page.md": "# Page\n\nalpha\n",
};
const read = (file: string) => files[file] ?? null;
const text = (...lines: string[]) => ["*** Begin Patch", ...lines, "*** End Patch"].join("\n");
/** As Copilot CLI sends it, and as VS Code does. */
const inCli = (...lines: string[]) =>
  decide(
    { cwd: KIT, tool_name: "Edit", tool_input: text(...lines) },
    { root: KIT, read, speaker: "improver" },
  );
const inEditor = (...lines: string[]) =>
  decide(
    { cwd: KIT, tool_name: "apply_patch", tool_input: { input: text(...lines), explanation: "x" } },
    { root: KIT, read, speaker: "improver" },
  );

/** Each was applied by Copilot CLI 1.0.102. */
const APPLIED: [string, string[]][] = [
  ["lines that are only added", ["@@", "+NEW"]],
  ["the same without a mark", ["+NEW"]],
  ["lines added behind a named line", ["@@ ## Two", "+NEW"]],
  ["lines added behind a part of a line", ["@@ Two", "+NEW"]],
  ["an end of the file", ["@@", " delta", " alpha", "+NEW", "*** End of File"]],
  ["added lines at the end of the file", ["@@", "+NEW", "*** End of File"]],
  ["trailing blanks in a context line", ["@@", " alpha   ", "+NEW", " beta"]],
  ["a line without its trailing blanks", ["@@", "-beta", "+NEW"]],
  ["a context line that is indented", ["@@", "   gamma", "+NEW"]],
  ["a line that stands twice", ["@@", "-alpha", "+NEW"]],
  ["the second of them", ["@@ ## Two", "-alpha", "+NEW"]],
  ["two places", ["@@", "-gamma", "+G2", "@@", "+NEW"]],
  ["two places in another order", ["@@", "-delta", "+D2", "@@", "-gamma", "+G2"]],
  ["an empty context line", ["@@", " gamma", "", " ## Two", "+NEW"]],
];
/** Of these the editor may put a line to the beginning of the file. */
const ONLY_ADDED = new Set(["lines that are only added", "the same without a mark"]);

describe("a patch of the body goes through with", () => {
  it.each(APPLIED)("%s", (what, lines) => {
    for (const file of [SKILL, AGENT]) {
      expect(inCli(`*** Update File: ${file}`, ...lines), file).toBeNull();
      const said = inEditor(`*** Update File: ${file}`, ...lines);
      if (ONLY_ADDED.has(what)) expect(said, file).toContain("cannot see");
      else expect(said, file).toBeNull();
    }
  });

  it("several files", () => {
    const page = "*** Update File: .github/skills/launch/page.md";
    expect(
      inCli(`*** Update File: ${SKILL}`, "@@", "-gamma", "+G2", page, "@@", "-alpha", "+A2"),
    ).toBeNull();
  });

  it("a page without front matter", () => {
    expect(
      inCli("*** Update File: .github/skills/launch/page.md", "@@", " alpha", "+NEW"),
    ).toBeNull();
  });
});

describe("a patch that reaches the front matter is judged by it", () => {
  it.each<[string, string[]]>([
    ["grants a tool", ["@@", " description: d", "+allowed-tools: shell"]],
    ["grants it with trailing blanks", ["@@", " description: d  ", "+allowed-tools: shell"]],
    ["grants it behind a named line", ["@@ description", "+allowed-tools: shell"]],
    ["grants it behind a dash", ["@@ ---", "+allowed-tools: shell"]],
    ["takes the end away", ["@@", "----", "-# Launch", "+# Launch"]],
    ["takes it away in a loose line", ["@@", "-", "-# Launch", "+# Launch"]],
    [
      "grants it in the second place",
      ["@@", "-gamma", "+G2", "@@", " description: d", "+allowed-tools: x"],
    ],
    ["is found nowhere", ["@@", "-nothing of the kind", "+allowed-tools: shell"]],
    ["names a line that is not there", ["@@ ## Nope", "+NEW"]],
    ["has a line that is none of a patch", ["@@", "gamma", "+NEW"]],
  ])("%s", (_, lines) => {
    expect(inCli(`*** Update File: ${SKILL}`, ...lines)).not.toBeNull();
    expect(inEditor(`*** Update File: ${SKILL}`, ...lines)).not.toBeNull();
  });

  it("and may change a free line of it", () => {
    expect(
      inCli(`*** Update File: ${SKILL}`, "@@", "-description: d ", "+description: e"),
    ).toBeNull();
  });

  it("at the top of a page without front matter", () => {
    const page = "*** Update File: .github/skills/launch/page.md";
    expect(
      inCli(page, "@@", "-# Page", "+---", "+name: x", "+allowed-tools: shell", "+---"),
    ).not.toBeNull();
    expect(inEditor(page, "@@", "+---")).not.toBeNull();
  });

  it("also of several files", () => {
    const page = "*** Update File: .github/skills/launch/page.md";
    const bad = [`*** Update File: ${SKILL}`, "@@", " description: d", "+allowed-tools: shell"];
    expect(inCli(page, "@@", "-alpha", "+A2", ...bad)).toContain("allowed-tools");
  });
});
