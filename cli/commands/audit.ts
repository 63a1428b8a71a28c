import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { auditStory } from "../../company/protocol/audit-story.ts";
import { requireRoot } from "../../files/root.ts";
import { STORY_DAYS, STORY_EVENTS, tellStory } from "../../office/tell-story.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson, widthOf } from "../output.ts";
import { postLines } from "../post-lines.ts";
import { dayGiven } from "../require-date.ts";

interface Options extends CommonOptions {
  post?: string;
  review?: string;
  since?: string;
}

export function registerAudit(program: Command, io: Io): void {
  addCommand(program, "audit", "who asked, who answered, on which bytes, when")
    .option("--post <id>", "the story of a post: date-channel-title, or its beginning")
    .option("--review <id>", "the story of the work that this review is about")
    .option(
      "--since <date>",
      `everything from this day on, such as yesterday (default: ${STORY_DAYS} days)`,
    )
    .action((options: Options) => audit(io, options));
}

async function audit(io: Io, options: Options): Promise<void> {
  if (options.post !== undefined && options.review !== undefined) {
    throw new HqError(
      "usage",
      "Cannot tell two stories at once: found --post and --review, expected one of them.",
    );
  }
  const root = requireRoot(options.root, io.cwd);
  const from = await dayGiven(io, options, { words: options.since, towards: "past" });
  const wanted = { ...options, ...(from === undefined ? {} : { since: from }) };
  const story = await tellStory({ root, now: io.now() }, wanted);
  const { since, events } = story;
  if (options.json) {
    printJson(io, { ok: true, since, post: story.post, reviews: story.reviews, events });
    return;
  }
  const width = widthOf(io);
  const told = auditStory(events, { timeZone: story.timeZone, works: story.works, width });
  if (story.post !== null) io.stdout(`${plain(postLines(story.post, width).join("\n"))}\n`);
  if (events.length > 0) io.stdout(`${plain(told.join("\n"))}\n`);
  else if (story.reviews.length > 0) io.stdout(`Nothing is recorded of it since ${since}.\n`);
  else if (story.post !== null) io.stdout("No review of it was asked for.\n");
  else io.stdout(`Nothing is recorded since ${since}.\n`);
  if (events.length >= STORY_EVENTS) {
    io.stderr(`Only the first ${STORY_EVENTS} entries are shown: begin later with --since.\n`);
  }
}
