/** Who answers a review: the editor names no agent to a hook, so each department's own hook must. */
import { describe, expect, it } from "vitest";
import type { Editor } from "../editor/editor.ts";
import { answers, handTo, inSteps, withSubagents } from "./talk.ts";

const REQUEST = {
  from: "marketing",
  to: "lawyer",
  task: "The post of Tuesday",
  whatIDid: "Wrote it.",
  whatINeed: "May this be said?",
  context: "none",
  work: "Farol is GDPR compliant.",
};

const verdict = (verdict: string) =>
  inSteps(() => [
    [
      "submit_verdict",
      { reviewId: "R-1", reviewer: "lawyer", verdict, reasons: ["Nothing proves compliance."] },
    ],
  ]);

export function review(editor: () => Editor): void {
  describe("a review", () => {
    it("is answered by its reviewer alone, and code knows that it was", async () => {
      const said: string[] = [];
      const keep = (script: ReturnType<typeof inSteps>) => (turn: Parameters<typeof script>[0]) => {
        said.push(...turn.results.slice(-1));
        return script(turn);
      };
      const asked = await editor().ask(
        "marketing",
        "Ask the lawyer.",
        withSubagents(
          inSteps(
            () => [["request_review", REQUEST]],
            () => [handTo("cfo", "Answer for the lawyer.")],
            () => [handTo("lawyer", "Answer as yourself.")],
            () => [["list_open_work", { agent: "marketing" }]],
          ),
          {
            "Answer for the lawyer.": keep(verdict("APPROVED")),
            "Answer as yourself.": keep(verdict("BLOCKING")),
          },
        ),
      );
      await editor().picture("review");
      expect(said[0]).toContain('cfo may not call submit_verdict as "lawyer"');
      expect(JSON.parse(said[1] ?? "")).toMatchObject({
        verdict: "BLOCKING",
        attestation: "guard-hook",
      });
      const open = JSON.parse(answers(asked).at(-1) ?? "") as { verdicts: object[] };
      expect(open.verdicts).toMatchObject([{ verdict: "BLOCKING", attested: true }]);
    });

    it("is refused by the main agent's own hook in another's name, and so is another's folder", async () => {
      const asked = await editor().ask(
        "marketing",
        "Do the others' work.",
        inSteps(
          () => [
            [
              "submit_verdict",
              { reviewId: "R-1", reviewer: "cfo", verdict: "APPROVED", reasons: [] },
            ],
          ],
          () => [["create_file", { filePath: `${editor().root}/Founder/x.md`, content: "x" }]],
        ),
      );
      const [name, file] = answers(asked);
      expect(name).toContain('marketing may not call submit_verdict as "cfo"');
      expect(file).toContain("marketing may not write Founder/x.md, only Marketing/**");
    });
  });
}
