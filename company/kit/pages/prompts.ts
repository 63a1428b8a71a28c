/** Rules for `.github/prompts/*.prompt.md`, which only VS Code's Local harness loads. */
import type { Finding } from "../../finding.ts";
import { judgeTool } from "../agents/tool-names.ts";
import type { KitContext, KitFile } from "../context.ts";
import type { FieldRules } from "../fields.ts";
import { checkFields, isTextList } from "../fields.ts";
import { errorAt, lineOfText, oneOf, warningAt } from "../findings.ts";
import type { FrontMatterFields } from "../front-matter.ts";
import { readFrontMatter } from "../front-matter.ts";
import { checkArguments } from "./command-arguments.ts";

const FOLDER = ".github/prompts/";
const SUFFIX = ".prompt.md";
const MODES = ["ask", "agent", "plan"];

const FIELDS: FieldRules = {
  name: { type: "string" },
  description: { type: "string", required: true, maxChars: 1024 },
  "argument-hint": { type: "string" },
  agent: { type: "string" },
  tools: { type: "list of strings" },
  mode: {
    type: "any",
    refused: {
      severity: "warning",
      why: "it was renamed",
      fix: "Write agent: instead of mode:.",
    },
  },
  model: {
    type: "any",
    refused: {
      severity: "warning",
      why: "not every founder has that model",
      fix: "Remove the field and choose the model in the client.",
    },
  },
};

/** What is wrong with one file below `.github/prompts/`. */
export function checkPrompt(file: KitFile, context: KitContext): Finding[] {
  const name = file.path.slice(FOLDER.length, -SUFFIX.length);
  if (!file.path.endsWith(SUFFIX) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    return [
      warningAt(file.path, 0, {
        what: "a file that no client loads as a prompt",
        expected: `${FOLDER}<name>${SUFFIX}, the name in lower case`,
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
        expected: "description and agent between two lines ---",
        fix: "Add it.",
      }),
    ];
  }
  const findings = [
    ...checkFields(file.path, front, FIELDS),
    ...checkAgentField(file.path, front, context),
    ...checkToolsField(file.path, front, context),
    ...checkArguments(file, front),
    ...checkSkillNames(file, context),
  ];
  if (front.body.trim() === "") {
    findings.push(
      errorAt(file.path, front.bodyLine, {
        what: "a prompt without a text",
        expected: "text below the front matter",
        fix: "Point it at its skill.",
      }),
    );
  }
  const called = typeof front.data.name === "string" ? front.data.name : name;
  if (!context.skills.has(called)) {
    findings.push(
      warningAt(file.path, 0, {
        what: `the prompt "${called}" without a skill of that name`,
        expected: `.github/skills/${called}/SKILL.md`,
        fix: "Put the text into a skill: Copilot CLI does not load prompts.",
      }),
    );
  }
  return findings;
}

/** By its name, not by a link: VS Code moves the text elsewhere when it makes a skill of a prompt. */
function checkSkillNames(file: KitFile, context: KitContext): Finding[] {
  const named = [...file.text.matchAll(/\bthe skill `([^`\n]+)`/g)].map(([, name = ""]) => name);
  return named
    .filter((name) => !context.skills.has(name))
    .map((name) =>
      errorAt(file.path, lineOfText(file.text, `the skill \`${name}\``), {
        what: `the skill "${name}", which is not there`,
        expected: `.github/skills/${name}/SKILL.md`,
        fix: "Correct the name, or restore the skill.",
      }),
    );
}

function checkAgentField(path: string, front: FrontMatterFields, context: KitContext): Finding[] {
  const { agent } = front.data;
  if (typeof agent !== "string" || agent.trim() === "") return [];
  if (MODES.includes(agent) || context.agents.has(agent)) return [];
  return [
    errorAt(path, front.lineOf("agent"), {
      what: `the unknown agent "${agent}"`,
      expected: oneOf([...[...context.agents].sort(), ...MODES]),
      fix: "Correct the name.",
    }),
  ];
}

function checkToolsField(path: string, front: FrontMatterFields, context: KitContext): Finding[] {
  const { tools } = front.data;
  if (!isTextList(tools)) return [];
  return tools.flatMap((name, index) => {
    const verdict = judgeTool(name, context.servers);
    if (verdict.kind === "known") return [];
    return [
      errorAt(path, front.lineOf("tools", index), {
        what: `the tool "${name}"`,
        expected: verdict.kind === "shell" ? "no shell and no wildcard" : verdict.expected,
        fix: "Remove it: a prompt's tools replace those of its agent.",
      }),
    ];
  });
}
