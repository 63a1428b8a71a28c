/** Text that a model reads and a person does not see. */
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { isTooDeep, PAGE_LIMIT_CHARS } from "../markdown/page.ts";
import { UNSEEN } from "../unseen.ts";
import type { ChangedFile, Refusal } from "./proposal.ts";

/** Joiners, marks of direction, fillers, and control characters but for the ends of lines and tabs. */
const INVISIBLE = new RegExp(
  `[${UNSEEN}\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ufff9-\\ufffb\\p{Co}\\p{Cn}]`,
  "gu",
);
/** After these an emoji has its colour. */
const ALLOWED = /\ufe0f/g;
const FAR_AWAY = /[ \t\u00a0\u2000-\u200a\u3000]{24,}\S|(?:\r?\n[ \t]*){12,}\S/;
const WHITE =
  /(?:colou?r|background)\s*[:={]\s*["']?\s*(?:white|transparent|#f{3,8}\b|rgba?\()|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0|\\(?:color|textcolor)\s*\{\s*white|\\phantom|\\hspace/i;
/** What nobody reads by eye: base64, hex, percent signs. */
const CODED =
  /[A-Za-z0-9+/]{64,}={0,2}|(?:%[0-9a-f]{2}){8,}|(?:\\u[0-9a-f]{4}){4,}|(?:&#x?[0-9a-f]+;){3,}/i;
const MIXED =
  /(?=[\p{L}]*\p{Script=Latin})(?=[\p{L}]*[\p{Script=Cyrillic}\p{Script=Greek}])\p{L}{2,}/u;

/** Why the change hides something; what was there before stays. */
export function hiddenText({ path, before, after }: ChangedFile): Refusal[] {
  if (after === null) return [];
  const refused = (why: string): Refusal => ({ rule: "hides-text", file: path, why });
  const found: Refusal[] = [];
  const counted = (text: string | null) =>
    (text ?? "")
      .replace(/^\uFEFF/, "")
      .replace(ALLOWED, "")
      .match(INVISIBLE)?.length ?? 0;
  if (counted(after) > counted(before))
    found.push(
      refused("It holds characters that nobody sees: joiners, marks of direction, or controls."),
    );
  for (const [pattern, why] of [
    [FAR_AWAY, "Text stands so far from the rest that nobody sees it."],
    [WHITE, "It has text of the colour of its ground, or that is not shown."],
    [CODED, "It holds a long coded text, which nobody can read."],
    [MIXED, "A word mixes letters of two scripts that look alike."],
  ] as const) {
    if (pattern.test(after) && !(before !== null && pattern.test(before))) found.push(refused(why));
  }
  const old = new Set(before === null ? [] : unseenParts(before));
  const part = unseenParts(after).find((each) => !old.has(each));
  if (part !== undefined)
    found.push(refused(`"${part.slice(0, 80)}" is not shown where the page is read.`));
  return found;
}

/** Comments and tags of HTML, titles and definitions of links, pictures, struck words, comments in front matter. */
function unseenParts(page: string): string[] {
  if (page.length > PAGE_LIMIT_CHARS || isTooDeep(page)) return [];
  const [head = "", body] = parted(page);
  const tree = fromMarkdown(body, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const found: string[] = head.match(/(?:^|[ \t])#.*$/gm) ?? [];
  const visit = (node: Nodes): void => {
    if (node.type === "html" && !isPlaceholder(node.value)) found.push(node.value);
    if (node.type === "definition")
      found.push(`[${node.identifier}]: ${node.url} ${node.title ?? ""}`);
    if (node.type === "image") found.push(`![${node.alt ?? ""}](${node.url})`);
    if (node.type === "link" && typeof node.title === "string") found.push(node.title);
    if (node.type === "code" && node.meta) found.push(node.meta);
    if (node.type === "text" && /~~.+~~|^\[\^/.test(node.value)) found.push(node.value);
    if ("children" in node) node.children.forEach(visit);
  };
  visit(tree);
  return found;
}

function parted(page: string): [string, string] {
  const head = /^\uFEFF?---[ \t]*\r?\n(?:[^\n]*\n)*?---[ \t]*(?:\r?\n|$)/.exec(page)?.[0] ?? "";
  return [head, page.slice(head.length)];
}

const ELEMENT =
  /^<\/?(?:a|abbr|b|big|center|code|data|del|details|dialog|div|em|embed|font|form|frame|h[1-6]|head|hr|html|i|iframe|img|input|ins|kbd|label|link|mark|meta|noscript|object|p|param|picture|pre|s|samp|script|section|small|span|strike|strong|style|sub|summary|sup|svg|table|template|textarea|title|u|var|video)\b/i;

/** `<date>`: a name to fill in, of at most six words. */
function isPlaceholder(html: string): boolean {
  return (
    /^<\p{L}[\p{L}\p{N}_-]*(?: \p{L}[\p{L}\p{N}_-]*){0,5}>$/u.test(html) && !ELEMENT.test(html)
  );
}
