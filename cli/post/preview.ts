import type { Command } from "commander";
import { X_LIMIT } from "../../company/posts/thread.ts";
import { windowText } from "../../company/posts/window.ts";
import { dollars, X_PRICES } from "../../company/posts/x-prices.ts";
import { requireRoot } from "../../files/root.ts";
import { type PostPreview, previewPost } from "../../office/posts/preview-post.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, colors, plain, printJson } from "../output.ts";

/** `hq post show` and `hq post preview`. */
export function registerPreview(post: Command, io: Io): void {
  addCommand(post, "show", "one post: fields, time and text as they stand")
    .argument("<id>", "its id or the beginning of it")
    .action((id: string, options: CommonOptions) => show(io, { id, options, body: plainBody }));
  addCommand(post, "preview", "one post as people will see it, and what it costs")
    .argument("<id>", "its id or the beginning of it")
    .action((id: string, options: CommonOptions) => show(io, { id, options, body: seenBody }));
}

interface Shown {
  id: string;
  options: CommonOptions;
  body(io: Io, preview: PostPreview): string;
}

async function show(io: Io, { id, options, body }: Shown): Promise<void> {
  const preview = await previewPost(requireRoot(options.root, io.cwd), id);
  const isWell = preview.problems.every(({ severity }) => severity !== "blocking");
  if (!isWell) io.setExitCode(1);
  if (options.json) printJson(io, { ok: isWell, post: preview });
  else io.stdout(`${headOf(io, preview)}\n${body(io, preview)}${problemLines(io, preview)}`);
}

function headOf(io: Io, preview: PostPreview): string {
  const { id, file, line, channel, status, product, level, window, timeZone } = preview;
  const when = window === null ? `no time: ${preview.whyNoWindow}` : windowText(window, timeZone);
  const rows = [
    ["Post", id],
    ["File", `${file}:${line}`],
    ["Channel", `${channel} (${status})`],
    ["Window", when],
    ["About", [product ?? "no product", level].filter(Boolean).join(", ")],
    ["Campaign", preview.campaign],
    ["Cost", costOf(preview)],
  ];
  return rows
    .filter(([, value]) => value)
    .map(([name, value]) => broken(io, value ?? "", `${name}: `.padEnd(10)))
    .join("");
}

function costOf({ channel, costMicroUsd }: PostPreview): string {
  const price = dollars(costMicroUsd);
  return channel === "x" ? `${price} on X's API (prices of ${X_PRICES.asOf})` : price;
}

function plainBody(_io: Io, { parts, article }: PostPreview): string {
  const text = article?.text ?? (parts ?? []).map((part) => part.text).join("\n---\n");
  return `${plain(text)}\n`;
}

/** The post as people will see it. */
export function seenBody(io: Io, { parts, article, media }: PostPreview): string {
  const { dim, bold } = colors(io);
  const pictures = media.map(({ path, alt }) => dim(`[picture ${plain(path)}: ${plain(alt)}]`));
  const below = pictures.length === 0 ? "" : `${pictures.join("\n")}\n`;
  if (article !== null) {
    const { title, tags, cover, canonical, series, words, minutes } = article;
    const facts = [
      `${minutes} min read, ${words} words`,
      ...(tags.length === 0 ? [] : [tags.map((tag) => `#${tag}`).join(" ")]),
      ...(series === null ? [] : [`series ${series}`]),
      ...(cover === null ? [] : [`cover ${cover}`]),
      ...(canonical === null ? [] : [`canonical ${canonical}`]),
    ];
    const lines = facts.map((fact) => broken(io, fact, "  ")).join("");
    return `${bold(plain(title))}\n${lines}\n${plain(article.text)}\n${below}`;
  }
  const thread = parts ?? [];
  return thread
    .map(({ text, weight, hasLink }, at) => {
      const which = thread.length === 1 ? "" : `${at + 1}/${thread.length} · `;
      const link = hasLink ? " · with a link" : "";
      const head = dim(`${which}${weight} of ${X_LIMIT}${link}`);
      return `${head}\n${plain(text)}\n${at === 0 ? below : ""}`;
    })
    .join("\n");
}

function problemLines(io: Io, { problems }: PostPreview): string {
  if (problems.length === 0) return "";
  return `\n${problems.map(({ severity, what }) => broken(io, what, `${severity}: `)).join("")}`;
}
