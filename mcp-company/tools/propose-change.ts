import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { type CurationOperation, curationOperation } from "../../company/proposals/curation.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { proposeChange } from "../../office/propose-change.ts";
import { IMPROVER } from "../../office/report-gap.ts";
import { answer, WRITES } from "./answer.ts";
import { argumentsOf, listOf, textOf } from "./arguments.ts";

const PASSAGE_CHARS = 40_000;
const SENTENCE_CHARS = 2_000;

/** Listed flat: three forms with their limits would be paid for by every request. */
const operation = argumentsOf({
  op: z.enum(["drop-line", "drop-relation", "merge-entities"]),
  entity: textOf(300).optional(),
  text: textOf(4_000).optional(),
  from: textOf(300).optional(),
  to: textOf(300).optional(),
  type: textOf(300).optional(),
  keep: textOf(300).optional(),
  drop: textOf(300).optional(),
});

const input = argumentsOf({
  by: textOf(50).describe("Your id"),
  lessons: listOf(textOf(300), 100).describe("Behind it"),
  effect: textOf(SENTENCE_CHARS).describe("What is different, one sentence"),
  check: textOf(SENTENCE_CHARS).describe("What will show it in 30 days"),
  edits: listOf(
    argumentsOf({
      path: textOf(300),
      find: textOf(PASSAGE_CHARS).describe("Stands there once; empty: a new page"),
      replace: textOf(PASSAGE_CHARS),
    }),
    40,
  ).optional(),
  suggests: textOf(8_000).optional().describe("Text for the constitution"),
  operations: listOf(operation, 100).optional().describe("Of the memory"),
});

const output = z.strictObject({
  state: z.enum(["proposed", "refused"]),
  id: z.string(),
  refusals: z.array(z.string()),
  next: z.string(),
});

/** What the Improver would change, for the founder to accept; nothing is in force by it. */
export function registerProposeChange(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "propose_change",
    {
      title: "Propose a change",
      description:
        "Keeps a change of procedures as a proposal for the founder, once your limits and the evals let it pass. No file changes.",
      inputSchema: input,
      outputSchema: output,
      annotations: WRITES,
    },
    async (args) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const speaker = await office.tellSpeaker({
          ...{ tool: "propose_change", args, declared: args.by },
        });
        if ("error" in speaker) return speaker;
        if (speaker.agent !== IMPROVER)
          return {
            error: `Cannot propose a change as "${speaker.agent}": expected improver, who alone proposes changes of procedures. Nothing was changed. Call report_gap, and hand the improver its request.`,
          };
        const [effect, check] = [oneLine(args.effect), oneLine(args.check)];
        if (effect === "" || check === "")
          return {
            error: `Cannot propose a change: ${effect === "" ? "effect" : "check"} is empty, expected one sentence. Nothing was changed.`,
          };
        const operations = operationsOf(args.operations ?? []);
        if ("error" in operations) return operations;
        if (await isInCopy(office))
          return {
            error:
              "Cannot propose a change from here: you stand in a copy of the company that is made for one proposal. Change its files, and end with finish_run. Nothing was changed.",
          };
        const done = await proposeChange(office, {
          ...{ lessons: args.lessons, effect, check },
          edits: args.edits ?? [],
          suggests: args.suggests?.trim() || null,
          operations: operations.list,
        });
        if (done.kind === "proposed") {
          const next = `It waits for the founder: hq improve show ${done.id}. Tell the founder, and change nothing yourself.`;
          return { state: "proposed", id: done.id, refusals: [], next };
        }
        const next =
          "It cannot be accepted. Propose less, or tell the founder what only they can do.";
        return { state: "refused", id: done.id, refusals: done.refusals, next };
      }),
  );
}

/** Fields that an editor fills with nothing count as left out. */
function operationsOf(
  given: readonly z.infer<typeof operation>[],
): { list: CurationOperation[] } | { error: string } {
  const list: CurationOperation[] = [];
  for (const [index, fields] of given.entries()) {
    const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
    const read = curationOperation.safeParse(filled);
    if (!read.success) {
      const expected = FIELDS[fields.op];
      return {
        error: `Cannot take operation ${index + 1}: ${fields.op} has ${Object.keys(filled).slice(1).join(", ") || "no fields"}, expected exactly ${expected}. Nothing was changed.`,
      };
    }
    list.push(read.data);
  }
  return { list };
}

const FIELDS = {
  "drop-line": "entity and text",
  "drop-relation": "from, to and type",
  "merge-entities": "keep and drop",
};

/** A run of `hq improve --run` works in files of its own. */
async function isInCopy({ run, ledger }: CompanyOffice): Promise<boolean> {
  if (run === null) return false;
  const record = await ledger.read(({ runs }) => runs.find(run));
  return record?.workplace != null;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
