import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { type Review, reviewIdOf, VERDICTS } from "../../company/protocol/review.ts";
import { given } from "../../office/answers.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { answer, refusedSentence, WRITES } from "./answer.ts";

const input = z.strictObject({
  reviewId: z.string().max(200).describe("R-12, from the request"),
  reviewer: z.string().max(200).describe("Your id, e.g. lawyer"),
  verdict: z.enum(VERDICTS),
  reasons: z
    .array(z.string().max(20_000))
    .max(100)
    .describe("The words or figures concerned, the rule, what would pass; for APPROVED too"),
  workHash: z
    .string()
    .max(200)
    .optional()
    .describe("SHA-256 of what you looked at, if you have it"),
});

const output = z.strictObject({
  reviewId: z.string(),
  verdict: z.enum(VERDICTS),
  attestation: z
    .enum(["headless-run", "guard-hook"])
    .nullable()
    .describe("How code knows that you are the reviewer; null: it counts as advice"),
  owner: z.string(),
  workHash: z.string(),
  next: z.string(),
});

/** Answers a review: once, by the reviewer that was asked, about the bytes that it was shown. */
export function registerSubmitVerdict(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "submit_verdict",
    {
      title: "Submit a verdict",
      description:
        "Records your answer to a review that asked you: APPROVED, CONCERNS or BLOCKING, with the reasons. Call it yourself, once, before you end your turn; a verdict that is only said in words does not count.",
      inputSchema: input,
      outputSchema: output,
      annotations: WRITES,
    },
    async (args) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const { reviewer: declared, reviewId, ...form } = given(args, "workHash");
        const speaker = await office.tellSpeaker({ tool: "submit_verdict", args, declared });
        if ("error" in speaker) return speaker;
        const { agent, attestation } = speaker;
        const id = reviewIdOf(reviewId);
        const answered = await office.desk.submit(
          { ...form, reviewId: id, reviewer: agent },
          attestation,
        );
        if (answered.kind === "refused")
          return refusedSentence(`answer ${id.slice(0, 40)}`, answered);
        const { review } = answered;
        return {
          reviewId: review.id,
          verdict: args.verdict,
          attestation,
          owner: review.owner,
          workHash: review.workHash,
          next: nextStep(review, attestation !== null),
        };
      }),
  );
}

function nextStep({ requester, answer }: Review, isAttested: boolean): string {
  const advice = isAttested
    ? ""
    : " Code could not see that you are the reviewer, so it counts as advice and the founder is asked.";
  switch (answer?.verdict) {
    case "BLOCKING":
      return `Tell ${requester} what would pass. The work is not delivered until it is changed and asked about again.${advice}`;
    case "CONCERNS":
      return `Tell ${requester} what to change. The founder decides about what stays as it is.${advice}`;
    default:
      return `Tell ${requester}. It holds for exactly these bytes: an edit makes it void.${advice}`;
  }
}
