import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { FOUNDER } from "../../company/constitution/sections.ts";
import { reviewIdOf } from "../../company/protocol/review.ts";
import { ANSWER_BYTES, bytesOf, given } from "../../office/answers.ts";
import { askForReview } from "../../office/ask-for-review.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { departmentId } from "../../office/people/departments.ts";
import { askInRun, readInPages } from "../../office/runs/review-in-run.ts";
import { answer, refusedSentence, WRITES } from "./answer.ts";
import { argumentsOf, listOf, textOf } from "./arguments.ts";
import { pathForWork } from "./path-for-work.ts";

/** Beyond every limit of the protocol, which says better what is wrong; it bounds what is read. */
const TEXT_CHARS = 1_100_000;
const FIELD_CHARS = 100_000;
const ID_CHARS = 200;

const input = argumentsOf({
  from: textOf(ID_CHARS).describe("Your id"),
  to: textOf(ID_CHARS).describe("The reviewer's id"),
  inReplyTo: textOf(ID_CHARS)
    .optional()
    .describe("R-12: the review you answer, or your earlier one"),
  callChain: listOf(textOf(ID_CHARS), 50).optional().describe("Can be left out"),
  task: textOf(FIELD_CHARS).describe("What was asked for"),
  whatIDid: textOf(FIELD_CHARS),
  whatINeed: textOf(FIELD_CHARS).describe("One exact question in the reviewer's domain"),
  context: textOf(FIELD_CHARS).describe("Facts with date and entity, verdicts so far"),
  work: textOf(TEXT_CHARS).describe("The text, file:<path>, or one post: file:<path>#<post>"),
});

const output = z.strictObject({
  reviewId: z.string(),
  reviewer: z.string(),
  expiresAt: z.string(),
  workHash: z.string().describe("SHA-256 of what is reviewed; another text needs another review"),
  text: z.string().describe("Hand exactly this to the reviewer, as the whole prompt"),
  next: z.string(),
});

/** Asks for a review: decided from the record, whatever the caller believes of it. */
export function registerRequestReview(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "request_review",
    {
      title: "Request a review",
      description:
        "Asks a department to review a work, and records it. Hand the returned text on, unchanged, as its whole prompt. A refusal says what to do instead; the review stays required.",
      inputSchema: input,
      outputSchema: output,
      annotations: WRITES,
    },
    async (args) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const bare = pathForWork("ask for a review", "work", args.work);
        if (bare !== null) return bare;
        const speaker = await office.tellSpeaker({
          tool: "request_review",
          args,
          declared: args.from,
        });
        if ("error" in speaker) return speaker;
        const {
          callChain: declared,
          inReplyTo: parent,
          ...form
        } = given(args, "callChain", "inReplyTo");
        const to = departmentId(form.to);
        const callChain = declared?.map(departmentId);
        const inReplyTo = parent === undefined ? undefined : reviewIdOf(parent);
        const request = {
          ...form,
          from: speaker.agent,
          to,
          ...(callChain === undefined ? {} : { callChain }),
          ...(inReplyTo === undefined ? {} : { inReplyTo }),
        };
        const asked = await (office.run === null
          ? askForReview(office.desk, request)
          : askInRun(office.desk, request, office.run));
        if ("error" in asked) return asked;
        if (asked.kind === "refused") return refusedSentence(`ask ${to} for a review`, asked);
        const { reviewId, review } = asked;
        const isRun = office.run !== null;
        const text = isRun ? "The reviewer is given the request." : asked.text;
        const next = isRun ? inRun(review.reviewer) : inChat(review.reviewer);
        return withHandableText({
          reviewId,
          reviewer: review.reviewer,
          expiresAt: review.expiresAt,
          workHash: review.workHash,
          text,
          next,
        });
      }),
  );
}

function inChat(reviewer: string): string {
  return `Call ${reviewer} as a subagent with text as its prompt. It answers with submit_verdict; list_open_work then shows you the recorded verdict.`;
}

function inRun(reviewer: string): string {
  if (reviewer === FOUNDER) {
    return "Nobody waits for the founder: go on, and name this review in your result.";
  }
  return `Hand nothing on: ${reviewer} is asked when you have ended your turn. Do what you can without it, then end your turn without finish_run; you are told the verdict.`;
}

/**
 * The answer with a text that reaches the caller: of a long request not the work itself, but how the
 * reviewer reads it, page by page, from the record.
 */
function withHandableText<T extends { reviewId: string; reviewer: string; text: string }>(
  answer: T,
): T {
  if (bytesOf(answer) <= ANSWER_BYTES) return answer;
  const { reviewId, reviewer } = answer;
  const text = readInPages(reviewId, reviewer);
  return { ...answer, text };
}
