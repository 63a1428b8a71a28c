import type { Command } from "commander";
import { findingSentence } from "../../company/finding.ts";
import type { PlannedRow } from "../../company/posts/week-plan.ts";
import { requireRoot } from "../../files/root.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, plain, printJson, sentences } from "../output.ts";

interface Options extends CommonOptions {
  week?: string;
  calendar?: boolean;
}

/** `hq post plan`. */
export function registerPlan(post: Command, io: Io): void {
  addCommand(post, "plan", "a week against the rhythm of the channels, free slots and collisions")
    .option("--week <week>", "YYYY-Www (default: this one)")
    .option("--calendar", "write all dated posts to Marketing/calendar.ics")
    .action(async (options: Options) => {
      const root = requireRoot(options.root, io.cwd);
      const { week, calendar = false } = options;
      const { planPosts } = await import("../../office/posts/plan-posts.ts");
      const plan = await planPosts({ root, now: io.now() }, { week, calendar });
      if (options.json) {
        printJson(io, { ok: true, ...plan });
        return;
      }
      for (const finding of plan.findings) io.stderr(`${plain(findingSentence(finding))}\n`);
      io.stdout(`Week ${plan.week} (${plan.timeZone})\n\n`);
      for (const row of plan.rows) io.stdout(lineOf(io, row));
      if (plan.rows.length === 0) {
        const how = "No slot and no post. Write slots into the column Slot of Marketing/sop.md.";
        io.stdout(sentences(io, how));
      }
      if (plan.calendar !== null) io.stdout(`\nCalendar: ${plan.calendar}\n`);
    });
}

function lineOf(io: Io, { date, time, channel, kind, posts, product }: PlannedRow): string {
  const lead = `${date}  ${(time ?? "no time").padEnd(7)}  ${channel.padEnd(10)}  `;
  const said = {
    gap: product === null ? "free" : `free; next in turn: ${product}`,
    filled: posts.join(", "),
    outside: `${posts.join(", ")} (${time === null ? "has no time" : "outside the rhythm"})`,
  }[kind];
  const collision = posts.length > 1 ? `COLLISION of ${posts.length}: ` : "";
  return broken(io, `${collision}${said}`, lead);
}
