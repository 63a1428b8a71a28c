/** The page of a country's business law for the Lawyer, made from the pack: agents read Markdown. */
import { encodeCell } from "../markdown/cells.ts";
import { withFigures } from "./figures.ts";
import type { Pack } from "./pack.ts";
import type { LawRow } from "./schema.ts";
import { sourceCell } from "./source-cell.ts";
import { uncoveredOf } from "./uncovered.ts";

/** Stands in a made page below its front matter; code that reads tables of facts leaves such a page to the pack. */
export const MADE_MARK = "<!-- Made from the pack";

export interface MadePage {
  /** From the company's root. */
  path: string;
  text: string;
}

/** The page of the pack, or null when its card names no skill for it. */
export function lawPage(pack: Pack): MadePage | null {
  const { card, law, notDue, mentions } = pack;
  if (card.lawSkill === undefined) return null;
  const { name, description } = card.lawSkill;
  const text = [
    "---",
    `name: ${name}`,
    `description: ${description}`,
    "metadata:",
    "  department: lawyer",
    `  country: ${card.name}`,
    "---",
    "",
    `${MADE_MARK} ${card.code} by hq pack pages: a change by hand is told by hq doctor and lost at the next time. -->`,
    "",
    `# Business law, ${card.name}`,
    "",
    `**Only for a company whose constitution says Country = ${card.name}.** Find the question, answer with value, source and what is open. Past its Check by, read the source again first. \`[A]\` the official page was read, \`[B]\` quoted with its article, \`[C]\` press or a profession, \`[U]\` not read: say so, and send the founder to a lawyer before anything rests on it. What stands in no row, you do not know.`,
    "",
    "## Facts",
    "",
    "| Fact | Value | Source | Verified | Check by | Link |",
    "|---|---|---|---|---|---|",
    ...bySubject(law).map((row) => factRow(row, pack)),
    "",
    "## Not due, because",
    "",
    "| What | Why not | Source |",
    "|---|---|---|",
    ...notDue.map((row) => cells([row.name, row.because, sourceCell(row.source)])),
    "",
    ...mentionLines(mentions),
    "## Not covered",
    "",
    ...uncoveredOf(card).map(({ what }) => `- ${what}`),
    "",
  ].join("\n");
  return { path: `.github/skills/${name}/SKILL.md`, text };
}

function mentionLines(mentions: Pack["mentions"]): string[] {
  if (mentions.length === 0) return [];
  return [
    "## Mentions on invoices",
    "",
    "| When | Code | Text | Source |",
    "|---|---|---|---|",
    ...mentions.map((row) => cells([row.when, row.code ?? "", row.text, sourceCell(row.source)])),
    "",
  ];
}

/** Rows of one subject stand together, in the order in which the subjects come first. */
function bySubject(law: readonly LawRow[]): LawRow[] {
  return [...Map.groupBy(law, ({ subject }) => subject).values()].flat();
}

function factRow({ question, says, source, checkBy }: LawRow, { facts }: Pack): string {
  const said = withFigures(says, facts);
  return cells([question, said, sourceCell(source), source.readOn, checkBy, source.link ?? ""]);
}

function cells(values: readonly string[]): string {
  return `|${values.map((value) => (value === "" ? " |" : ` ${encodeCell(value)} |`)).join("")}`;
}
