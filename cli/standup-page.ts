/** The plan as a person reads it: Markdown for a file or a pipe, headings and colours in a terminal. */
import { leadOf } from "../company/standup/page-lines.ts";
import { renderStandup, standupLines } from "../company/standup/render.ts";
import type { StandupPlan } from "../company/standup/types.ts";
import { wrap } from "../company/wrap.ts";
import type { Io } from "./context.ts";
import { asTyped, colors, plain, together, widthOf } from "./output.ts";

/** Ends with a newline. */
export function standupPage(io: Io, plan: StandupPlan): string {
  if (io.terminal !== true) return plain(renderStandup(plan));
  const lines = standupLines(plan).map((line) => asTyped(io, plain(line)));
  return `${lines.flatMap((line) => terminalLines(io, line)).join("\n")}\n`;
}

/** What is late, said in one breath: it is not broken over two lines, and stands out. */
const LATE =
  /\b\d+ days? late\b|\b\d+ missed since \d{4}-\d{2}-\d{2}|\b\d+ days? ago\b|\b\d+ expired\b/g;
const COMMAND = /(?:\S*bin\/)?hq (?:done|ran|duty done) \S+/g;

function terminalLines(io: Io, line: string): string[] {
  const c = colors(io);
  if (line === "") return [line];
  const heading = /^#{1,2} (.*)$/.exec(line)?.[1];
  if (heading !== undefined) {
    return wrap("", heading, { width: widthOf(io) }).map((text) => paintHeading(io, text));
  }
  const lead = leadOf(line);
  const text = line
    .slice(lead.length)
    .replaceAll(LATE, together)
    .replaceAll(COMMAND, together)
    .replaceAll(/\*\*([^*]+)\*\*/g, "$1");
  const isWhy = lead.trim() === "" && lead !== "";
  const folded = wrap(lead.replace("- ", "• "), text, { width: widthOf(io) });
  return folded.map((each) => {
    const shown = each.replaceAll(UNBROKEN_LATE, (words) => c.red(words)).replaceAll("\u00a0", " ");
    return isWhy ? c.dim(shown) : shown;
  });
}

const UNBROKEN_LATE = new RegExp(LATE.source.replaceAll(" ", "\u00a0"), "g");

/** What is late or missed again and again stands out among the headings. */
function paintHeading(io: Io, text: string): string {
  const c = colors(io);
  return /^(?:Overdue|Chronically missed|Prompts overdue)\b/.test(text)
    ? c.bold(c.red(text))
    : c.bold(text);
}
