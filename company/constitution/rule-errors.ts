/**
 * What is wrong in the tables that decide. A row that cannot be read is left out; of these tables that
 * would let a review or a claim through in silence, so whoever decides by them has to know.
 */
import type { Finding } from "../finding.ts";
import { readPage } from "../markdown/page.ts";
import { SECTION_DEPTH, sameName } from "../markdown/table.ts";
import { SECTION_COLUMNS, type SectionName } from "./sections.ts";

/** They decide who must see a work. */
export const REVIEW_SECTIONS: readonly SectionName[] = ["Departments", "Review triggers"];
/** They decide what a draft may say. */
export const CLAIM_SECTIONS: readonly SectionName[] = [
  ...REVIEW_SECTIONS,
  "Products",
  "Statement levels",
];

/**
 * The errors of a page in some of its sections, and those of the page as a whole; `findings` are those
 * of `parseConstitution`. Errors that belong to another section are left out.
 */
export function errorsIn(
  sections: readonly SectionName[],
  { text, findings }: { text: string; findings: readonly Finding[] },
): Finding[] {
  const headings = (readPage(text)?.sections ?? [])
    .filter(({ depth }) => depth <= SECTION_DEPTH)
    .sort((a, b) => a.line - b.line);
  const others = (Object.keys(SECTION_COLUMNS) as SectionName[]).filter(
    (name) => !sections.includes(name),
  );
  return findings.filter(({ severity, line, what }) => {
    if (severity !== "error") return false;
    if (line === 0) return !others.some((name) => what.startsWith(`no section "${name}"`));
    const heading = headings.findLast((section) => section.line <= line)?.heading;
    return heading === undefined || !others.some((name) => sameName(name, heading));
  });
}
