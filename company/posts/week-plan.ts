/** A week of posts against the rhythm of the channels: which slot has its post, which is free. */
import type { Product } from "../constitution/types.ts";
import { mondayOf, timeIn, weekOf } from "../dates.ts";
import { type IdentifiedPost, identifyPosts } from "../draft-posts.ts";
import type { Draft } from "../drafts.ts";
import { type ChannelRhythm, slotsFor } from "./slots.ts";
import { daysFrom, type PostWindow, windowOf } from "./window.ts";

export interface PlannedRow {
  date: string;
  /** `09:30`; null for a post that has neither At nor a slot. */
  time: string | null;
  channel: string;
  /** A slot with its post, a free one, or a post outside the rhythm. */
  kind: "filled" | "gap" | "outside";
  /** Ids; several in one slot collide. */
  posts: string[];
  /** For a gap: the product whose turn it is; null when there is none. */
  product: string | null;
}

export interface WeekPlanInput {
  /** `2026-W48`. */
  week: string;
  rhythms: readonly ChannelRhythm[];
  /** Of all weeks that are there. */
  drafts: readonly Draft[];
  products: readonly Product[];
  timeZone: string;
}

const SPOKEN_OF: readonly Product["status"][] = ["building", "beta", "live"];

/** In the order of time. */
export function weekPlan(input: WeekPlanInput): PlannedRow[] {
  const { week, rhythms, drafts, timeZone } = input;
  const days = daysFrom(mondayOf(week));
  const byFile = Map.groupBy(drafts, ({ file }) => file);
  const posts = [...byFile.values()]
    .flatMap(identifyPosts)
    .filter(({ draft }) => days.includes(draft.date) && draft.status !== "dropped");
  const rows = new Map<string, PlannedRow>();
  for (const { channel, slots } of rhythms) {
    for (const date of days) {
      for (const { time } of slots.filter((slot) => slot.isOn(date))) {
        const row: PlannedRow = { date, time, channel, kind: "gap", posts: [], product: null };
        rows.set(keyOf(row), row);
      }
    }
  }
  for (const post of posts) place(rows, post, { rhythms, timeZone });
  const turn = rotation(input);
  const inOrder = [...rows.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  for (const row of inOrder) if (row.kind === "gap") row.product = turn();
  return inOrder;
}

function place(
  rows: Map<string, PlannedRow>,
  { id, draft }: IdentifiedPost,
  { rhythms, timeZone }: Pick<WeekPlanInput, "rhythms" | "timeZone">,
): void {
  const { date, channel, extra } = draft;
  const slots = slotsFor(rhythms, channel);
  const found = windowOf({ date, at: extra?.at ?? null, slots, timeZone });
  const time = found.kind === "window" ? timeIn(new Date(found.window.from), timeZone) : null;
  const row: PlannedRow = { date, time, channel, kind: "outside", posts: [], product: null };
  const known = rows.get(keyOf(row)) ?? row;
  known.posts.push(id);
  if (known.kind === "gap") known.kind = "filled";
  rows.set(keyOf(row), known);
}

function keyOf({ date, time, channel }: PlannedRow): string {
  return `${date} ${time ?? ""} ${channel}`;
}

function sortKey({ date, time, channel }: PlannedRow): string {
  return `${date} ${time ?? "24:00"} ${channel}`;
}

/** Each call gives the next product: first those of which nothing was said for longest. */
function rotation({ drafts, products, week }: WeekPlanInput): () => string | null {
  const until = mondayOf(week);
  const last = (name: string): string =>
    drafts
      .filter(({ product, date, status }) => {
        const isOf = product?.toLowerCase() === name.toLowerCase();
        return isOf && status !== "dropped" && weekOf(date) <= week && date <= addWeek(until);
      })
      .reduce((newest, { date }) => (date > newest ? date : newest), "");
  const queue = products
    .filter(({ status }) => SPOKEN_OF.includes(status))
    .map(({ name }) => ({ name, last: last(name) }))
    .sort((a, b) => (a.last === b.last ? 0 : a.last < b.last ? -1 : 1))
    .map(({ name }) => name);
  return () => {
    const next = queue.shift() ?? null;
    if (next !== null) queue.push(next);
    return next;
  };
}

function addWeek(monday: string): string {
  return daysFrom(monday).at(-1) ?? monday;
}

/** A post with the time at which it may go out, for a calendar. */
export interface DatedPost extends IdentifiedPost {
  window: PostWindow;
}

/** Posts that have a window, the earliest first; dropped ones are left out. */
export function datedPosts({
  drafts,
  rhythms,
  timeZone,
}: Pick<WeekPlanInput, "drafts" | "rhythms" | "timeZone">): DatedPost[] {
  const byFile = Map.groupBy(drafts, ({ file }) => file);
  return [...byFile.values()]
    .flatMap(identifyPosts)
    .flatMap((post) => {
      const { date, channel, extra, status } = post.draft;
      const slots = slotsFor(rhythms, channel);
      const found = windowOf({ date, at: extra?.at ?? null, slots, timeZone });
      if (found.kind === "none" || status === "dropped") return [];
      return [{ ...post, window: found.window }];
    })
    .sort((a, b) => (a.window.from < b.window.from ? -1 : 1));
}
