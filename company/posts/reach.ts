/** What channels counted of the posts of a week, as it stands in memory: a line for each week, the newest reading. */
import { addDays, mondayOf, weekOf } from "../dates.ts";

export interface WeekReach {
  /** `2026-W48`: the week in which the posts went out. */
  week: string;
  posts: number;
  /** By the channel's own names: `impressions`, `likes`, `reads`. */
  counts: Readonly<Record<string, number>>;
  /** ISO date of the reading. */
  date: string;
}

/** Weeks whose posts are asked about: later hardly anything is added. */
export const WEEKS_ASKED = 4;
/** Older lines go: half a year can be compared, and memory does not grow. */
const WEEKS_KEPT = 26;
export const REACH_PREFIX = "metric:posts-";
export const REACH_LABEL = "Week ";

const LINE = /^Week (\d{4}-W\d{2}): (.*) \((\d+) posts?, (\d{4}-\d{2}-\d{2})\)$/;
const COUNT = /^(\d{1,15}) ([a-z][a-z ]{0,30})$/;

/** `metric:posts-devto` */
export function reachName(channel: string): string {
  return `${REACH_PREFIX}${channel.replaceAll(/[^a-z0-9]/g, "")}`;
}

export function reachLine({ week, posts, counts, date }: WeekReach): string {
  const told = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  const of = `${posts} ${posts === 1 ? "post" : "posts"}`;
  return `${REACH_LABEL}${week}: ${told.join(", ") || "nothing counted"} (${of}, ${date})`;
}

/** null for another line. */
export function parseReach(text: string): WeekReach | null {
  const [, week, told = "", posts, date] = LINE.exec(text) ?? [];
  if (week === undefined || date === undefined) return null;
  const counts = told.split(", ").flatMap((each) => {
    const [, count, name] = COUNT.exec(each) ?? [];
    return name === undefined ? [] : [[name, Number(count)] as const];
  });
  return { week, posts: Number(posts), counts: Object.fromEntries(counts), date };
}

/** The lines with new readings in the place of old ones, in the order of weeks; the oldest are left out. */
export function mergeReach(old: readonly WeekReach[], read: readonly WeekReach[]): WeekReach[] {
  const byWeek = new Map([...old, ...read].map((each) => [each.week, each]));
  return [...byWeek.values()].sort((a, b) => (a.week < b.week ? -1 : 1)).slice(-WEEKS_KEPT);
}

/** The weeks up to that date, the oldest first. */
export function weeksUntil(date: string, count: number): string[] {
  const monday = mondayOf(weekOf(date));
  return Array.from({ length: count }, (_, at) => weekOf(addDays(monday, (at + 1 - count) * 7)));
}

const MAIN = ["impressions", "reads"];

/** By what a bar is drawn: what most people did, else the count that is the largest. */
export function mainCount(weeks: readonly WeekReach[]): string | null {
  const totals = new Map<string, number>();
  for (const { counts } of weeks) {
    for (const [name, count] of Object.entries(counts)) {
      totals.set(name, (totals.get(name) ?? 0) + count);
    }
  }
  const known = MAIN.find((name) => totals.has(name));
  if (known !== undefined) return known;
  return [...totals].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
