/** When a post may go out: from an instant to another, worked out in the company's time zone. */
import { addDays, dateIn, timeIn } from "../dates.ts";
import type { Slot } from "./slots.ts";

export interface PostWindow {
  /** ISO 8601, UTC. */
  from: string;
  to: string;
}

export interface WallTimes {
  /** `09:30`. */
  from: string;
  /** Null for a time alone. */
  to: string | null;
}

export type WindowOutcome = { kind: "window"; window: PostWindow } | { kind: "none"; why: string };

/** How long a post may go out after the one time that is given for it. */
export const WINDOW_HOURS = 2;
const HOUR_MS = 3_600_000;
const TIME = "([01]?\\d|2[0-3])[:.h]([0-5]\\d)";
const AT = new RegExp(`^${TIME}(?:\\s*(?:to|until|-|–)\\s*${TIME})?$`, "i");

/** `09:30`, `9:30 to 11:00`; null when it is neither. */
export function parseAt(written: string): WallTimes | null {
  const [, hour, minute, toHour, toMinute] = AT.exec(written.trim()) ?? [];
  if (hour === undefined || minute === undefined) return null;
  const from = `${hour.padStart(2, "0")}:${minute}`;
  if (toHour === undefined || toMinute === undefined) return { from, to: null };
  return { from, to: `${toHour.padStart(2, "0")}:${toMinute}` };
}

export interface WindowWish {
  /** ISO date of the post. */
  date: string;
  /** The field At as it is written, if there is one. */
  at: string | null;
  /** Of the post's channel. */
  slots: readonly Slot[];
  timeZone: string;
}

/** By the field At, else by the channel's slot on that day. */
export function windowOf({ date, at, slots, timeZone }: WindowWish): WindowOutcome {
  const none = (why: string): WindowOutcome => ({ kind: "none", why });
  const wall = at === null ? slotOn(slots, date) : parseAt(at);
  if (wall === null) {
    return at === null
      ? none("it has no At, and its channel has no slot on that day in Marketing/sop.md")
      : none(`its At "${at}" is no time, expected 09:30 or 09:30 to 11:00`);
  }
  const from = instantAt({ date, time: wall.from, timeZone });
  const to =
    wall.to === null
      ? new Date(from.getTime() + WINDOW_HOURS * HOUR_MS)
      : instantAt({ date, time: wall.to, timeZone });
  if (to <= from) return none(`its window "${at}" is empty: it ends before it begins`);
  return { kind: "window", window: { from: from.toISOString(), to: to.toISOString() } };
}

function slotOn(slots: readonly Slot[], date: string): WallTimes | null {
  const slot = slots.find((each) => each.isOn(date));
  return slot === undefined ? null : { from: slot.time, to: null };
}

/**
 * The instant at which clocks in the zone show that time. A time that the clocks pass over is the first
 * instant after the gap; of one that comes twice, the first.
 */
export function instantAt(wall: { date: string; time: string; timeZone: string }): Date {
  const { date, time, timeZone } = wall;
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  const shows = (instant: number): string => {
    const at = new Date(instant);
    return `${dateIn(at, timeZone)}T${timeIn(at, timeZone)}`;
  };
  const offsetAt = (instant: number): number => Date.parse(`${shows(instant)}:00Z`) - instant;
  const offsets = [-24, 24].map((hours) => offsetAt(asUtc + hours * HOUR_MS));
  const fitting = offsets
    .map((offset) => asUtc - offset)
    .filter((instant) => shows(instant) === `${date}T${time}`);
  if (fitting.length > 0) return new Date(Math.min(...fitting));
  return new Date(firstAfter(asUtc, (instant) => shows(instant) > `${date}T${time}`));
}

/** The minute from which on it holds, within a day around; the clocks only go forward there. */
function firstAfter(near: number, holds: (instant: number) => boolean): number {
  let [low, high] = [near - 24 * HOUR_MS, near + 24 * HOUR_MS];
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 120_000) * 60_000;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** `2026-11-24 09:30 to 11:30`, with the second date where it is another. */
export function windowText({ from, to }: PostWindow, timeZone: string): string {
  const [begin, end] = [new Date(from), new Date(to)];
  const [day, last] = [dateIn(begin, timeZone), dateIn(end, timeZone)];
  const tail = last === day ? "" : `${last} `;
  return `${day} ${timeIn(begin, timeZone)} to ${tail}${timeIn(end, timeZone)}`;
}

/** The seven days from that Monday on. */
export function daysFrom(monday: string): string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days));
}
