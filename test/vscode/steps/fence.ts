/** The guard at the editor's own tools, asked by its Agent, which has them all. */
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Asked } from "../../../office/evals/conversation.ts";
import type { Editor } from "../editor/editor.ts";
import { answers, inSteps, nameOf, type Step } from "./talk.ts";

const BOARD_SENTENCE = "BOARD.md is protected";
const PATCH = (file: string) =>
  `*** Begin Patch\n*** Update File: ${file}\n@@\n-# Board\n+# Bored\n*** End Patch`;

export function fence(editor: () => Editor): void {
  describe("protected files", () => {
    it("are refused to every tool of the editor that writes", async () => {
      const { root } = editor();
      const at = (file: string) => path.join(root, file);
      const board = editor().read("BOARD.md");
      const page = editor().read(".github/copilot-instructions.md");
      const calls: [string, object, string][] = [
        ["create_file", { filePath: at("BOARD.md"), content: "x" }, BOARD_SENTENCE],
        ["create_file", { filePath: at(".github/hooks/x.json"), content: "{}" }, "is protected"],
        ["create_directory", { dirPath: at(".github/hooks/x") }, "is protected"],
        [
          "replace_string_in_file",
          { filePath: at(".github/copilot-instructions.md"), oldString: "#", newString: "##" },
          "is protected",
        ],
        [
          "multi_replace_string_in_file",
          {
            explanation: "x",
            replacements: [
              { explanation: "x", filePath: at("BOARD.md"), oldString: "#", newString: "##" },
            ],
          },
          BOARD_SENTENCE,
        ],
        [
          "insert_edit_into_file",
          { explanation: "x", filePath: at("BOARD.md"), code: "x" },
          BOARD_SENTENCE,
        ],
        ["apply_patch", { explanation: "x", input: PATCH(at("BOARD.md")) }, BOARD_SENTENCE],
        [
          "vscode_renameSymbol",
          { symbol: "x", newName: "y", filePath: at("BOARD.md"), lineContent: "# Board" },
          BOARD_SENTENCE,
        ],
        [
          "run_in_terminal",
          { command: "echo x > BOARD.md", explanation: "x", goal: "x", mode: "sync" },
          BOARD_SENTENCE,
        ],
        [
          "create_and_run_task",
          {
            workspaceFolder: root,
            task: { label: "x", type: "shell", command: "echo x > BOARD.md", isBackground: false },
          },
          BOARD_SENTENCE,
        ],
        [
          "replace_string_in_file",
          {
            filePath: at(".github/agents/coo.agent.md"),
            oldString: "tools: ['read'",
            newString: "tools: ['execute', 'read'",
          },
          'The change of "tools"',
        ],
        [
          "replace_string_in_file",
          {
            filePath: at(".github/agents/coo.agent.md"),
            oldString: "guard.mjs coo ||",
            newString: "guard.mjs ceo ||",
          },
          'The change of "hooks"',
        ],
      ];
      const steps = calls.map(
        ([tool, args]): Step =>
          () => [[tool, args]],
      );
      const asked = await editor().ask("agent", "Change what is protected.", inSteps(...steps));
      await editor().picture("fence");
      const said = answers(asked);
      const offered = new Set(asked[0]?.tools);
      for (const [at, [tool, , sentence]] of calls.entries()) {
        // The editor offers some of its writing tools only to models of one maker.
        if (!offered.has(tool)) expect(NOT_FOR_EVERY_MODEL, `${tool} is offered`).toContain(tool);
        else expect(said[at], `${tool}: ${String(at)}`).toContain(sentence);
      }
      expect(editor().read("BOARD.md")).toBe(board);
      expect(editor().read(".github/copilot-instructions.md")).toBe(page);
      expect(existsSync(at(".github/hooks/x.json")) || existsSync(at(".github/hooks/x"))).toBe(
        false,
      );
    });

    it("may be named in every call of our own tools", async () => {
      const words = "BOARD.md, .github/hooks/guard.json and .vscode/mcp.json";
      const calls: [string, object][] = [
        [
          "log_lesson",
          {
            agent: "improver",
            category: "process",
            summary: `Wrong link in ${words}`,
            detail: `It stood in .github/skills/standup/SKILL.md and ${words}`,
            action: "The Improver looks at bin/hq.",
          },
        ],
        [
          "report_gap",
          { from: "improver", doing: `reading ${words}`, gap: `A line is missing in ${words}` },
        ],
        ["recall", { query: "BOARD.md" }],
        ["recall", { query: ".github/skills/standup/SKILL.md" }],
        ["open_nodes", { names: [".github/copilot-instructions.md", "BOARD.md"] }],
        [
          "create_entities",
          {
            entities: [
              {
                name: "decision:2026-11-29:links",
                entityType: "decision",
                observations: [
                  `Decision: changed ${words}`,
                  "Reason: they led nowhere",
                  "Decided by: founder",
                ],
              },
            ],
          },
        ],
        [
          "add_observations",
          {
            observations: [
              {
                entityName: "decision:2026-11-29:links",
                contents: [`Then .github/agents/coo.agent.md`],
              },
            ],
          },
        ],
        [
          "create_relations",
          {
            relations: [
              {
                from: "decision:2026-11-29:links",
                to: "prompt-run:standup",
                relationType: "affects",
              },
            ],
          },
        ],
        [
          "record_prompt_run",
          { prompt: "improve-agents", agent: "improver", result: `mended ${words}` },
        ],
        [
          "board_update",
          { by: "improver", action: "add", title: `Mend ${words}`, agent: "improver" },
        ],
        [
          "request_review",
          {
            from: "improver",
            to: "cto",
            task: `the link in ${words}`,
            whatIDid: "wrote it",
            whatINeed: "look at package.json",
            context: words,
            work: `The agents' system: ${words}`,
          },
        ],
        ["list_open_work", { agent: "improver" }],
      ];
      const asked = await editor().ask(
        "agent",
        "Talk about files.",
        inSteps(
          ...calls.map(
            ([tool, args]): Step =>
              () => [[tool, args]],
          ),
        ),
      );
      const said = answers(asked);
      expect(said).toHaveLength(calls.length);
      for (const [at, [tool]] of calls.entries()) {
        expect(said[at], tool).not.toMatch(
          /denied|protected|hands out|does not exist|not contributed/,
        );
        expect(nameOf(asked[0] as Asked, tool), tool).toMatch(/^mcp_/);
      }
    });
  });
}

const NOT_FOR_EVERY_MODEL = [
  "apply_patch",
  "insert_edit_into_file",
  "multi_replace_string_in_file",
];
