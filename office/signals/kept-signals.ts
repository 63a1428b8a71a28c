/** What was heard last, in the folder of local state: whoever has no credentials reads it here. */
import path from "node:path";
import { z } from "zod";
import { readText, writeText } from "../../files/text.ts";

export const SIGNALS_FILE = ".hq/signals.json";

const SIGNAL = z.object({
  ...{ source: z.string(), about: z.string(), text: z.string(), url: z.string(), at: z.string() },
  count: z.number().nullable(),
});
const SOURCE = z.object({
  /** Of what was asked: another question is asked anew. */
  key: z.string(),
  /** ISO instants: of the last try, and of what is there. */
  triedAt: z.string(),
  heardAt: z.string().nullable(),
  /** Why the last try failed; null when it did not. */
  why: z.string().nullable(),
  signals: z.array(SIGNAL),
});
const FILE = z.record(z.string(), SOURCE);

/** Of one source, such as `sentry`. */
export type KeptSource = z.infer<typeof SOURCE>;
export type KeptSignals = Record<string, KeptSource>;

const BYTES_LIMIT = 1_000_000;

/** By source; nothing where nothing was heard, or what is there cannot be read. */
export async function readKept(root: string): Promise<KeptSignals> {
  const text = await readText(path.join(root, SIGNALS_FILE), BYTES_LIMIT).catch(() => null);
  if (text === null) return {};
  try {
    return FILE.safeParse(JSON.parse(text)).data ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export async function keepSignals(root: string, kept: KeptSignals): Promise<void> {
  await writeText(path.join(root, SIGNALS_FILE), `${JSON.stringify(kept)}\n`);
}
