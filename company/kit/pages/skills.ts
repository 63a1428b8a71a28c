/** Rules for `.github/skills/<name>/SKILL.md` (agentskills specification, and what the clients add). */
import type { Finding } from "../../finding.ts";
import { judgeTool } from "../agents/tool-names.ts";
import type { KitFile } from "../context.ts";
import type { FieldRules } from "../fields.ts";
import { checkFields, isRecord, isTextList } from "../fields.ts";
import { errorAt, warningAt } from "../findings.ts";
import type { FrontMatterFields } from "../front-matter.ts";
import { readFrontMatter } from "../front-matter.ts";
import { checkArguments } from "./command-arguments.ts";

const FOLDER = ".github/skills/";

const FIELDS: FieldRules = {
  name: { type: "string", required: true, maxChars: 64 },
  description: { type: "string", required: true, maxChars: 1024 },
  license: { type: "string" },
  compatibility: { type: "string", maxChars: 500 },
  metadata: { type: "map of strings" },
  "allowed-tools": { type: ["string", "list of strings"] },
  "argument-hint": { type: "string" },
  "user-invocable": { type: "boolean" },
  "disable-model-invocation": { type: "boolean" },
  context: { type: "string" },
};

const PAGE = "/SKILL.md";

/** The folder of `.github/skills/` that a path stands in, null for a file beside the folders. */
function topFolder(path: string): string | null {
  if (!path.startsWith(FOLDER)) return null;
  const [name, ...rest] = path.slice(FOLDER.length).split("/");
  return name === undefined || name === "" || rest.length === 0 ? null : name;
}

/** The skill that a SKILL.md is the page of: Copilot CLI loads those of subfolders too. */
function skillName(path: string): string | null {
  if (topFolder(path) === null || !path.endsWith(PAGE)) return null;
  return path.slice(0, -PAGE.length).split("/").at(-1) ?? null;
}

/** Names of the skill folders with a SKILL.md, and those of the folders without one at any depth. */
export function skillFolders(paths: Iterable<string>): { skills: Set<string>; empty: Set<string> } {
  const skills = new Set<string>();
  const full = new Set<string>();
  const folders = new Set<string>();
  for (const path of paths) {
    const top = topFolder(path);
    if (top === null) continue;
    folders.add(top);
    const name = skillName(path);
    if (name === null) continue;
    skills.add(name);
    full.add(top);
  }
  return { skills, empty: new Set([...folders].filter((name) => !full.has(name))) };
}

/** A folder below `.github/skills/` that no client loads. */
export function missingSkillFile(name: string): Finding {
  return errorAt(`${FOLDER}${name}/SKILL.md`, 0, {
    what: "no such file",
    expected: "a SKILL.md in every folder of .github/skills/",
    fix: "Add it (the name is written in capitals), or remove the folder.",
  });
}

/** What is wrong with a SKILL.md; nothing for the files beside it. */
export function checkSkill(file: KitFile): Finding[] {
  const folder = skillName(file.path);
  if (folder === null) return [];
  const front = readFrontMatter(file.text);
  if (front.kind === "bad") return [errorAt(file.path, front.line, front)];
  if (front.kind === "none") {
    return [
      errorAt(file.path, 1, {
        what: "no front matter",
        expected: "name and description between two lines ---",
        fix: "Add it: no client loads the skill without.",
      }),
    ];
  }
  const findings = [
    ...checkFields(file.path, front, FIELDS),
    ...checkName(file.path, folder, front),
    ...checkAllowedTools(file.path, front),
    ...checkArguments(file, front),
  ];
  if (front.body.trim() === "") {
    findings.push(
      errorAt(file.path, front.bodyLine, {
        what: "a skill without a text",
        expected: "instructions below the front matter",
        fix: "Write the procedure or the knowledge.",
      }),
    );
  }
  return findings;
}

function checkName(path: string, folder: string, front: FrontMatterFields): Finding[] {
  const { name } = front.data;
  if (typeof name !== "string" || name.trim() === "") return [];
  const line = front.lineOf("name");
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    return [
      errorAt(path, line, {
        what: `the name "${name}"`,
        expected: "lower-case letters, digits and single hyphens between them",
        fix: "Rename the skill and its folder: VS Code drops it without a word.",
      }),
    ];
  }
  if (name === folder) return [];
  return [
    errorAt(path, line, {
      what: `the name "${name}"`,
      expected: `"${folder}", as its folder is called`,
      fix: "Give both the same name.",
    }),
  ];
}

/** `allowed-tools` grants its tools without asking while the skill is active. */
function checkAllowedTools(path: string, front: FrontMatterFields): Finding[] {
  const allowed = front.data["allowed-tools"];
  const names = typeof allowed === "string" ? allowed.split(/[\s,]+/).filter(Boolean) : allowed;
  if (!isTextList(names) || names.length === 0) return [];
  const line = front.lineOf("allowed-tools");
  const shell = names.find(
    (name) => judgeTool(name.replace(/\(.*$/, ""), new Set()).kind === "shell",
  );
  if (shell !== undefined) {
    return [
      errorAt(path, line, {
        what: `"${shell}" in allowed-tools`,
        expected: "no shell and no wildcard",
        fix: "Remove it: it would run without being asked for.",
      }),
    ];
  }
  return [
    warningAt(path, line, {
      what: `allowed-tools grants ${names.join(", ")}`,
      expected: "no such field: its tools run without being asked for",
      fix: "Remove it unless you meant that.",
    }),
  ];
}

/** The country a skill is for, null when it is for all. */
export function skillCountry(front: FrontMatterFields): string | null {
  const { metadata } = front.data;
  if (!isRecord(metadata) || typeof metadata.country !== "string") return null;
  return metadata.country.trim() || null;
}
