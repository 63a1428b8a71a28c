import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { reviewIdOf, VERDICTS } from "../../company/protocol/review.ts";
import { given, type PageFields, pageInput, pageOutput, textPieces } from "../../office/answers.ts";
import { type OpenWork, openWork } from "../../office/list-open-work.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { departmentId, noDepartment } from "../../office/people/departments.ts";
import { answer, READ_ONLY } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";
import { pageOf } from "./pages.ts";

const input = argumentsOf({
  agent: textOf(50).describe("Your id"),
  reviewId: textOf(20).optional().describe("R-12: also the text of this request"),
  page: pageInput,
});

const text = z.string();
const about = {
  reviewId: text,
  from: text,
  to: text,
  owner: text,
  chain: z.array(text),
  work: text,
  because: z.array(text),
  askedAt: text,
};
const openReview = z.strictObject({ ...about, expiresAt: text });

const output = z.strictObject({
  today: text,
  reviewsToAnswer: z.array(openReview),
  reviewsWaitedFor: z.array(openReview),
  verdicts: z
    .array(
      z.strictObject({
        ...about,
        verdict: z.enum(VERDICTS),
        attested: z.boolean(),
        answeredAt: text,
        reasons: z.array(text),
      }),
    )
    .describe("On your requests, in the last seven days, from the record"),
  tasks: z.array(
    z.strictObject({
      id: text,
      title: text,
      section: text,
      due: text.nullable(),
      misses: z.number().int(),
      chronic: z.boolean(),
      blocked: text.nullable(),
    }),
  ),
  drafts: z
    .array(
      z.strictObject({
        title: text,
        channel: text,
        date: text,
        status: text,
        file: text,
        line: z.number().int(),
      }),
    )
    .describe("For marketing: drafts that wait"),
  gaps: z
    .array(z.strictObject({ lesson: text, summary: text }))
    .describe("For improver: reported and not mended yet"),
  notes: z.array(text),
  request: text
    .nullable()
    .describe("The text of the review that reviewId names, or this page of it"),
  ...pageOutput,
});

const FIRST = ["request", "reviewsToAnswer", "verdicts", "notes"] as const;

type Answer = OpenWork & PageFields & { request: string | null };

/** What a department has to do next, from the record instead of from what others say. */
export function registerListOpenWork(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "list_open_work",
    {
      title: "Open work",
      description:
        "What waits for you: reviews to answer, reviews you asked for and their verdicts, tasks, drafts, gaps. Read on as more says.",
      inputSchema: input,
      outputSchema: output,
      annotations: READ_ONLY,
    },
    async (args) =>
      answer(async (): Promise<Answer | { error: string }> => {
        const { agent, reviewId, page } = given(args, "reviewId");
        const id = departmentId(agent);
        const { constitution } = await office.reader.readConstitution();
        const unknown = noDepartment(constitution, id, "list open work");
        if (unknown !== null) return unknown;
        const wanted = reviewId === undefined ? null : reviewIdOf(reviewId);
        const request = wanted === null ? "" : await requestText(office, wanted, id);
        if (request === null) {
          return {
            error: `Cannot show ${wanted}: there is no such review that ${id} asked or was asked, expected an id from list_open_work.`,
          };
        }
        return openWorkPage({ ...(await openWork(office, id)), request }, page);
      }),
  );
}

/** A request may be longer than any answer: its text goes over the pages in pieces, before the lists. */
function openWorkPage(
  work: OpenWork & { request: string },
  page: number | undefined,
): Answer | { error: string } {
  const pieces = { ...work, request: textPieces(work.request) };
  const found = pageOf(pieces, { tool: "list_open_work", page, first: FIRST });
  if ("error" in found) return found;
  return { ...found, request: found.request.join("") || null };
}

/** Only those in the chain see what was asked. */
async function requestText(
  { ledger }: CompanyOffice,
  reviewId: string,
  agent: string,
): Promise<string | null> {
  const recorded = await ledger.ifAny();
  if (recorded === null) return null;
  return recorded.read(async ({ reviews }) => {
    const review = await reviews.find(reviewId);
    if (review === null || !review.chain.includes(agent)) return null;
    return (await reviews.texts(reviewId))?.request ?? null;
  });
}
