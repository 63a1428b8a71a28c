/** Whether a post is approved as it is now: by a file that fits it, and that only the founder can have made. */
import { createHash } from "node:crypto";
import path from "node:path";
import type { Channel, OutgoingPost } from "../../channels/channel.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import {
  type Approval,
  type ApprovedFacts,
  approvedText,
  misfit,
  parseApproval,
} from "../../company/posts/approval.ts";
import { APPROVALS_FOLDER } from "../../company/posts/approvals-folder.ts";
import { readText } from "../../files/text.ts";
import type { LedgerReads } from "../../ledger/ledger.ts";
import { fingerprintOf, isSignedBy } from "./approval-key.ts";
import type { CompanyPost } from "./company-posts.ts";
import { outgoing } from "./outgoing.ts";

/** Larger than any approval with its waivers. */
const FILE_BYTES = 64_000;

export type ApprovalStanding =
  | { kind: "none" }
  | { kind: "void"; why: string }
  /** `proof` is the fingerprint of the key, or `this machine` for one that is not signed. */
  | { kind: "approved"; approval: Approval; hash: string; proof: string };

export interface PostNow {
  outgoing: OutgoingPost;
  facts: ApprovedFacts;
  /** Pictures that cannot be shown. */
  problems: string[];
}

export function approvalFile(post: string): string {
  return `${APPROVALS_FOLDER}/${post}.json`;
}

/** The post as it would go out now. `account` is where its channel posts to. */
export async function postNow(
  root: string,
  post: CompanyPost,
  about: { constitution: Constitution; channel: Channel; account: string },
): Promise<PostNow> {
  const { post: goingOut, textHash, problems } = await outgoing(root, post);
  const facts: ApprovedFacts = {
    company: companyName(about.constitution),
    post: post.id,
    text: textHash,
    channel: post.draft.channel,
    goesTo: about.channel.name,
    account: about.account,
    window: post.window.kind === "window" ? post.window.window : null,
  };
  return { outgoing: goingOut, facts, problems };
}

export function companyName({ company }: Constitution): string {
  return company.name ?? "not set";
}

/** SHA-256 in hex of what is approved. */
export function approvalHash(approval: Omit<Approval, "signature">): string {
  return createHash("sha256").update(approvedText(approval)).digest("hex");
}

/**
 * How the approval of the post stands. Where the constitution names a key, only its signature counts; else
 * only an approval that the record of this machine knows, and that was not taken back.
 * @throws HqError `unreadable-file`; LedgerError
 */
export async function approvalStanding(
  root: string,
  { facts, constitution }: { facts: ApprovedFacts; constitution: Constitution },
  approvals: Pick<LedgerReads["approvals"], "find">,
): Promise<ApprovalStanding> {
  const text = await readText(path.join(root, approvalFile(facts.post)), FILE_BYTES);
  if (text === null) return { kind: "none" };
  const approval = parseApproval(text);
  if (approval === null) return { kind: "void", why: "its file is no approval" };
  const proof = await proofOf(approval, constitution.company.approvalKey, approvals);
  if (proof.kind === "void") return proof;
  const why = misfit(approval, facts);
  if (why !== null) return { kind: "void", why };
  return { kind: "approved", approval, hash: approvalHash(approval), proof: proof.by };
}

async function proofOf(
  approval: Approval,
  wantedKey: string | null,
  approvals: Pick<LedgerReads["approvals"], "find">,
): Promise<{ kind: "void"; why: string } | { kind: "proof"; by: string }> {
  const { signature } = approval;
  const nothing = (why: string) => ({ kind: "void", why }) as const;
  const known = await approvals.find(approvalHash(approval));
  if (known !== null && known.withdrawnAt !== null) return nothing("you took it back");
  if (wantedKey === null) {
    if (known === null) {
      return nothing("it was not given on this machine, and no key of the company signed it");
    }
    return { kind: "proof", by: "this machine" };
  }
  if (signature === null) return nothing("it is not signed");
  const fingerprint = fingerprintOf(signature.key);
  if (fingerprint !== wantedKey) return nothing(`it is signed with another key, ${fingerprint}`);
  if (!isSignedBy(approvedText(approval), signature))
    return nothing("its signature does not fit it");
  return { kind: "proof", by: fingerprint };
}
