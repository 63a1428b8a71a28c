/** The check of drafts, for the tool check_draft and for `hq claims check`: parse, judge, look reviews up. */
import { checkDraft, withReviews } from "../company/claims/check.ts";
import type { DraftCheck, DraftContext, ReviewState } from "../company/claims/types.ts";
import { clip } from "../company/clip.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { type IdentifiedPost, identifyPosts } from "../company/draft-posts.ts";
import { type DraftStatus, parseDrafts } from "../company/drafts.ts";
import { type Finding, findingSentence } from "../company/finding.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { type Refusal, type ReviewedWork, refused } from "../company/protocol/review.ts";
import { gatherDraftContext } from "../files/draft-context.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { lostRecord } from "./records/lost-record.ts";
import { draftReviewState } from "./reviews/draft-reviews.ts";
import { published } from "./reviews/post-statements.ts";
import { postWorks, readNamed, textWork, workOfFile } from "./reviews/work.ts";

export interface DraftCheckSources {
  root: string;
  constitution: Constitution;
  /** What is wrong in its tables: a draft is not well that was judged by half of them. */
  ruleErrors: readonly Finding[];
  /** null when it could not be read. */
  memory: MemoryView | null;
  now: Date;
  /** null when nothing was recorded yet. */
  ledger: Ledger | null;
  /** The department that wrote it; marketing if left out. */
  author?: string | undefined;
  /** Only the posts of this channel; for a plain text, where it goes. */
  channel?: string | undefined;
  /** Posts that are posted or dropped too. */
  all?: boolean | undefined;
}

export interface DraftFile {
  text: string;
  /** From the root; null for a text that is in no file of the company. */
  path: string | null;
  /** How messages call it. */
  shown: string;
  /** Id of one post or its beginning; null for all that wait. */
  post: string | null;
}

export interface CheckedDraft {
  /** Of the post in its file; null for a plain text. */
  id: string | null;
  /** A post's date, channel, title and status; else what the text is called. */
  title: string;
  channel: string;
  status: DraftStatus | null;
  /** Of the file; added to a line of the check it gives the line of the file. */
  lineOffset: number;
  check: DraftCheck;
  /** null when the text could not be checked at all. */
  reviews: ReviewState | null;
}

export interface CheckedDrafts {
  kind: "drafts";
  /** No error in the file, and no draft that is refused or has a blocking finding. */
  ok: boolean;
  drafts: CheckedDraft[];
  /** Posts of the file that were left out: posted, dropped, or of another channel. */
  skipped: number;
  /** Posts that cannot be read. */
  findings: Finding[];
  /** One sentence for each part that could not be looked up. */
  notes: string[];
}

const AUTHOR = "marketing";

/**
 * `given` is a text, `file:<path>` or `file:<path>#<post>`; of a whole file each post that waits.
 * @throws LedgerError
 */
export async function checkDraftWork(
  given: string,
  sources: DraftCheckSources,
): Promise<CheckedDrafts | Refusal> {
  const file = await readNamed(sources.root, given);
  if (file?.kind === "refused") return file;
  if (file !== null) return checkDraftFile({ ...file, shown: file.path }, sources);
  return checkDraftFile({ text: given, path: null, shown: "the text", post: null }, sources);
}

/** @throws LedgerError */
export async function checkDraftFile(
  file: DraftFile,
  sources: DraftCheckSources,
): Promise<CheckedDrafts | Refusal> {
  const channel = sources.channel === undefined ? null : channelName(sources.channel);
  if (sources.channel !== undefined && channel === null) {
    const found = `the channel "${clip(sources.channel, 40)}" is no name`;
    return refused("malformed", found, "Give a name such as x, dev.to or newsletter.");
  }
  const chosen = await draftsOf(file, { ...sources, wanted: channel });
  if (chosen.kind === "refused") return chosen;
  const { context, notes } = await gatherDraftContext(sources);
  const drafts: CheckedDraft[] = [];
  for (const draft of chosen.drafts) drafts.push(await checkOne(draft, context, sources));
  const { skipped, findings } = chosen;
  const { ruleErrors } = sources;
  const isSound = [...ruleErrors, ...findings].every(({ severity }) => severity !== "error");
  const ok = isSound && drafts.every(({ check }) => check.kind === "checked" && check.ok);
  const allNotes = [...ruleErrors.map(findingSentence), ...notes, ...(await lostRecord(sources))];
  return { kind: "drafts", ok, drafts, skipped, findings, notes: allNotes };
}

/** As in a draft's heading; people write devto too. Null when it is no name. */
export function channelName(name: string): string | null {
  const low = name.trim().toLowerCase();
  if (low === "devto") return "dev.to";
  if (low === "twitter") return "x";
  return /^[a-z][\w.-]{0,39}$/.test(low) ? low : null;
}

interface ChosenDraft {
  /** null for a plain text. */
  post: IdentifiedPost | null;
  title: string;
  channel: string;
  work: ReviewedWork;
}

interface ChosenDrafts {
  kind: "chosen";
  drafts: ChosenDraft[];
  skipped: number;
  findings: Finding[];
}

async function draftsOf(
  file: DraftFile,
  { root, wanted, all = false }: { root: string; wanted: string | null; all?: boolean | undefined },
): Promise<ChosenDrafts | Refusal> {
  const { text, path, shown } = file;
  const { drafts, findings } = parseDrafts(text, shown);
  const posts = identifyPosts(drafts);
  const works = await postWorks(root, posts, path ?? shown);
  const chosen = posts.map((post, at): ChosenDraft & { post: IdentifiedPost } => {
    const { date, channel, title, status } = post.draft;
    const work = works[at] ?? textWork(text, path);
    return {
      post,
      title: `${date} · ${channel} · ${title} (${status})`,
      channel,
      work: path === null ? { ...work, path: null } : work,
    };
  });
  if (file.post !== null) {
    const work = await workOfFile(root, { ...file, kind: "file", path: path ?? shown });
    if ("kind" in work) return work;
    const only = chosen.filter((each) => each.work.hash === work.hash);
    const named = only.find((each) => each.work.path === work.path) ?? only[0];
    // What is wrong in other posts is no matter of this one.
    if (named !== undefined) return { kind: "chosen", drafts: [named], skipped: 0, findings: [] };
  }
  if (drafts.length === 0 && findings.length === 0) {
    const channel = wanted ?? (shown.endsWith(".md") ? "dev.to" : "x");
    const plain = { post: null, title: shown, channel, work: textWork(text, path) };
    return { kind: "chosen", drafts: [plain], skipped: 0, findings };
  }
  const kept = chosen.filter(
    ({ channel, post }) =>
      (wanted === null || channel === wanted) &&
      (all || (post.draft.status !== "posted" && post.draft.status !== "dropped")),
  );
  return { kind: "chosen", drafts: kept, skipped: chosen.length - kept.length, findings };
}

async function checkOne(
  { post, title, channel, work }: ChosenDraft,
  context: DraftContext,
  sources: DraftCheckSources,
): Promise<CheckedDraft> {
  const { text, lineOffset, declared } =
    post === null
      ? { text: work.text, lineOffset: 0, declared: null }
      : published(post.draft, context);
  const { ledger, constitution, now, author = AUTHOR } = sources;
  const check = checkDraft(text, channel, { ...context, declared });
  // A text that cannot be checked is refused with its reason, and is not worth a look for signals.
  const said = check.kind === "refused" ? null : check.statements;
  const statements = post === null ? [] : (said ?? []);
  const reviews =
    said === null
      ? null
      : await draftReviewState({ ledger, constitution, work, author, now, statements, context });
  return {
    id: post?.id ?? null,
    title,
    channel,
    status: post?.draft.status ?? null,
    lineOffset,
    check: withReviews(check, reviews),
    reviews,
  };
}
