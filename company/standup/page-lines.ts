/** Lines of the plan: first as long as they are, then broken to a width. */
import { wrap } from "../wrap.ts";

/** Bullet, number, mark of the title or white space at the beginning of a line. */
export function leadOf(line: string): string {
  return /^(?:- |\d+\. |# | +)/.exec(line)?.[0] ?? "";
}

/** The line broken at 78 columns, later lines under its first word. */
export function folded(line: string): string[] {
  if (line === "" || line.startsWith("## ")) return [line];
  const lead = leadOf(line);
  // A command that is broken over two lines cannot be copied.
  const text = line
    .slice(lead.length)
    .replace(/hq (?:duty done|done|ran) \S+$/, (command) => command.replaceAll(" ", "\u00a0"));
  return wrap(lead, text).map((each) => each.replaceAll("\u00a0", " "));
}

/** One line for now; `folded` breaks it. */
export function oneLine(lead: string, text: string): string[] {
  return [`${lead}${text}`.trimEnd()];
}
