/** The founder's yes to one post: what it stands on, and how it is written down. */
import path from "node:path";
import type { OpenChannel } from "../../channels/open-channels.ts";
import { clip } from "../../company/clip.ts";
import { FOUNDER } from "../../company/constitution/sections.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { HqError } from "../../company/error.ts";
import { type Approval, approvedText, printApproval } from "../../company/posts/approval.ts";
import { writeText } from "../../files/text.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import type { CheckedDraft } from "../check-draft.ts";
import { type Approvable, isApprovable } from "./approvable.ts";
import { openApprovalKey } from "./approval-key.ts";
import {
  approvalFile,
  approvalHash,
  companyName,
  type PostNow,
  postNow,
} from "./approval-standing.ts";
import { checkPosts } from "./check-posts.ts";
import { type CompanyPost, postNamed, readPosts } from "./company-posts.ts";
import { companyChannels } from "./outgoing.ts";
import { type PostPreview, previewOf } from "./preview-post.ts";
import { setStatus } from "./set-status.ts";

export interface ApprovalSources {
  root: string;
  now(): Date;
  env: Readonly<Record<string, string | undefined>>;
  /** Left out outside tests. */
  open?: OpenChannel | undefined;
}

/** All that the founder is shown before the question. */
export interface ApprovalQuestion {
  preview: PostPreview;
  checked: CheckedDraft;
  approvable: Approvable;
  goesTo: string;
  account: string;
  /** SHA-256 over what the outside will see. */
  textHash: string;
  /** Of the key that must sign; null where none is set up. */
  fingerprint: string | null;
  notes: string[];
}

/** @throws HqError `not-found`, `usage` as `postNamed`; `wrong-state` when the channel cannot be reached */
export async function askToApprove(
  sources: ApprovalSources,
  id: string,
): Promise<ApprovalQuestion> {
  const { post, constitution, timeZone, now, problems, account, goesTo } = await lookAt(
    sources,
    id,
  );
  const { posts, notes } = await checkPosts(sources, { id: post.id });
  const [found] = posts;
  if (found === undefined) throw refused(post.id, "its text cannot be checked");
  const all = [
    ...found.problems,
    ...problems.map((what) => ({ severity: "blocking", what }) as const),
  ];
  return {
    preview: await previewOf(sources.root, post, timeZone),
    checked: found.draft,
    approvable: isApprovable(post.id, found.draft, all),
    ...{ goesTo, account, notes, textHash: now.facts.text },
    fingerprint: constitution.company.approvalKey,
  };
}

interface LookedAt {
  post: CompanyPost;
  constitution: Constitution;
  timeZone: string;
  now: PostNow;
  problems: string[];
  goesTo: string;
  account: string;
}

async function lookAt({ root, env, open, now }: ApprovalSources, id: string): Promise<LookedAt> {
  const { posts, constitution, timeZone } = await readPosts(root);
  const post = postNamed(posts, id);
  const { status } = post.draft;
  if (status === "posted" || status === "dropped") throw refused(post.id, `it is ${status}`);
  const channel = (open ?? (await companyChannels(root, constitution, { env, now })))(
    post.draft.channel,
  );
  const found = await channel.account();
  if (found.kind === "unreachable") {
    throw refused(post.id, `nobody knows to which account it would go: ${found.why}`);
  }
  const { account } = found;
  const about = { constitution, channel, account };
  const asItIs = await postNow(root, post, about);
  const past = asItIs.facts.window !== null && asItIs.facts.window.to <= now().toISOString();
  const problems = [
    ...asItIs.problems,
    ...channel
      .check(asItIs.outgoing)
      .flatMap(({ severity, what }) => (severity === "blocking" ? [what] : [])),
    ...(past ? ["Its window has passed: give it another day or time."] : []),
  ];
  return {
    post,
    constitution,
    timeZone,
    now: asItIs,
    problems: [...new Set(problems)],
    goesTo: channel.name,
    account,
  };
}

export interface ApprovalAnswer {
  /** Reasons by what is waived. */
  waived: ReadonlyMap<string, string>;
  /** What was shown: when it is not what is there now, nothing is approved. */
  textHash: string;
  /** Where a key is set up. */
  passphrase: string | null;
}

const WHY_CHARS = 300;

/**
 * Writes the approval down: in the record, as a file, and as the post's status, in this order, so that a
 * crash leaves at most one that is not used.
 * @throws HqError `wrong-state` when something forbids it, a reason is missing, or the post has changed
 */
export async function approvePost(
  sources: ApprovalSources,
  id: string,
  answer: ApprovalAnswer,
): Promise<{ approval: Approval; file: string; fingerprint: string | null }> {
  const { root } = sources;
  const { post, constitution, now, goesTo, account } = await lookAt(sources, id);
  const question = await askToApprove(sources, post.id);
  const { forbidden, waivable } = question.approvable;
  const { text, window } = now.facts;
  if (text !== answer.textHash) throw refused(post.id, "it has changed since it was shown");
  if (forbidden.length > 0) throw refused(post.id, forbidden.join(" "));
  if (window === null) throw refused(post.id, "it has no time");
  const waived = waivable.map(({ what, why }) => {
    const reason = clip(answer.waived.get(what) ?? "", WHY_CHARS);
    if (reason === "") throw refused(post.id, `${why} It must be waived by name, with a reason`);
    return { what, why: reason };
  });
  const words: Omit<Approval, "signature"> = {
    version: 1,
    company: companyName(constitution),
    ...{ post: post.id, text, channel: post.draft.channel, goesTo, account, window, waived },
    costMicroUsd: question.preview.costMicroUsd,
    approvedAt: sources.now().toISOString(),
    approvedBy: constitution.company.founder ?? FOUNDER,
  };
  const { approval, fingerprint } = await signed(root, words, {
    wanted: question.fingerprint,
    passphrase: answer.passphrase,
  });
  const hash = approvalHash(words);
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    await ledger.write(async ({ approvals, events }) => {
      await approvals.withdraw(post.id, words.approvedAt);
      await approvals.add({ hash, post: post.id, at: words.approvedAt });
      await events.add({
        ...{
          at: words.approvedAt,
          who: FOUNDER,
          what: "post.approved",
          subject: post.id,
          hash: text,
        },
        detail: detailOf(waived, { goesTo, account }),
      });
    });
  } finally {
    await ledger.close();
  }
  const file = approvalFile(post.id);
  await writeText(path.join(root, file), printApproval(approval));
  await setStatus(root, { file: post.draft.file, id: post.id, status: "approved" });
  return { approval, file, fingerprint };
}

function detailOf(
  waived: Approval["waived"],
  { goesTo, account }: { goesTo: string; account: string },
): string {
  const letGo = waived.map(({ what, why }) => `${what} waived: ${why}`);
  return [`to ${goesTo} (${account})`, ...letGo].join("; ");
}

async function signed(
  root: string,
  words: Omit<Approval, "signature">,
  { wanted, passphrase }: { wanted: string | null; passphrase: string | null },
): Promise<{ approval: Approval; fingerprint: string | null }> {
  if (wanted === null) return { approval: { ...words, signature: null }, fingerprint: null };
  if (passphrase === null) throw refused(words.post, "the passphrase of the key was not given");
  const signer = await openApprovalKey(root, passphrase);
  if (signer.fingerprint !== wanted) {
    throw refused(
      words.post,
      `the key here is ${signer.fingerprint}, and the constitution names ${wanted}`,
    );
  }
  const signature = { key: signer.publicKey, value: signer.sign(approvedText(words)) };
  return { approval: { ...words, signature }, fingerprint: signer.fingerprint };
}

function refused(id: string, why: string): HqError {
  const end = /[.!?]$/.test(why) ? "" : ".";
  return new HqError("wrong-state", `Cannot approve ${id}: ${why}${end} Nothing was approved.`);
}
