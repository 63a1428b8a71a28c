/** What an agent may reach: its tools, the agents it may start, those it hands over to. */
import type { Finding } from "../../finding.ts";
import type { KitContext } from "../context.ts";
import { describe, isRecord, isTextList } from "../fields.ts";
import type { Words } from "../findings.ts";
import { errorAt, oneOf, warningAt } from "../findings.ts";
import type { FrontMatterFields } from "../front-matter.ts";
import { AGENT_SUFFIX, AGENTS_FOLDER, agentId } from "./agent-files.ts";
import {
  isAgentTool,
  isBuiltIn,
  isEditTool,
  isForgetTool,
  judgeTool,
  SERVER_TOOLS,
} from "./tool-names.ts";
import { toolWarning } from "./vscode-tools.ts";

/** The departments of the kit that change files; every other one hands its text to them. */
const EDITORS = new Set(["improver", "marketing", "accountant"]);
/** Forgetting is curation: only these two may remove from the memory. */
const CURATORS = new Set(["coo", "improver"]);
export const KIT_DEPARTMENTS: ReadonlySet<string> = new Set([
  "ceo",
  "cfo",
  "coo",
  "marketing",
  "accountant",
  "lawyer",
  "cto",
  "improver",
]);

/** Tools that do not exist, or that this department must not have. */
export function checkAgentTools(
  path: string,
  front: FrontMatterFields,
  context: KitContext,
): Finding[] {
  const id = agentId(path) ?? "";
  const { tools } = front.data;
  if (!isTextList(tools)) return [];
  return tools.flatMap((name, index) => {
    const line = front.lineOf("tools", index);
    const words = toolProblem(id, name, context.servers);
    if (words !== null) return [errorAt(path, line, words)];
    const warning = isBuiltIn(name) ? null : toolWarning(name);
    return warning === null ? [] : [warningAt(path, line, warning)];
  });
}

/** Tools of our servers that the instructions tell the department to use and that it does not have. */
export function checkNamedTools(path: string, front: FrontMatterFields): Finding[] {
  const { tools } = front.data;
  if (!isTextList(tools)) return [];
  const missing = Object.entries(SERVER_TOOLS).flatMap(([server, names]) =>
    tools.includes(server) || tools.includes(`${server}/*`)
      ? []
      : names.filter(
          (name) => front.body.includes(`\`${name}\``) && !tools.includes(`${server}/${name}`),
        ),
  );
  if (missing.length === 0) return [];
  return [
    warningAt(path, front.lineOf("tools"), {
      what: `instructions that name ${missing.map((name) => `\`${name}\``).join(", ")}, which it does not have`,
      expected: "every tool that the instructions name in the list of tools",
      fix: "Add it to tools:, or take it out of the instructions.",
    }),
  ];
}

function toolProblem(id: string, name: string, servers: ReadonlySet<string>): Words | null {
  const verdict = judgeTool(name, servers);
  if (verdict.kind === "shell") {
    return {
      what: `the tool "${name}"`,
      expected: "no shell and no wildcard for all tools",
      fix: "Remove it: a shell gets round every protected file.",
    };
  }
  if (verdict.kind === "unknown") {
    return {
      what: `the unknown tool "${name}"`,
      expected: verdict.expected,
      fix: "Correct the name: the clients drop unknown tools silently.",
    };
  }
  // What a founder's own department may do is the founder's choice.
  if (!KIT_DEPARTMENTS.has(id)) return null;
  if (isEditTool(name) && !EDITORS.has(id)) {
    return {
      what: `the tool "${name}" for ${id}`,
      expected: `editing only by ${oneOf(EDITORS)}`,
      fix: "Remove it; the department hands its text to one of those.",
    };
  }
  if (isForgetTool(name) && !CURATORS.has(id)) {
    return {
      what: `the tool "${name}" for ${id}`,
      expected: `deleting from memory only by ${oneOf(CURATORS)}`,
      fix: "List the memory tools that it needs, one by one.",
    };
  }
  return null;
}

/** Agents that do not exist, or that it could not start. */
export function checkDelegation(
  path: string,
  front: FrontMatterFields,
  context: KitContext,
): Finding[] {
  const { agents, tools } = front.data;
  if (!isTextList(agents)) return [];
  const findings: Finding[] = [];
  for (const [index, name] of agents.entries()) {
    if (name === "*" || context.agents.has(name)) continue;
    findings.push(unknownAgent(path, front.lineOf("agents", index), { name, context }));
  }
  if (agents.length > 0 && isTextList(tools) && !tools.some(isAgentTool)) {
    findings.push(
      errorAt(path, front.lineOf("agents"), {
        what: '"agents" without the tool "agent"',
        expected: '"agent" in tools',
        fix: "Add agent to tools, or remove the list.",
      }),
    );
  }
  return findings;
}

function unknownAgent(
  path: string,
  line: number,
  found: { name: string; context: KitContext },
): Finding {
  return errorAt(path, line, {
    what: `the unknown agent "${found.name}"`,
    expected: oneOf([...found.context.agents].sort()),
    fix: `Correct the name, or add ${AGENTS_FOLDER}${found.name}${AGENT_SUFFIX}.`,
  });
}

/** Buttons that VS Code could not show, or that lead to nobody. */
export function checkHandoffs(
  path: string,
  front: FrontMatterFields,
  context: KitContext,
): Finding[] {
  const { handoffs } = front.data;
  if (!Array.isArray(handoffs)) return [];
  const findings: Finding[] = [];
  for (const [index, handoff] of handoffs.entries()) {
    const line = front.lineOf("handoffs", index);
    if (!isRecord(handoff)) {
      findings.push(
        errorAt(path, line, {
          what: `a handoff that is ${describe(handoff)}`,
          expected: "label, agent and prompt",
          fix: "Write the three fields.",
        }),
      );
      continue;
    }
    for (const field of ["label", "agent", "prompt"]) {
      const value = handoff[field];
      if (typeof value === "string" && value.trim() !== "") continue;
      findings.push(
        errorAt(path, line, {
          what: `a handoff without "${field}"`,
          expected: "label, agent and prompt, each a text",
          fix: `Add ${field}: to the handoff.`,
        }),
      );
    }
    const { agent } = handoff;
    if (typeof agent === "string" && agent.trim() !== "" && !context.agents.has(agent)) {
      const place = front.lineOf("handoffs", index, "agent");
      findings.push(unknownAgent(path, place, { name: agent, context }));
    }
  }
  return findings;
}
