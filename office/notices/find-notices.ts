/** What the founder should hear of, each under a key by which it is told once. */
import { clip } from "../../company/clip.ts";
import { FOUNDER } from "../../company/constitution/sections.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { dateIn } from "../../company/dates.ts";
import { stateAt } from "../../company/protocol/review.ts";
import { STANDUP } from "../../company/schedule/by-itself.ts";
import type { StandupPlan } from "../../company/standup/types.ts";
import type { LedgerReads } from "../../ledger/ledger.ts";
import type { Notice } from "../../ledger/notices.ts";
import type { Stuck, StuckKind } from "../status/stuck.ts";
import { stuckWork } from "../status/stuck-work.ts";
import { jobId } from "../wanted-jobs.ts";

export interface NoticeQuestion {
  constitution: Constitution;
  now: Date;
  machine: string;
}

const TEXT_CHARS = 400;
/** Older than this nothing of the record is news. */
const NEWS_MS = 7 * 86_400_000;
/** Events of the record of which the founder is told as they stand there. */
const TOLD_EVENTS: Readonly<Record<string, string>> = {
  "budget.alert": "Budget",
};
const TOLD_STUCK: ReadonlySet<StuckKind> = new Set([
  "lost-run",
  "failed-run",
  "waiting-run",
  "failing",
  "chronic-miss",
  "service",
  "post",
]);
const REVIEWS = 50;

/** What the record has: plans made, reviews for the founder, what is stuck, alerts. */
export async function noticesOfRecord(
  tables: LedgerReads,
  question: NoticeQuestion,
): Promise<Notice[]> {
  const { now, constitution } = question;
  const { timeZone } = constitution.company;
  const at = now.toISOString();
  const since = new Date(now.getTime() - NEWS_MS).toISOString();
  const [plan] = await tables.jobs.settled(jobId({ prompt: STANDUP }), 1);
  const reviews = (await tables.reviews.list({ state: "open", limit: REVIEWS })).filter(
    (review) => review.reviewer === FOUNDER && stateAt(review, now) === "open",
  );
  const stuck = (await stuckWork(tables, question)).filter(({ kind }) => TOLD_STUCK.has(kind));
  const events = await tables.events.named(Object.keys(TOLD_EVENTS), since);
  return [
    ...(plan !== undefined && (plan.state === "ran" || plan.state === "late")
      ? [
          notice(`plan:${plan.dueAt}`, "plan-ready", {
            at: plan.settledAt ?? at,
            text: `The plan of ${dateIn(new Date(plan.dueAt), timeZone)} is ready: ${plan.why ?? "see hq standup"}. hq status`,
          }),
        ]
      : []),
    ...reviews.map(({ id, requester, workPath, askedAt }) =>
      notice(`review:${id}`, "approval-waiting", {
        at: askedAt,
        text: `${requester} waits for your answer to ${id} on ${workPath ?? "a text"}. hq review show ${id}`,
      }),
    ),
    ...stuck.map((each) => stuckNotice(each, at)),
    ...events.map(({ seq, what, detail, subject, at: when }) =>
      notice(`event:${seq}`, what.replace(".", "-"), {
        at: when,
        text: `${TOLD_EVENTS[what]}: ${detail ?? subject ?? "no more is known"}. hq status`,
      }),
    ),
  ];
}

/** What the calendar brings: duties that passed undone, facts about to expire. Looked at once a day. */
export function noticesOfPlan({ obligations, expiringFacts, now }: StandupPlan): Notice[] {
  const late = obligations.items.filter(({ state }) => state === "overdue");
  return [
    ...late.map(({ obligation, entity, due, agent }) =>
      notice(`duty:${entity}`, "missed-obligation", {
        at: now,
        text: `"${obligation}" was due ${due}, and nothing says that it was done (@${agent ?? FOUNDER}).`,
      }),
    ),
    ...expiringFacts.items.map(({ skill, facts, checkBy, first, agent }) =>
      // Of a pack each department has a line of its own.
      notice(
        `facts:${skill}:${checkBy}${skill.startsWith("pack ") ? `:${agent}` : ""}`,
        "fact-expires",
        {
          at: now,
          text: `${facts} ${facts === 1 ? "fact" : "facts"} of the ${skill.startsWith("pack ") ? skill : `skill ${skill}`} must be checked by ${checkBy} (@${agent}), first: ${first}.`,
        },
      ),
    ),
  ];
}

function stuckNotice({ kind, subject, since, what, help }: Stuck, at: string): Notice {
  return notice(`${kind}:${subject}:${since ?? ""}`, "stuck", {
    at: since ?? at,
    text: `${clip(what, TEXT_CHARS)} ${help}`,
  });
}

function notice(key: string, kind: string, { at, text }: { at: string; text: string }): Notice {
  return { key, kind, at, text: clip(text, TEXT_CHARS + 100) };
}
