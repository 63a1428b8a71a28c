/**
 * Texts that Copilot CLI 1.0.102 puts into every request, and agents and skills of the same names as the
 * company's: what an agent wrote there would hold for every department.
 */
import { clip } from "../../clip.ts";
import type { Finding } from "../../finding.ts";
import type { KitFile } from "../context.ts";
import { errorAt, noteAt, warningAt } from "../findings.ts";
import { readFrontMatter } from "../front-matter.ts";

const NAMES_CHARS = 300;

export interface TextFound {
  /** From the company's root, or with ~ for the user's own. */
  shown: string;
  /** Whether git keeps it; null for the user's own and where there is no repository. */
  isKept: boolean | null;
}

/** Whether instructions are for every request: without a glob, or with one for everything. */
export function isForEverything({ text }: KitFile): boolean {
  const front = readFrontMatter(text);
  if (front.kind !== "fields") return front.kind === "none";
  const { applyTo } = front.data;
  if (applyTo === undefined || applyTo === null) return true;
  const globs = Array.isArray(applyTo) ? applyTo.map(String) : String(applyTo).split(",");
  return globs.some((glob) => ["*", "**", "**/*"].includes(glob.trim()));
}

/** The founder's own texts once, and once those that git does not keep: nobody may have read them. */
export function checkAlwaysOn(texts: readonly TextFound[]): Finding[] {
  const unkept = texts.filter(({ isKept }) => isKept === false);
  const own = texts.filter(({ isKept }) => isKept !== false).map(({ shown }) => shown);
  return [
    ...unkeptTexts(unkept.map(({ shown }) => shown)),
    ...(own.length === 0 ? [] : [ownTexts(own)]),
  ];
}

function unkeptTexts(unkept: readonly string[]): Finding[] {
  const [only] = unkept;
  if (only === undefined) return [];
  if (unkept.length === 1) {
    return [
      warningAt(only, 0, {
        what: "a text that is read with every request, and that git does not keep",
        expected: "one that you wrote: what an agent put there holds for every department",
        fix: "Read it. Commit it if it is yours, else remove it.",
      }),
    ];
  }
  return [
    {
      ...warningAt(".", 0, {
        what: `${unkept.length} texts that are read with every request, and that git does not keep: ${clip(unkept.join(", "), NAMES_CHARS)}`,
        expected: "those that you wrote: what an agent put there holds for every department",
        fix: "Read them. Commit those that are yours, remove the others.",
      }),
      details: unkept,
    },
  ];
}

function ownTexts(own: readonly string[]): Finding {
  const texts = own.length === 1 ? "1 text of yours is" : `${own.length} texts of yours are`;
  return {
    ...noteAt(".", {
      what: `${texts} read with every request beside the company's: ${clip(own.join(", "), NAMES_CHARS)}`,
      expected: "texts that you know: they hold for every department, and cost with every request",
      fix: "Nothing to do; take out what you did not write.",
    }),
    details: own,
  };
}

export interface Namesake {
  file: KitFile;
  /** The user's own agents stand in the place of the company's. */
  isUsers: boolean;
}

/** Agents elsewhere that go by the name of a department. */
export function checkNamesakes(
  found: readonly Namesake[],
  departments: ReadonlySet<string>,
): Finding[] {
  return found.flatMap(({ file, isUsers }) => {
    const front = readFrontMatter(file.text);
    const data = front.kind === "fields" ? front.data : {};
    const name = [...namesOf(file.path), data.name].find((one) => departments.has(String(one)));
    if (name === undefined) return [];
    if (isUsers) return [replaced(file.path, String(name))];
    return [mixedIn(file.path, String(name), data.model)];
  });
}

/** `.claude/agents/lawyer/AGENT.md` and `.claude/agents/lawyer.md` are both `lawyer`. */
function namesOf(path: string): string[] {
  const parts = path.split("/");
  const stem = (parts.at(-1) ?? "").replace(/(\.agent)?\.md$/, "");
  return [stem, ...(stem.toLowerCase() === "agent" ? [parts.at(-2) ?? ""] : [])];
}

function replaced(path: string, name: string): Finding {
  return errorAt(".", 0, {
    what: `an agent "${name}" of your own in ${path}, which stands in the place of the department`,
    expected: "no agent of yours with a department's name: its tools and rules hold instead",
    fix: "Give yours another name.",
  });
}

function mixedIn(path: string, name: string, model: unknown): Finding {
  const forced =
    model === undefined || model === null
      ? ""
      : `, which forces the model "${String(model)}" on it`;
  return warningAt(path, 0, {
    what: `another agent "${name}"${forced}`,
    expected: `the department ${name} once, in .github/agents/`,
    fix: "Rename it, or remove it: parts of it hold for the department when another calls it.",
  });
}

/** Skills of the same name elsewhere: in Copilot CLI ours goes first. */
export function checkSkillNamesakes(
  files: readonly string[],
  skills: ReadonlySet<string>,
): Finding[] {
  const same = files.filter((file) => skills.has(file.split("/").at(-2) ?? ""));
  if (same.length === 0) return [];
  return [
    {
      ...noteAt(".", {
        what: `skills with a name of ours: ${clip(same.join(", "), NAMES_CHARS)}`,
        expected: "each name once; Copilot CLI takes the one in .github/skills/",
        fix: "Rename them if you want them used.",
      }),
      details: same,
    },
  ];
}
