/** The morning: what the founder types, what the COO reads, what is in the memory then. */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Editor } from "../editor/editor.ts";
import { answers, inSteps } from "./talk.ts";

const LAST_WORDS = "I have two hours and a cold.";

export function standup(editor: () => Editor): void {
  describe("/standup", () => {
    it("is run by the COO, reads the day's plan and is remembered", async () => {
      const { root, ask, picture } = editor();
      // In the editor's own Agent: the prompt file switches to the department.
      const asked = await ask(
        "agent",
        `/standup ${LAST_WORDS}`,
        inSteps(
          () => [["standup_brief", {}]],
          () => [
            [
              "record_prompt_run",
              { prompt: "standup", agent: "coo", result: "Seen in the editor." },
            ],
          ],
        ),
      );
      const [brief = "", recorded = ""] = answers(asked);
      expect(JSON.parse(brief)).toMatchObject({ company: "Farol" });
      expect(recorded).toContain("prompt-run:standup");
      expect(asked[0]?.system).toContain("# COO: operations");
      // What is typed behind the command reaches the model.
      expect(asked[0]?.messages.at(-1)?.content).toContain(LAST_WORDS);
      await expect
        .poll(() => editor().read("memory.jsonl"), WITHIN)
        .toContain("Seen in the editor.");
      await picture("standup");
      const changed = execFileSync("git", ["status", "--porcelain"], {
        cwd: root,
        encoding: "utf8",
      });
      expect(
        changed.split("\n").filter((line) => !/^$| memory(\.origins)?\.jsonl$/.test(line)),
      ).toEqual([]);
    });
  });
}

const WITHIN = { timeout: 30_000, interval: 200 };
