/** Markdown as a page of HTML in which nothing runs: markup in the text is shown as text. */
import { Marked } from "marked";

const SAFE = /^(?:https?:|mailto:|cid:|[^:]*$)/i;

const marked = new Marked({
  renderer: {
    html: ({ text }) => escaped(text),
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens);
      return SAFE.test(href) ? `<a href="${escaped(href)}">${words}</a>` : words;
    },
    image: ({ href, text }) =>
      SAFE.test(href) ? `<img src="${escaped(href)}" alt="${escaped(text)}">` : escaped(text),
  },
});

export function markdownPage({
  title,
  text,
  language,
}: {
  title: string;
  text: string;
  language: string;
}): string {
  const body = marked.parse(text, { async: false });
  const head = `<meta charset="utf-8"><title>${escaped(title)}</title>`;
  return `<!doctype html>\n<html lang="${escaped(language)}">\n<head>${head}</head>\n<body>\n<h1>${escaped(title)}</h1>\n${body}</body>\n</html>\n`;
}

const NAMED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (letter) => NAMED[letter] ?? letter);
}
