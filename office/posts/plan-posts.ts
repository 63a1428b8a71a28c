/** The week against the rhythm of the channels, and all dated posts as a calendar for a phone. */
import path from "node:path";
import ical, { ICalEventStatus } from "ical-generator";
import { dateIn, isIsoWeek, weekOf } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import type { Finding } from "../../company/finding.ts";
import {
  type DatedPost,
  datedPosts,
  type PlannedRow,
  weekPlan,
} from "../../company/posts/week-plan.ts";
import { writeText } from "../../files/text.ts";
import { readPosts } from "./company-posts.ts";

export const CALENDAR_FILE = "Marketing/calendar.ics";

export interface PlannedWeek {
  week: string;
  rows: PlannedRow[];
  timeZone: string;
  /** Where the calendar was written; null when it was not asked for. */
  calendar: string | null;
  findings: Finding[];
}

/**
 * The plan of `week` (that of today if left out). With `calendar` every dated post of all weeks is written to
 * Marketing/calendar.ics, the same bytes as long as nothing changed.
 * @throws HqError `usage` for a week that does not exist, `write-failed`
 */
export async function planPosts(
  { root, now }: { root: string; now: Date },
  { week, calendar }: { week: string | undefined; calendar: boolean },
): Promise<PlannedWeek> {
  if (week !== undefined && !isIsoWeek(week)) {
    throw new HqError(
      "usage",
      `Cannot plan the week "${week}": there is no such week, expected one such as ${weekOf(dateIn(now, "UTC"))}.`,
    );
  }
  const { constitution, timeZone, drafts, rhythms, findings } = await readPosts(root);
  const wanted = week ?? weekOf(dateIn(now, timeZone));
  const { products } = constitution;
  const rows = weekPlan({ week: wanted, rhythms, drafts, products, timeZone });
  if (calendar) {
    const posts = datedPosts({ drafts, rhythms, timeZone });
    const name = constitution.company.name ?? "Company";
    await writeText(path.join(root, CALENDAR_FILE), calendarOf(posts, `${name}: posts`));
  }
  return { week: wanted, rows, timeZone, calendar: calendar ? CALENDAR_FILE : null, findings };
}

function calendarOf(posts: readonly DatedPost[], name: string): string {
  const calendar = ical({ name, prodId: { company: "solo-hq", product: "posts" } });
  for (const { id, draft, window } of posts) {
    const isSure = draft.status === "approved" || draft.status === "posted";
    calendar.createEvent({
      id: `${id}@solo-hq`,
      // Of the post and not of the moment: a synced folder must not change for nothing.
      stamp: new Date(window.from),
      start: new Date(window.from),
      end: new Date(window.to),
      summary: `${draft.channel}: ${draft.title} (${draft.status})`,
      description: draft.file,
      status: isSure ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE,
    });
  }
  return calendar.toString();
}
