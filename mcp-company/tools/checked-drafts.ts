/** What check_draft answers. */
import { z } from "zod";
import { type PageFields, pageOutput } from "../../office/answers.ts";

const text = z.string();
const count = z.number().int();

export const checkedOutput = z.strictObject({
  ok: z.boolean().describe("No blocking finding. It does not mean that the draft is approved"),
  drafts: z.array(
    z.strictObject({
      post: text
        .nullable()
        .describe("Its id in the file: what stands after # in file:<path>#<post>"),
      title: text,
      channel: text,
      refused: text.nullable().describe("Why it could not be checked at all"),
      findings: z.array(
        z.strictObject({
          line: count.describe("Of the file, or of the text; 0: the whole draft"),
          words: text,
          rule: text,
          severity: z.enum(["blocking", "warning"]),
          what: text,
          wayOut: text,
        }),
      ),
      statements: z
        .array(
          z.strictObject({
            number: count,
            line: count,
            text,
            product: text.nullable(),
            proved: z.array(text),
            open: z.array(text),
          }),
        )
        .describe("What code cannot prove alone: each with open is answered by number"),
      reviews: z.array(
        z.strictObject({
          reviewer: text,
          because: z.array(text),
          standing: text.describe("missing, asked (R-12), a verdict, or founder"),
        }),
      ),
    }),
  ),
  notes: z.array(text).describe("What could not be read or is not shown"),
  ...pageOutput,
});

/** All of it, before it is given out in pages. */
export type Checked = Omit<z.infer<typeof checkedOutput>, keyof PageFields>;
