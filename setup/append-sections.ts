/** Adds what a page lacks below what is written on it; not one byte of it is changed. */

interface PageSection {
  heading: string;
  text: string;
}

/**
 * The page followed by those second-level sections of `ours` whose heading it does not have.
 * `added` names them in their order; when it is empty, the page comes back as it is.
 */
export function appendSections(page: string, ours: string): { text: string; added: string[] } {
  const present = new Set(sectionsOf(normal(page)).map(({ heading }) => fold(heading)));
  const missing = sectionsOf(normal(ours)).filter(({ heading }) => !present.has(fold(heading)));
  if (missing.length === 0) return { text: page, added: [] };
  const added = missing.map(({ text }) => text.trim()).join("\n\n");
  return { text: below(page, `${added}\n`), added: missing.map(({ heading }) => heading) };
}

/** The page followed by all of `ours`, unless it holds that text already. */
export function appendPage(page: string, ours: string): string {
  return normal(page).includes(normal(ours).trim())
    ? page
    : below(page, `${normal(ours).trim()}\n`);
}

/** The page followed by the lines that it does not have, as in a `.gitignore`. */
export function appendLines(page: string, lines: readonly string[]): string {
  const present = new Set(
    normal(page)
      .split("\n")
      .map((line) => line.trim()),
  );
  const missing = lines.filter((line) => !present.has(line));
  if (missing.length === 0) return page;
  const eol = page.includes("\r\n") ? "\r\n" : "\n";
  const start = page === "" || page.endsWith("\n") ? page : page + eol;
  return start + missing.map((line) => line + eol).join("");
}

function below(page: string, text: string): string {
  const eol = page.includes("\r\n") ? "\r\n" : "\n";
  const end = page.endsWith("\n") ? page : page + eol;
  const start = page.trim() === "" ? page : end + eol;
  return start + text.replaceAll("\n", eol);
}

/** Second-level sections outside code fences. */
function sectionsOf(text: string): PageSection[] {
  const sections: PageSection[] = [];
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
    }
    const heading = fence === null ? /^## +(.+?)[ #]*$/.exec(line)?.[1] : undefined;
    if (heading !== undefined) sections.push({ heading, text: "" });
    const open = sections.at(-1);
    if (open !== undefined) open.text += `${line}\n`;
  }
  return sections;
}

function normal(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

function fold(heading: string): string {
  return heading.trim().toLowerCase();
}
