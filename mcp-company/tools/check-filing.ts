import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { clip } from "../../company/clip.ts";
import type { CheckedFiling } from "../../company/pack/filings.ts";
import { checkFilingWork } from "../../office/check-filing.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { answer, READ_ONLY, refusedSentence } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";
import { pathForWork } from "./path-for-work.ts";

const TEXT_CHARS = 1_100_000;
/** A filing rests on a handful; the rest is a text that names every fact there is. */
const FACTS = 12;
const FILINGS = 6;
const FACT_CHARS = 200;

const input = argumentsOf({
  filing: textOf(TEXT_CHARS).describe("The text, or file:<path>"),
});

const output = z.strictObject({
  filings: z.array(
    z.strictObject({
      obligation: z.string(),
      duty: z.string().nullable(),
      period: z.string().nullable(),
      due: z.string(),
      lawfulUntil: z.string().nullable(),
      payBy: z.string().nullable(),
      standing: z.enum(["ready", "concerns", "not-ready"]),
      why: z.array(z.string()),
      facts: z.array(
        z.strictObject({
          id: z.string(),
          says: z.string(),
          source: z.string(),
          checkBy: z.string(),
          problem: z.string().nullable(),
        }),
      ),
    }),
  ),
  notes: z.array(z.string()),
});

/** What code knows of a filing before the founder sees it: its days, its period, the facts under it. */
export function registerCheckFiling(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "check_filing",
    {
      title: "Check a filing",
      description:
        "Checks a prepared filing: period, lawful day, and whether each dated fact under it still holds.",
      inputSchema: input,
      outputSchema: output,
      annotations: READ_ONLY,
    },
    async ({ filing }) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const unread = pathForWork("check the filing", "filing", filing);
        if (unread !== null) return unread;
        const checked = await checkFilingWork(filing, { root: office.root, now: office.now() });
        if (checked.kind === "refused") return refusedSentence("check the filing", checked);
        const { filings } = checked;
        const left = filings.length - FILINGS;
        return {
          filings: filings.slice(0, FILINGS).map(shown),
          notes: left > 0 ? [`${left} more filings are not shown: give them one by one.`] : [],
        };
      }),
  );
}

function shown({ obligation, duty, day, due, standing, why, facts }: CheckedFiling) {
  return {
    obligation: clip(obligation, FACT_CHARS),
    duty,
    period: day?.period ?? null,
    due: day?.due ?? due,
    lawfulUntil: day?.until ?? null,
    payBy: day?.payBy ?? null,
    standing,
    why: why.slice(0, FACTS),
    facts: facts.slice(0, FACTS).map(({ id, says, article, link, checkBy, problem }) => ({
      id,
      says: clip(says, FACT_CHARS),
      source: link === null ? article : `${article} ${link}`,
      checkBy,
      problem,
    })),
  };
}
