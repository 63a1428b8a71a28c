import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { requireRoot } from "../../files/root.ts";
import { newPost } from "../../office/posts/new-post.ts";
import { readPostText } from "../../office/posts/read-post-text.ts";
import { writeInEditor } from "../../office/posts/write-in-editor.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson, sentences } from "../output.ts";
import { dayGiven } from "../require-date.ts";

interface Options extends CommonOptions {
  channel: string;
  title: string;
  date: string;
  at?: string;
  product?: string;
  level?: string;
  tags?: string;
  canonical?: string;
  cover?: string;
  media?: string;
  series?: string;
  campaign?: string;
  text?: string;
  file?: string;
}

/** `hq post new`: the text comes from --text, --file, or the founder's editor. */
export function registerNew(post: Command, io: Io): void {
  addCommand(post, "new", "write a post into the file of its week")
    .requiredOption("--channel <name>", "x, dev.to, newsletter")
    .requiredOption("--title <text>", "its title; of a post on X only you see it")
    .requiredOption(
      "--date <date>",
      "the day on which it goes out: YYYY-MM-DD, tomorrow, fri or +3d",
    )
    .option("--text <text>", "what it says")
    .option("--file <file>", "a file that holds what it says (default: your editor opens)")
    .option("--at <time>", "09:30, or 09:30 to 11:00 (default: the channel's slot)")
    .option("--product <name>", "the product it is about")
    .option("--level <level>", "THESIS, ROADMAP or LIVE")
    .option("--tags <list>", "parted by commas")
    .option("--canonical <url>", "where the article stands first")
    .option("--cover <place>", "a picture: its address, or a path from the root")
    .option("--media <images>", "![what it shows](path), one after the other")
    .option("--series <name>", "the series it belongs to")
    .option("--campaign <slug>", "the campaign it belongs to")
    .action((options: Options) => write(io, options));
}

async function write(io: Io, options: Options): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const text = await textOf(io, options);
  const { channel, title } = options;
  const date = (await dayGiven(io, options, { words: options.date, towards: "ahead" })) ?? "";
  const made = await newPost(root, { date, channel, title, text, fields: fieldsOf(options) });
  if (options.json) {
    printJson(io, { ok: true, ...made });
    return;
  }
  io.stdout(`${plain(made.id)}\n`);
  const next = `It stands in ${made.file}, line ${made.line}. Look at it with: hq post preview ID`;
  io.stdout(sentences(io, next));
}

function fieldsOf(options: Options) {
  return [
    ["Product", options.product],
    ["Level", options.level],
    ["At", options.at],
    ["Tags", options.tags],
    ["Canonical", options.canonical],
    ["Cover", options.cover],
    ["Media", options.media],
    ["Series", options.series],
    ["Campaign", options.campaign],
  ] as const;
}

async function textOf(io: Io, { text, file }: Options): Promise<string> {
  if (text !== undefined) return text;
  if (file !== undefined) return readPostText(io.cwd, file);
  if (!io.interactive) {
    throw new HqError("usage", "Cannot write the post: no text was given.", {
      hint: "Give it with --text TEXT or --file FILE; in a terminal your editor opens.",
    });
  }
  return writeInEditor(io.env.VISUAL ?? io.env.EDITOR);
}
