/** Links in the Markdown of the kit: each must lead to a file of the company. */
import { fromMarkdown } from "mdast-util-from-markdown";
import type { Finding } from "../../finding.ts";
import type { KitContext, KitFile } from "../context.ts";
import { errorAt, warningAt } from "../findings.ts";
import { bodyInPlace, readFrontMatter } from "../front-matter.ts";

/** A page beyond it is no page of the kit, and a parser needs seconds for it. */
const LIMIT_CHARS = 200_000;

/**
 * Blocks and emphasis do not change where a link leads. Without their rules a page takes a third of
 * the time, and 100 kB of stars milliseconds instead of a minute.
 */
const LINKS_ONLY = {
  disable: { null: ["attention", "blockQuote", "list", "codeIndented", "setextUnderline"] },
};

interface Link {
  url: string;
  line: number;
}

/** Links that leave the company or lead to nothing. Web addresses are not looked at. */
export function checkLinks(file: KitFile, context: KitContext): Finding[] {
  // Reading Markdown is the slow part of the doctor; most files have no link at all.
  if (!/\]\(|\]:|<\w+:/.test(file.text)) return [];
  if (file.text.length > LIMIT_CHARS) return [tooLong(file)];
  const front = readFrontMatter(file.text);
  const text = front.kind === "bad" ? file.text : bodyInPlace(front);
  const targets = plainTargets(text);
  if (targets?.every((url) => checkLink(file.path, { url, line: 0 }, context).length === 0))
    return [];
  // A line without any of these cannot be part of a link or hide one; blanked, it costs no time.
  return linksIn(text.replace(/^[^[\]`~<>\n]+$/gm, "")).flatMap((link) =>
    checkLink(file.path, link, context),
  );
}

const INLINE = /\]\(([^\s()<>\\&]*)(?: +(?:"[^"\n]*"|'[^'\n]*'))?\)/y;
const DEFINED = /\]:[ \t]*([^\s()<>\\&]+)/y;

/**
 * Where the page may lead, code and all; null when only a parser can say. When each of these is in order so
 * are its links, and most pages need no parser.
 */
function plainTargets(text: string): string[] | null {
  const targets: string[] = [];
  for (const { 0: sign, index } of text.matchAll(/\](?:\(|:)/g)) {
    const form = sign === "](" ? INLINE : DEFINED;
    form.lastIndex = index;
    const url = form.exec(text)?.[1];
    if (url === undefined) return null;
    targets.push(url);
  }
  return targets;
}

function tooLong(file: KitFile): Finding {
  return warningAt(file.path, 0, {
    what: `a page of ${file.text.length} characters, whose links were not checked`,
    expected: `at most ${LIMIT_CHARS}`,
    fix: "Split it into several pages.",
  });
}

function checkLink(path: string, link: Link, context: KitContext): Finding[] {
  if (/^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(link.url)) return [];
  const target = decode(link.url.replace(/[?#].*$/, ""));
  if (target === "") return [];
  const place = target.startsWith("/") ? null : resolveFrom(path, target);
  if (place === null) {
    return [
      errorAt(path, link.line, {
        what: `the link "${link.url}", which leaves the repository`,
        expected: "a path inside it, from this file",
        fix: "Correct the path: nobody else has that file.",
      }),
    ];
  }
  if (context.exists(place)) return [];
  return [
    errorAt(path, link.line, {
      what: `the link "${link.url}", which leads to nothing`,
      expected: `a file ${place}`,
      fix: "Correct the path, or remove the link.",
    }),
  ];
}

/** The path from the root, null when it goes above it. */
function resolveFrom(path: string, target: string): string | null {
  const parts = path.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    // A lone percent sign: the file may really be called so.
    return url;
  }
}

interface MarkdownNode {
  type: string;
  url?: string;
  position?: { start: { line: number } };
  children?: MarkdownNode[];
}

/** Links, images and link definitions in reading order; those in code are text. */
function linksIn(text: string): Link[] {
  const links: Link[] = [];
  const open: MarkdownNode[] = [fromMarkdown(text, { extensions: [LINKS_ONLY] }) as MarkdownNode];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.url !== undefined) links.push({ url: node.url, line: node.position?.start.line ?? 0 });
    for (let at = (node.children?.length ?? 0) - 1; at >= 0; at -= 1) {
      const child = node.children?.[at];
      if (child !== undefined) open.push(child);
    }
  }
  return links;
}
