/**
 * The list of skills that Copilot CLI puts into every request: name and description of each, the project's
 * first, then the user's. Measured with 1.0.102: from 15,000 characters on, the last by name lose their
 * description and are only named, so no department calls them of its own accord.
 */
import { clip } from "../../clip.ts";
import type { Finding } from "../../finding.ts";
import type { KitFile } from "../context.ts";
import { errorAt, warningAt } from "../findings.ts";
import { readFrontMatter } from "../front-matter.ts";

const GROWN_CHARS = 12_000;
const LIMIT_CHARS = 15_000;
/** So many of the longest are told. */
const NAMED = 5;
/** A longer name is an error of its own. */
const NAME_CHARS = 64;

/** Where a skill is found, as the client calls it. */
type Location = "project" | "user";

export interface SkillFound {
  file: KitFile;
  isUsers: boolean;
}

export interface ListedSkill {
  name: string;
  description: string;
  location: Location;
}

/** The lines of one skill, as the client writes them. */
export function listedAs({ name, description, location }: ListedSkill): string {
  return `<skill>
  <name>${escaped(name)}</name>
  <description>${escaped(description)}</description>
  <location>${location}</location>
</skill>
`;
}

/**
 * Whether the list of all skills is near the client's limit, or past it.
 * `isOurs` tells the company's skills from those of the product that it stands beside.
 */
export function checkSkillListing(
  found: readonly SkillFound[],
  isOurs: (file: KitFile) => boolean = () => true,
): Finding[] {
  const sizes = listed(found).map((skill) => ({
    name: skill.name,
    chars: listedAs(skill).length,
    isOurs: isOurs(skill.file),
  }));
  const sum = (some: typeof sizes) => some.reduce((chars, size) => chars + size.chars, 0);
  const chars = sum(sizes);
  if (chars < GROWN_CHARS) return [];
  const own = sum(sizes.filter((size) => size.isOurs));
  const longest = sizes.toSorted((a, b) => b.chars - a.chars);
  const named = longest.slice(0, NAMED).map((size) => `${size.name} ${number(size.chars)}`);
  // Skills of the product's own are the founder's to keep: what it costs the company is told.
  const at = own < LIMIT_CHARS ? warningAt : errorAt;
  return [
    {
      ...at(".github/skills", 0, {
        what: `names and descriptions of ${sizes.length} skills with ${number(chars)} characters`,
        expected: `fewer than ${number(GROWN_CHARS)}: from ${number(LIMIT_CHARS)} on Copilot CLI leaves out the last descriptions, and those skills are not found`,
        fix: `Shorten descriptions, or remove skills that nobody uses. The longest: ${named.join(", ")}.`,
      }),
      details: longest.map((size) => `${size.name}: ${number(size.chars)} characters`),
    },
  ];
}

/** Those that the client lists: each name once, and none that only a person may call. */
function listed(found: readonly SkillFound[]): (ListedSkill & { file: KitFile })[] {
  const names = new Set<string>();
  return found.flatMap(({ file, isUsers }) => {
    const front = readFrontMatter(file.text);
    if (front.kind !== "fields" || front.data["disable-model-invocation"] === true) return [];
    const { name, description } = front.data;
    if (typeof name !== "string" || typeof description !== "string" || names.has(name)) return [];
    names.add(name);
    const location = isUsers ? "user" : "project";
    return [{ name: clip(name, NAME_CHARS), description: description.trim(), location, file }];
  });
}

const number = (chars: number) => chars.toLocaleString("en");

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const escaped = (words: string) => words.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
