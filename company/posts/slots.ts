/** The rhythm of each channel, read from the column Slot of the table Channels in Marketing/sop.md. */

import { addDays } from "../dates.ts";
import { WEEKDAYS } from "../day-words.ts";
import type { Finding } from "../finding.ts";
import { sameName, tableRows } from "../markdown/table.ts";

export const SOP_FILE = "Marketing/sop.md";

export interface Slot {
  /** As written: `Tue 09:30`, `2nd Wed 10:00`. */
  written: string;
  /** `09:30`. */
  time: string;
  /** Whether the ISO date is one of its days. */
  isOn(date: string): boolean;
}

export interface ChannelRhythm {
  /** Lower case: `x`, `dev.to`. */
  channel: string;
  slots: Slot[];
}

const ORDINALS = ["1st", "2nd", "3rd", "4th", "5th", "last"];
const SLOT =
  /^(?:(1st|2nd|3rd|4th|5th|last|first|second|third|fourth|fifth)\s+)?([a-z]{3})[a-z]*\s+(\d{1,2}):([0-5]\d)$/i;
const WORDS: Record<string, string> = {
  first: "1st",
  second: "2nd",
  third: "3rd",
  fourth: "4th",
  fifth: "5th",
};
const SLOT_FORM = "Tue 09:30, Thu 09:30, or 2nd Wed 10:00";

/** A page without the column gives channels without slots; a slot that cannot be read is a warning. */
export function readRhythms(page: string): { rhythms: ChannelRhythm[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const rhythms = tableRows(page, "Channels").flatMap(({ line, values }): ChannelRhythm[] => {
    const name = cell(values, "Channel").toLowerCase();
    // A channel that is crossed out gets no posts.
    if (name === "" || name.startsWith("~~")) return [];
    const slots: Slot[] = [];
    for (const part of partsOf(cell(values, "Slot"))) {
      const slot = slotOf(part);
      if (slot !== null) slots.push(slot);
      else findings.push(unread(line, part));
    }
    return [{ channel: name, slots }];
  });
  return { rhythms, findings };
}

/** Of that channel; empty where the page has none. */
export function slotsFor(rhythms: readonly ChannelRhythm[], channel: string): readonly Slot[] {
  return rhythms.find((each) => each.channel === channel)?.slots ?? [];
}

function cell(values: Record<string, string>, column: string): string {
  const name = Object.keys(values).find((each) => sameName(each, column));
  return name === undefined ? "" : (values[name] ?? "").trim();
}

function partsOf(written: string): string[] {
  const parts = written.split(/[,;]/).map((part) => part.trim());
  return parts.filter((part) => part !== "" && part !== "-" && part !== "–");
}

/** null when it is none. */
export function slotOf(written: string): Slot | null {
  const [, ordinal, day = "", hour = "", minute = ""] = SLOT.exec(written.trim()) ?? [];
  const weekday = WEEKDAYS.indexOf(day.toLowerCase());
  if (weekday === -1 || Number(hour) > 23) return null;
  const low = ordinal?.toLowerCase();
  const which = low === undefined ? null : (WORDS[low] ?? low);
  return {
    written: written.trim(),
    time: `${hour.padStart(2, "0")}:${minute}`,
    isOn: (date) => weekdayOf(date) === weekday && (which === null || isWhich(date, which)),
  };
}

/** 0 is Monday. */
function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function isWhich(date: string, which: string): boolean {
  if (which === "last") return addDays(date, 7).slice(0, 7) !== date.slice(0, 7);
  return Math.ceil(Number(date.slice(8)) / 7) === ORDINALS.indexOf(which) + 1;
}

function unread(line: number, part: string): Finding {
  return {
    file: SOP_FILE,
    line,
    severity: "warning",
    what: `the slot "${part}"`,
    expected: SLOT_FORM,
    fix: "Write the days and times at which the channel gets a post, or leave the cell empty.",
  };
}
