/** How changes of the memory are shown to a person. */
import { clip } from "../../company/clip.ts";
import { dateIn, timeIn } from "../../company/dates.ts";
import type { Change } from "../../mcp-memory/store/history/history.ts";
import type { Effect } from "../../mcp-memory/store/writing/change-log.ts";
import { plain } from "../output.ts";

const TEXT_COLUMNS = 72;
/** More effects of one change than a person reads; --json has all. */
const EFFECTS_SHOWN = 8;

/** One change: who, when and what, then a line for each thing it touched. */
export function changeLines(change: Change, timeZone: string): string[] {
  const at = new Date(change.at);
  const when = `${dateIn(at, timeZone)} ${timeIn(at, timeZone)}`;
  const note = change.note === null ? "" : ` (${change.note})`;
  const lines = change.effects.flatMap(effectLines);
  const shown = lines.slice(0, EFFECTS_SHOWN);
  if (lines.length > shown.length) shown.push(`  and ${lines.length - shown.length} more lines`);
  return [`#${change.seq}  ${when}  ${change.by}  ${change.operation}${note}`, ...shown].map(plain);
}

function effectLines({ kind, key, form, data }: Effect): string[] {
  const name = shorten(kind === "relation" ? (JSON.parse(key) as string[]).join(" → ") : key);
  if (form === "created") {
    const made = data as { observations: string[] } | null;
    return [`  + ${name}`, ...texts(made?.observations ?? [], "+")];
  }
  if (form === "added") return [`  ${name}`, ...texts(data as string[], "+")];
  if (form === "removed") {
    return [
      `  ${name}`,
      ...texts(
        (data as [number, string][]).map(([, text]) => text),
        "-",
      ),
    ];
  }
  const before = kind === "entity" ? (data as { observations: string[] }).observations : [];
  return [`  ~ ${name}, before:`, ...texts(before, "-")];
}

function texts(list: readonly string[], sign: string): string[] {
  return list.map((text) => `      ${sign} ${shorten(text)}`);
}

function shorten(text: string): string {
  return clip(text.replaceAll(/\s+/g, " "), TEXT_COLUMNS - 8);
}
