/** What a service of embeddings answers, as far as it is read. */
import { z } from "zod";

const DIMENSIONS_LIMIT = 8_192;

export const answerSchema = z.object({
  data: z.array(
    z.object({
      index: z.number().int().optional(),
      embedding: z.array(z.number()).min(1).max(DIMENSIONS_LIMIT),
    }),
  ),
});
