import type { McpServer } from "@modelcontextprotocol/server";
import type { z } from "zod";
import type { ClaimFinding, NeededReview } from "../../company/claims/types.ts";
import { CLAIM_SECTIONS, errorsIn } from "../../company/constitution/rule-errors.ts";
import { findingSentence } from "../../company/finding.ts";
import { given, pageInput } from "../../office/answers.ts";
import { type CheckedDraft, type CheckedDrafts, checkDraftWork } from "../../office/check-draft.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { departmentId, noDepartment } from "../../office/people/departments.ts";
import { readNamed } from "../../office/reviews/work.ts";
import { answer, READ_ONLY, refusedSentence } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";
import { type Checked, checkedOutput } from "./checked-drafts.ts";
import { draftsPage } from "./draft-pages.ts";
import { pathForWork } from "./path-for-work.ts";

/** Beyond what is checked, which says better what is wrong; it bounds what is read. */
const TEXT_CHARS = 1_100_000;
/** Posts of one file; a week has fewer. */
const DRAFTS = 20;
/** Of one draft: nobody mends more at once, and the next check shows the rest. */
const FINDINGS = 40;
/** Of all drafts of one check, on all its pages; each draft has its share. */
const ALL_FINDINGS = 160;

const input = argumentsOf({
  draft: textOf(TEXT_CHARS).describe("The text, or file:<path>#<post>"),
  channel: textOf(50)
    .optional()
    .describe("Where a text goes: x, dev.to, newsletter; a post says it itself"),
  author: textOf(50).optional().describe("Of a text. Default: marketing"),
  page: pageInput,
});

/** What can be checked of a draft by code, before anybody is asked to read it. */
export function registerCheckDraft(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "check_draft",
    {
      title: "Check a draft",
      description:
        "Checks a public text: claims above their level, figures stale or not as in memory, links, names, banned words, missing reviews. Mend what blocks by its wayOut, check again, then ask for reviews: an edit makes a verdict void. Read on as more says.",
      inputSchema: input,
      outputSchema: checkedOutput,
      annotations: READ_ONLY,
    },
    async (args) => answer(() => checkedPage(office, given(args, "channel", "author"))),
  );
}

type Asked = z.infer<typeof input>;

async function checkedPage(
  office: CompanyOffice,
  asked: Asked,
): Promise<z.infer<typeof checkedOutput> | { error: string }> {
  const unread = refusedUnread(asked.draft);
  if (unread !== null) return unread;
  const rules = await office.reader.readConstitution();
  const { author } = asked;
  const unknown =
    author === undefined
      ? null
      : noDepartment(rules.constitution, departmentId(author), "check a draft");
  if (unknown !== null) return unknown;
  const memory = await office.reader.readMemory();
  const checked = await checkDraftWork(asked.draft, {
    root: office.root,
    constitution: rules.constitution,
    ruleErrors: errorsIn(CLAIM_SECTIONS, rules),
    memory: memory.view,
    now: office.now(),
    ledger: await office.ledger.ifAny(),
    ...(asked.channel === undefined ? {} : { channel: asked.channel }),
    ...(author === undefined || (await isMarketings(office.root, asked.draft))
      ? {}
      : { author: departmentId(author) }),
  });
  if (checked.kind === "refused") return refusedSentence("check the draft", checked);
  return draftsPage(shownCheck(checked, memory.note), asked.page);
}

/** Why a draft is not even looked for, else null. */
function refusedUnread(draft: string): { error: string } | null {
  if (draft.trim() !== "") return pathForWork("check the draft", "draft", draft);
  const error = "Cannot check the draft: it is empty, expected a text or file:<path>#<post>.";
  return { error: `${error} Nothing was changed.` };
}

/** What has room of the check; the notes say what has none. */
function shownCheck(
  { ok, drafts, findings, skipped, notes }: CheckedDrafts,
  memoryNote: string | undefined,
): Checked {
  const shown = drafts.slice(0, DRAFTS);
  const left = drafts.length - DRAFTS;
  const share = Math.min(FINDINGS, Math.floor(ALL_FINDINGS / Math.max(1, shown.length)));
  return {
    ok,
    drafts: shown.map((draft) => shownDraft(draft, share)),
    notes: [
      ...(memoryNote === undefined ? [] : [memoryNote]),
      ...notes,
      ...findings.map(findingSentence),
      ...(skipped > 0
        ? [`${skipped} posts of the file are posted, dropped or for another channel.`]
        : []),
      ...shown.flatMap((draft) => leftOut(draft, share)),
      ...(left > 0 ? [`${left} more posts are not shown: name one with #<post>.`] : []),
    ],
  };
}

/** Only marketing writes there, however the path is spelled: no other name takes a review off a post. */
async function isMarketings(root: string, draft: string): Promise<boolean> {
  const file = await readNamed(root, draft);
  return file?.kind === "file" && file.path.toLowerCase().startsWith("marketing/");
}

function leftOut({ title, check }: CheckedDraft, share: number): string[] {
  if (check.kind === "refused") return [];
  const more = check.findings.length - share;
  return more > 0 ? [`${more} more findings of "${title}" are not shown: mend these first.`] : [];
}

/** Blocking findings before warnings: not all have room, or stand on the first page. */
function shownFindings(findings: readonly ClaimFinding[], share: number): ClaimFinding[] {
  const blocking = findings.filter(({ severity }) => severity === "blocking");
  const others = findings.filter(({ severity }) => severity !== "blocking");
  return [...blocking, ...others].slice(0, share);
}

function shownDraft(
  { id, title, channel, lineOffset, check, reviews }: CheckedDraft,
  share: number,
): Checked["drafts"][number] {
  const needed = (reviews?.needed ?? []).map(({ reviewer, because, standing }) => ({
    reviewer,
    because: [...because].slice(0, 5),
    standing: standingWords(standing),
  }));
  const head = { post: id, title, channel, reviews: needed };
  if (check.kind === "refused") {
    return { ...head, refused: check.reason, findings: [], statements: [] };
  }
  const placed = (line: number) => (line === 0 ? 0 : line + lineOffset);
  return {
    ...head,
    refused: null,
    findings: shownFindings(check.findings, share).map((each) => ({
      ...each,
      line: placed(each.line),
    })),
    statements: check.statements
      .filter(({ open }) => open.length > 0)
      .map(({ number, line, text, product, proved, open }) => ({
        ...{ number, line: placed(line), text, product, proved, open },
      })),
  };
}

function standingWords(standing: NeededReview["standing"]): string {
  switch (standing.kind) {
    case "missing":
      return standing.open === null ? "missing" : `asked (${standing.open})`;
    case "founder":
      return `founder: ${standing.reason}`;
    default: {
      const { verdict, id, isAttested } = standing;
      return `${verdict} (${id}${isAttested ? "" : ", advice only"})`;
    }
  }
}
