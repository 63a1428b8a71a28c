/** What stands in the journal of `together.ts`. */
import path from "node:path";
import { z } from "zod";
import { HqError } from "../company/error.ts";

const journalSchema = z.strictObject({
  writes: z
    .array(
      z.strictObject({
        path: z
          .string()
          .min(1)
          .refine((file) => !path.isAbsolute(file) && !file.split(/[\\/]/).includes("..")),
        /** Of the text that was there; null for none. */
        before: z.string().nullable(),
        text: z.string().nullable(),
      }),
    )
    .max(2_000),
});

/**
 * The writes that `text`, the journal at `file`, lists.
 * @throws HqError `invalid-file` when it is not as we write it
 */
export function journalIn(file: string, text: string): z.infer<typeof journalSchema>["writes"] {
  try {
    return journalSchema.parse(JSON.parse(text)).writes;
  } catch (cause) {
    throw new HqError(
      "invalid-file",
      `Cannot finish what an earlier command began: ${file} is not what we write. Nothing was changed.`,
      { cause, hint: "Delete that file, then run the command again." },
    );
  }
}
