import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { DRAFT_STATUSES } from "../../company/drafts.ts";
import { HqError } from "../../company/error.ts";
import { findingSentence } from "../../company/finding.ts";
import { windowText } from "../../company/posts/window.ts";
import { requireRoot } from "../../files/root.ts";
import type { CompanyPost } from "../../office/posts/company-posts.ts";
import { listPosts } from "../../office/posts/list-posts.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, plain, printJson } from "../output.ts";

interface Options extends CommonOptions {
  channel?: string;
  status?: string;
  all?: boolean;
}

const TITLE_CHARS = 200;

/** `hq post list`. */
export function registerList(post: Command, io: Io): void {
  addCommand(post, "list", "posts in the order in which they are due")
    .option("--channel <name>", "x, dev.to, newsletter: only its posts")
    .option("--status <name>", DRAFT_STATUSES.join(", "))
    .option("--all", "posted and dropped ones too")
    .action(async (options: Options) => {
      const root = requireRoot(options.root, io.cwd);
      const { channel, all } = options;
      const status = statusOf(options.status);
      const { posts, timeZone, findings } = await listPosts(root, { channel, status, all });
      if (options.json) {
        printJson(io, { ok: true, posts: posts.map(jsonOf), findings });
        return;
      }
      for (const finding of findings) io.stderr(`${plain(findingSentence(finding))}\n`);
      for (const each of posts) io.stdout(linesOf(io, each, timeZone));
      if (posts.length === 0) io.stdout("No posts.\n");
    });
}

function statusOf(given: string | undefined): (typeof DRAFT_STATUSES)[number] | undefined {
  if (given === undefined) return undefined;
  const status = DRAFT_STATUSES.find((known) => known === given.toLowerCase());
  if (status !== undefined) return status;
  const known = DRAFT_STATUSES.join(", ");
  throw new HqError(
    "usage",
    `Cannot list posts by status: found "${given}", expected one of ${known}.`,
  );
}

function jsonOf({ id, draft, window }: CompanyPost) {
  const { file, line, date, channel, title, status, product, level } = draft;
  const when = window.kind === "window" ? window.window : null;
  return { id, file, line, date, channel, title, status, product, level, window: when };
}

function linesOf(io: Io, { id, draft, window }: CompanyPost, timeZone: string): string {
  const when = window.kind === "window" ? windowText(window.window, timeZone) : draft.date;
  const head = `${when} · ${draft.channel} · ${draft.status}`;
  const title = broken(io, clip(draft.title, TITLE_CHARS), "  ");
  return `${plain(head)}\n${title}  ${plain(id)}\n`;
}
