/** Rules for `.github/instructions/*.instructions.md`. */
import picomatch from "picomatch/posix.js";
import type { Finding } from "../../finding.ts";
import type { KitContext, KitFile } from "../context.ts";
import type { FieldRules } from "../fields.ts";
import { checkFields } from "../fields.ts";
import { errorAt, warningAt } from "../findings.ts";
import { readFrontMatter } from "../front-matter.ts";

const SUFFIX = ".instructions.md";

const FIELDS: FieldRules = {
  // VS Code takes only one text with commas; Copilot CLI would take a list too.
  applyTo: { type: "string", required: true },
  description: { type: "string", maxChars: 1024 },
  name: { type: "string" },
  excludeAgent: { type: ["string", "list of strings"] },
};

/** What is wrong with one file below `.github/instructions/`. */
export function checkInstructions(file: KitFile, context: KitContext): Finding[] {
  if (!file.path.endsWith(SUFFIX)) {
    return [
      warningAt(file.path, 0, {
        what: "a file that no client loads as instructions",
        expected: `<name>${SUFFIX}`,
        fix: "Rename it, or move it out of the folder.",
      }),
    ];
  }
  const front = readFrontMatter(file.text);
  if (front.kind === "bad") return [errorAt(file.path, front.line, front)];
  if (front.kind === "none") {
    return [
      errorAt(file.path, 1, {
        what: "no front matter",
        expected: "applyTo between two lines ---",
        fix: 'Add applyTo: "<glob>": without it the clients disagree on what to do.',
      }),
    ];
  }
  const findings = checkFields(file.path, front, FIELDS);
  const { applyTo } = front.data;
  if (typeof applyTo !== "string" || context.files === null) return findings;
  for (const glob of splitGlobs(applyTo)) {
    if (matchesAny(glob, context.files)) continue;
    findings.push(
      warningAt(file.path, front.lineOf("applyTo"), {
        what: `applyTo "${glob}" matches no file`,
        expected: "a glob from the root that matches something",
        fix: "Correct the glob, or remove the instructions.",
      }),
    );
  }
  return findings;
}

/** The globs of a comma-separated list; a comma inside braces belongs to its glob. */
export function splitGlobs(list: string): string[] {
  const globs: string[] = [];
  let depth = 0;
  let current = "";
  for (const letter of list) {
    if (letter === "{") depth += 1;
    if (letter === "}") depth -= 1;
    if (letter === "," && depth <= 0) {
      globs.push(current);
      current = "";
    } else current += letter;
  }
  return [...globs, current].map((glob) => glob.trim()).filter(Boolean);
}

function matchesAny(glob: string, files: readonly string[]): boolean {
  // A glob without a slash names files in any folder.
  const isMatch = picomatch(glob.replace(/^\.?\//, ""), {
    dot: true,
    basename: !glob.includes("/"),
  });
  return files.some((file) => isMatch(file));
}
