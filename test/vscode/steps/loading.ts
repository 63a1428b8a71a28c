/** What the editor takes of the kit. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../../copilot/furnish.ts";
import { type Editor, OWN_TOOLS, ownTool } from "../editor/editor.ts";

/**
 * Copilot CLI needs the field, and the editor gives subagents the constitution anyway; the tools are
 * offered in a run of hq run alone.
 */
const KNOWN_HINTS = [
  /^Attribute 'include-custom-instructions' is not supported in VS Code agent files/,
  /^Unknown tool 'company\/(?:finish_run|hand_over)' will be ignored/,
];

export const ONLY_IN_RUNS: readonly string[] = ["finish_run", "hand_over"];

/** So many pages fit on the screen side by side. */
const AT_ONCE = 6;

export function kitFiles(editor: () => Editor): void {
  describe("the kit's files", () => {
    it("have no error or warning of the editor's own checks, and no other hints than the known ones", async () => {
      const { root, diagnostics } = editor();
      const folders = [".github", ".vscode", ".mcp.json", "AGENTS.md"];
      const listed = execFileSync("git", ["ls-files", ...folders], { cwd: root, encoding: "utf8" });
      const files = listed.split("\n").filter((file) => file !== "" && !file.endsWith(".mjs"));
      const languages: Record<string, number> = {};
      const hints: string[] = [];
      const worse: object[] = [];
      for (let at = 0; at < files.length; at += AT_ONCE) {
        const some = files.slice(at, at + AT_ONCE);
        for (const [index, { language, said }] of (await diagnostics(some)).entries()) {
          const file = some[index] ?? "";
          languages[language] = (languages[language] ?? 0) + 1;
          for (const one of said) {
            const known = KNOWN_HINTS.findIndex((hint) => hint.test(one.message));
            if (one.severity === "Hint" && known !== -1) hints.push(`${file} ${known}`);
            else worse.push({ file, ...one });
          }
        }
      }
      expect(worse).toEqual([]);
      const agents = files.filter((file) => file.endsWith(".agent.md"));
      expect(hints.toSorted()).toEqual(
        agents.flatMap((file) => [`${file} 0`, ...ONLY_IN_RUNS.map(() => `${file} 1`)]).toSorted(),
      );
      // It takes each kind of file for what it is.
      expect(languages).toMatchObject({ chatagent: 8, prompt: 4 });
      expect(languages.skill).toBeGreaterThan(10);
      expect(languages.instructions).toBeGreaterThan(2);
      await editor().picture("kit-files");
    });

    it("would be found wrong: the editor complains of a field that no agent has", async () => {
      const file = path.join(REPOSITORY, "test", "vscode", "steps", "wrong.agent.md");
      const [found] = await editor().diagnostics([file]);
      expect(found?.said.map(({ severity }) => severity)).toContain("Error");
    });
  });
}

export function servers(editor: () => Editor): void {
  describe("the servers", () => {
    it("have both started, and the guard knows each of their tools by the editor's name for it", async () => {
      const names = (await editor().tools()).filter((name) => name.startsWith("mcp_"));
      expect(names.map(ownTool).sort()).toEqual(
        Object.values(OWN_TOOLS)
          .flat()
          .filter((tool) => !ONLY_IN_RUNS.includes(tool))
          .sort(),
      );
    });
  });
}
