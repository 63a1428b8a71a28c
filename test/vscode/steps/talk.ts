/** What scripts of the tests in the editor are made of. */

import type { Asked, Reply, ToolCall } from "../../../office/evals/conversation.ts";
import { isPrompted } from "../../copilot/script.ts";
import type { Script } from "../editor/editor.ts";

/** One answer of the model: calls, which go out together. Their names are the tools' own. */
export type Step = (turn: Asked) => [tool: string, args: object][];

/** The name under which the editor offers a tool of ours, or the tool's own when it is the editor's. */
export function nameOf({ tools }: Asked, tool: string): string {
  const ours = tools.find((name) => name.startsWith("mcp_") && name.endsWith(`_${tool}`));
  return ours ?? tool;
}

/** One step after another; then the model stops. A step is over when each of its calls was answered. */
export function inSteps(...steps: Step[]): Script {
  return (turn): Reply => {
    let answered = 0;
    for (const step of steps) {
      const calls = step(turn);
      if (answered >= turn.results.length) {
        return calls.map(([tool, args]): ToolCall => ({ name: nameOf(turn, tool), args }));
      }
      answered += calls.length;
    }
    return "done";
  };
}

/** Hands a prompt to a department as a subagent. */
export const handTo = (agentName: string, prompt: string): [string, object] => [
  "runSubagent",
  { agentName, prompt, description: "work" },
];

/** The main agent follows `main`; a subagent whose prompt has these words follows that script. */
export function withSubagents(main: Script, subagents: Record<string, Script>): Script {
  return (turn) => {
    const found = Object.keys(subagents).find((words) => isPrompted(turn, words));
    return (found === undefined ? main : subagents[found])?.(turn) ?? "done";
  };
}

/** What the tools answered to the agent that was asked last. */
export const answers = (asked: Asked[]): string[] => asked.at(-1)?.results ?? [];
