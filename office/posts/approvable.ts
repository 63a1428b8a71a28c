/** What stands between a post and the founder's yes: what forbids it, and what only needs a reason. */
import type { NeededReview, Statement } from "../../company/claims/types.ts";
import type { PostProblem } from "../../company/posts/channel-rules.ts";
import type { CheckedDraft } from "../check-draft.ts";

export interface Waivable {
  /** The reviewer: how it is named where it is waived. */
  what: string;
  /** What is missing, one sentence. */
  why: string;
}

export interface Approvable {
  /** Nothing but waivable things is in the way. */
  ok: boolean;
  forbidden: string[];
  waivable: Waivable[];
}

const REVIEW_RULES = [
  "missing-review",
  "unanswered",
  "review-concerns",
  "review-unattested",
  "for-founder",
];

/** No draft can be mended of it: the founder reads the text and says so. */
const UNREAD = "unread-language";

/** `id` is the post's, for the command that the founder types next. */
export function isApprovable(
  id: string,
  checked: CheckedDraft,
  problems: readonly PostProblem[],
): Approvable {
  const { check, reviews } = checked;
  const forbidden = problems
    .filter(({ severity }) => severity === "blocking")
    .map(({ what }) => what);
  if (check.kind === "refused") return { ok: false, forbidden: [check.reason], waivable: [] };
  for (const { severity, rule, what, line } of check.findings) {
    if (severity !== "blocking" || [...REVIEW_RULES, UNREAD].includes(rule)) continue;
    forbidden.push(line > 0 ? `Line ${line + checked.lineOffset}: ${what}` : what);
  }
  const open = unanswered(reviews);
  if (open.length > 0) {
    const more = open.length > 1 ? ` and ${open.length - 1} more` : "";
    forbidden.push(
      `Code could not prove "${open[0]?.text ?? ""}"${more}, and nobody has answered. Do it with: hq claims answer ${id}`,
    );
  }
  const waivable: Waivable[] = [
    ...check.findings
      .filter(({ rule }) => rule === UNREAD)
      .map(({ what: why }) => ({ what: "language", why })),
    ...(reviews?.needed ?? []).flatMap(lacking),
  ];
  return { ok: forbidden.length === 0, forbidden, waivable };
}

/** Statements that somebody must answer, and that nobody has: no reason stands in for an answer. */
function unanswered(reviews: CheckedDraft["reviews"]): readonly Statement[] {
  const { forReviewer = [], forFounder = [] } = reviews?.unanswered ?? {};
  return [...forReviewer, ...forFounder];
}

/** What of a needed review is not there; a review that only the founder can settle is settled by the yes. */
function lacking({ reviewer, standing }: NeededReview): Waivable[] {
  if (standing.kind === "founder") return [];
  if (standing.kind === "missing") {
    const asked = standing.open === null ? "was not asked" : `was asked (${standing.open})`;
    return [{ what: reviewer, why: `${reviewer} ${asked} and has not answered on this text.` }];
  }
  const { id, verdict, isAttested, reasons } = standing;
  if (verdict === "APPROVED" && isAttested) return [];
  const why =
    verdict === "APPROVED"
      ? `${reviewer} approved it (${id}), but code did not see that it was ${reviewer} itself.`
      : `${reviewer} said ${verdict} (${id}): ${reasons.join(" ")}`;
  return [{ what: reviewer, why }];
}
