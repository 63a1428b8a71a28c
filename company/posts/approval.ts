/** What the founder approved: the words, to whom, when; as a file that is committed. */
import { z } from "zod";
import type { PostWindow } from "./window.ts";

const HASH = z.string().regex(/^[0-9a-f]{64}$/);
const INSTANT = z.iso.datetime();
const LINE = z.string().min(1).max(500);

const SCHEMA = z.strictObject({
  version: z.literal(1),
  /** The company's name, so that a copied file is seen to be another's. */
  company: LINE,
  /** Id of the post. */
  post: LINE,
  /** SHA-256 over the post's normal form, pictures by their bytes. */
  text: HASH,
  /** As the post names it, and which of our channels takes it there. */
  channel: LINE,
  goesTo: LINE,
  account: LINE,
  window: z.strictObject({ from: INSTANT, to: INSTANT }),
  costMicroUsd: z.int().min(0),
  approvedAt: INSTANT,
  approvedBy: LINE,
  /** What was missing and is let go, each with its reason. */
  waived: z.array(z.strictObject({ what: LINE, why: LINE })).max(50),
  signature: z
    .strictObject({
      /** Ed25519, SubjectPublicKeyInfo in base64. */
      key: z.base64().max(200),
      value: z.base64().max(200),
    })
    .nullable(),
});

export type Approval = z.infer<typeof SCHEMA>;

/** null when the text is no approval. Data of a file: it says nothing until it is verified. */
export function parseApproval(text: string): Approval | null {
  try {
    return SCHEMA.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function printApproval(approval: Approval): string {
  return `${JSON.stringify(approval, null, 2)}\n`;
}

/**
 * What is hashed and signed: everything but the signature, one value to a line in a fixed order, each as
 * JSON, so that no two approvals have the same bytes.
 */
export function approvedText(approval: Omit<Approval, "signature">): string {
  const { window, waived } = approval;
  const values = [
    "solo-hq approval",
    ...[approval.version, approval.company, approval.post, approval.text, approval.channel],
    ...[approval.goesTo, approval.account, window.from, window.to, approval.costMicroUsd],
    ...[approval.approvedAt, approval.approvedBy],
    ...waived.flatMap(({ what, why }) => [what, why]),
  ];
  return values.map((value) => JSON.stringify(value)).join("\n");
}

/** What a post is at this moment, against which an approval is held. */
export interface ApprovedFacts {
  company: string;
  post: string;
  text: string;
  channel: string;
  goesTo: string;
  account: string;
  window: PostWindow | null;
}

/** Why the approval is none for the post as it is now; null when it fits. */
export function misfit(approval: Approval, now: ApprovedFacts): string | null {
  if (approval.company !== now.company) return `it is of another company, "${approval.company}"`;
  if (approval.post !== now.post) return `it is of another post, ${approval.post}`;
  if (approval.channel !== now.channel) return `the channel was ${approval.channel}`;
  if (approval.text !== now.text) return "what the outside would see has changed since";
  if (approval.goesTo !== now.goesTo || approval.account !== now.account) {
    return `it was to go to ${approval.goesTo} (${approval.account}), and would go to ${now.goesTo} (${now.account})`;
  }
  const { window } = now;
  if (window === null) return "the post has no time any more";
  if (window.from !== approval.window.from || window.to !== approval.window.to) {
    return `its window was ${approval.window.from} to ${approval.window.to}, and is ${window.from} to ${window.to}`;
  }
  return null;
}
