/**
 * What an agent loses when another one that is a subagent itself starts it. Copilot CLI (seen on 1.0.102)
 * gives it only the tools that its caller lists too, without a word; VS Code starts none there. So a
 * department that is a subagent starts no other: it returns the text, and its caller hands that on.
 */
import type { Finding } from "../../finding.ts";
import type { KitContext } from "../context.ts";
import { isTextList } from "../fields.ts";
import { warningAt } from "../findings.ts";
import type { FrontMatterFields } from "../front-matter.ts";
import { isAgentTool } from "./tool-names.ts";

/** In whatever words; it stands in the constitution of the kit as "A subagent starts no other". */
const RULE = /a subagent starts no other|called as a subagent yourself/i;

/** Whether a page leaves it to whoever called an agent to start others. */
export function leavesToCaller(text: string): boolean {
  return RULE.test(text);
}

/** The names under which the clients take one and the same tool. */
const SAME: readonly RegExp[] = [
  /^(read|view)$/,
  /^(edit|create|write|multiedit)$/,
  /^(search|grep|glob)$/,
  /^(agent|task|runsubagent)$/,
  /^(todo|todos)$/,
];
const OF_THE_CLIENT = /^(read|edit|search|agent|web|vscode)\//;

/** The tools of the callee that it would not have when this caller, a subagent, started it. */
export function lostTools(caller: readonly string[], callee: readonly string[]): string[] {
  if (caller.includes("*")) return [];
  const has = new Set(caller.map(plainName));
  return callee.filter((tool) => {
    const name = plainName(tool);
    const [server = ""] = name.split("/", 1);
    return !has.has(name) && !has.has(server) && !has.has(`${server}/*`);
  });
}

function plainName(tool: string): string {
  const lower = tool.toLowerCase();
  const name = OF_THE_CLIENT.test(lower) ? (lower.split("/", 1)[0] ?? lower) : lower;
  const same = SAME.findIndex((names) => names.test(name));
  return same === -1 ? name : `same ${same}`;
}

/** An agent that may start others, would cost them tools, and is not told to leave that to its caller. */
export function checkNesting(
  path: string,
  { id, front }: { id: string; front: FrontMatterFields },
  { toolsOf, subagentsStartNone }: KitContext,
): Finding[] {
  const { agents, tools } = front.data;
  if (!isTextList(tools) || !tools.some(isAgentTool)) return [];
  if (subagentsStartNone || leavesToCaller(front.body)) return [];
  const named = isTextList(agents) && !agents.includes("*") ? agents : [...toolsOf.keys()];
  const losses = named
    .filter((name) => name !== id)
    .map((name) => ({ name, lost: lostTools(tools, toolsOf.get(name) ?? []) }))
    .filter(({ lost }) => lost.length > 0)
    .map(({ name, lost }) => `${name} without ${lost.join(", ")}`);
  if (losses.length === 0) return [];
  return [
    warningAt(path, front.lineOf("tools"), {
      what: `an agent that starts others also when it is a subagent: then ${losses.join("; ")}`,
      expected: "a page that leaves that to whoever called it, or the same tools in its own list",
      fix: 'Write into it: "A subagent starts no other: it returns the text for it to its caller."',
    }),
  ];
}
