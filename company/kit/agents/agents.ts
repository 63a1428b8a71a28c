/** Rules for `.github/agents/*.agent.md`, in the union of what VS Code and Copilot CLI read. */
import type { Finding } from "../../finding.ts";
import type { KitContext, KitFile } from "../context.ts";
import type { FieldRules } from "../fields.ts";
import { checkFields, isTextList } from "../fields.ts";
import { errorAt } from "../findings.ts";
import type { FrontMatterFields } from "../front-matter.ts";
import { readFrontMatter } from "../front-matter.ts";
import { agentId } from "./agent-files.ts";
import { checkAgentTools, checkDelegation, checkHandoffs, checkNamedTools } from "./agent-reach.ts";
import { checkNesting } from "./nested-tools.ts";
import { checkOwnHook } from "./own-hook.ts";

/** GitHub's cloud agent refuses a longer body. */
const BODY_LIMIT_CHARS = 30_000;

const REMOVE = "Remove the field.";

const FIELDS: FieldRules = {
  name: { type: "string", required: true, maxChars: 64 },
  description: { type: "string", required: true, maxChars: 1024 },
  tools: { type: "list of strings", required: true },
  agents: { type: "list of strings" },
  handoffs: { type: "list" },
  "argument-hint": { type: "string" },
  "user-invocable": { type: "boolean" },
  "disable-model-invocation": { type: "boolean" },
  "include-custom-instructions": { type: "boolean" },
  skills: { type: "list of strings" },
  "reasoning-effort": { type: "string" },
  model: {
    type: "any",
    refused: {
      severity: "warning",
      why: "with your own provider the text is sent as the model's id and fails",
      fix: "Remove the field and choose the model in the client.",
    },
  },
  target: {
    type: "any",
    refused: {
      severity: "warning",
      why: "the department must work in both clients",
      fix: REMOVE,
    },
  },
  infer: {
    type: "any",
    refused: {
      severity: "warning",
      why: "it is retired",
      fix: "Use disable-model-invocation instead.",
    },
  },
  "mcp-servers": {
    type: "any",
    refused: {
      severity: "error",
      why: "it starts any command, even in a folder that is not trusted",
      fix: "Declare the server in .mcp.json and .vscode/mcp.json.",
    },
  },
  hooks: { type: "any" },
};

/** What is wrong with one file below `.github/agents/`. */
export function checkAgent(file: KitFile, context: KitContext): Finding[] {
  const id = agentId(file.path);
  if (id === null) return [];
  const front = readFrontMatter(file.text);
  if (front.kind === "bad") return [errorAt(file.path, front.line, front)];
  const body = checkBody(file.path, front);
  if (front.kind === "none") return [...body, noFrontMatter(file.path)];
  return [
    ...body,
    ...checkFields(file.path, front, FIELDS),
    ...checkName(file.path, id, front),
    ...checkFlag(file.path, front),
    ...checkOwnHook(file.path, id, front),
    ...checkAgentTools(file.path, front, context),
    ...checkNamedTools(file.path, front),
    ...checkDelegation(file.path, front, context),
    ...checkNesting(file.path, { id, front }, context),
    ...checkHandoffs(file.path, front, context),
    ...checkSkills(file.path, front, context),
  ];
}

function noFrontMatter(path: string): Finding {
  return errorAt(path, 1, {
    what: "no front matter",
    expected: "name, description and tools between two lines ---",
    fix: "Add it: Copilot CLI does not load the agent without a description.",
  });
}

function checkBody(path: string, front: { body: string; bodyLine: number }): Finding[] {
  const length = [...front.body].length;
  if (front.body.trim() === "") {
    return [
      errorAt(path, front.bodyLine, {
        what: "an agent without instructions",
        expected: "text below the front matter",
        fix: "Say what the department does, how, and what it must not do.",
      }),
    ];
  }
  if (length < BODY_LIMIT_CHARS) return [];
  return [
    errorAt(path, front.bodyLine, {
      what: `instructions of ${length} characters`,
      expected: `fewer than ${BODY_LIMIT_CHARS}`,
      fix: "Move procedures and tables into a skill.",
    }),
  ];
}

function checkName(path: string, id: string, front: FrontMatterFields): Finding[] {
  const { name } = front.data;
  if (typeof name !== "string" || name.trim() === "" || name === id) return [];
  return [
    errorAt(path, front.lineOf("name"), {
      what: `the name "${name}"`,
      expected: `"${id}", as the file is called`,
      fix: "Use one spelling: handoffs, prompts and the constitution name it so.",
    }),
  ];
}

function checkFlag(path: string, front: FrontMatterFields): Finding[] {
  const field = "include-custom-instructions";
  const value = front.data[field];
  if (value === true) return [];
  // A wrong type is already reported with the other fields.
  if (value !== undefined && value !== false) return [];
  return [
    errorAt(path, value === undefined ? 1 : front.lineOf(field), {
      what: value === undefined ? `no field "${field}"` : `"${field}" is false`,
      expected: `${field}: true`,
      fix: "Without it a subagent never sees the constitution.",
    }),
  ];
}

function checkSkills(path: string, front: FrontMatterFields, context: KitContext): Finding[] {
  const { skills } = front.data;
  if (!isTextList(skills)) return [];
  return skills.flatMap((name, index) =>
    context.skills.has(name)
      ? []
      : [
          errorAt(path, front.lineOf("skills", index), {
            what: `the unknown skill "${name}"`,
            expected: "a folder of .github/skills/",
            fix: "Correct the name, or remove it.",
          }),
        ],
  );
}
