import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { ANSWERS } from "../../company/claims/answers.ts";
import { type Review, reviewIdOf, VERDICTS } from "../../company/protocol/review.ts";
import { answerReview } from "../../office/answer-review.ts";
import { given } from "../../office/answers.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { answer, refusedSentence, WRITES } from "./answer.ts";
import { argumentsOf, listOf, textOf } from "./arguments.ts";

const input = argumentsOf({
  reviewId: textOf(200).describe("R-12"),
  reviewer: textOf(200).describe("Your id"),
  verdict: z.enum(VERDICTS),
  reasons: listOf(textOf(20_000), 100).describe("Words, rule, what would pass; for APPROVED too"),
  answers: listOf(
    argumentsOf({
      statement: z.number().int().meta({ minimum: undefined, maximum: undefined }),
      // The request says which there are; a wrong one is refused with the list.
      is: z.enum(ANSWERS).meta({ enum: undefined }),
      by: textOf(1_000).optional(),
      why: textOf(2_000).optional(),
    }),
    1_000,
  ).optional(),
  workHash: textOf(200).optional(),
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
        "Records your answer to a review. Call it yourself, once, before you end: a verdict only said in words does not count.",
      inputSchema: input,
      outputSchema: output,
      annotations: WRITES,
    },
    async (args) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const { reviewer: declared, reviewId, ...form } = given(args, "answers", "workHash");
        const speaker = await office.tellSpeaker({ tool: "submit_verdict", args, declared });
        if ("error" in speaker) return speaker;
        const { agent, attestation } = speaker;
        const id = reviewIdOf(reviewId);
        const answered = await answerReview(
          office.desk,
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
