/** The pages of skills that a pack makes: its law, and its own pages with figures and rows of Facts in them. */
import { encodeCell } from "../markdown/cells.ts";
import { nameOf, saidBy, withFigures } from "./figures.ts";
import { lawPage, MADE_MARK, type MadePage } from "./law-page.ts";
import { lookupRows } from "./lookup.ts";
import type { Pack } from "./pack.ts";
import type { PackFact } from "./schema.ts";
import { sourceCell } from "./source-cell.ts";

/** In a template: the table of the facts that name the page. */
const FACTS_PLACE = /^\{\{facts\}\}$/m;
/** In a template: the line that says where the page comes from. */
const MADE_PLACE = /^\{\{made\}\}$/m;

/** Of several packs each path once, as the first of them makes it. */
export function pagesOfPacks(packs: readonly Pack[]): MadePage[] {
  const pages = new Map<string, MadePage>();
  for (const page of packs.flatMap(packPages)) {
    if (!pages.has(page.path)) pages.set(page.path, page);
  }
  return [...pages.values()];
}

/** By the path of each page, the names of the rows of Facts that the packs put there. */
export function rowsOfPages(packs: readonly Pack[]): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const { page, kind, title } of packs.flatMap(lookupRows)) {
    if (page === null || (kind !== "fact" && kind !== "law")) continue;
    names.set(page, (names.get(page) ?? new Set()).add(title));
  }
  return names;
}

/** In the order of the pack, the page of the law first. */
function packPages(pack: Pack): MadePage[] {
  const law = lawPage(pack);
  const own = pack.pages.map(({ page, text }) => ({
    path: `.github/skills/${page}.md`,
    text: withFigures(
      text
        .replaceAll("\r\n", "\n")
        .replace(MADE_PLACE, MADE_LINE)
        .replace(FACTS_PLACE, () => factsTable(pack, page))
        .replace(ASKED_PLACE, () => askedLines(pack, page)),
      pack.facts,
    ),
  }));
  return [...(law === null ? [] : [law]), ...own];
}

/** In a template: everyday words for every row that stands on a page, with the way there. */
const ASKED_PLACE = /^\{\{asked\}\}$/m;

/** The same for every pack: a page of a layer is that of each country. */
const MADE_LINE = `${MADE_MARK}: hq facts renew changes a row. -->`;

function factsTable(pack: Pack, page: string): string {
  return [
    "| Fact | Value | Source | Verified | Check by | Link |",
    "|---|---|---|---|---|---|",
    ...pack.facts.filter((fact) => fact.page === page).map((fact) => factRow(fact, pack)),
  ].join("\n");
}

/** A line for each row under the page that has it, so that a search for a word of the question leads there. */
function askedLines(pack: Pack, page: string): string {
  const [here = ""] = page.split("/");
  const rows = lookupRows(pack).filter(({ page: at, asked }) => at !== null && asked.length > 0);
  return [...Map.groupBy(rows, ({ page: at }) => at ?? "")]
    .flatMap(([at, found]) => {
      const [, skill, file] = /skills\/([^/]+)\/([^/]+)$/.exec(at) ?? [];
      const link = skill === here ? file : `../${skill}/${file}`;
      const name = file === "SKILL.md" ? skill : `${skill}, ${file}`;
      const lines = found.map(({ title, asked }) => `- ${title}: ${asked.join("; ")}`);
      return [`## [${name}](${link})`, "", ...lines, ""];
    })
    .join("\n")
    .trimEnd();
}

/** One row of Facts; the cell of a link that is not there is left out. */
export function factRow(fact: PackFact, pack: Pack): string {
  const { source, checkBy } = fact;
  const links = [source.link, source.also].filter((link) => link !== undefined).join(" ");
  const cells = [
    nameOf(fact, pack),
    saidBy(fact, pack),
    sourceCell(source),
    source.readOn,
    checkBy,
    ...(links === "" ? [] : [links]),
  ];
  return `| ${cells.map(encodeCell).join(" | ")} |`;
}

/** Whether the page stands as the pack makes it, whatever its line ends; false when it is not there. */
export function isAsMade(page: MadePage, text: string | null | undefined): boolean {
  return text?.replaceAll("\r\n", "\n") === page.text;
}
