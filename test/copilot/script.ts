/** What scripts of the tests are made of: calls of the company's tools, one after another. */
import type { Asked, Reply, ToolCall } from "../../office/evals/conversation.ts";
import type { Run } from "./office.ts";

/** A call of one of the company server's tools. */
export const company = (tool: string, args: object): ToolCall => ({
  name: `company-${tool}`,
  args,
});

/** One call after another, each made of what the ones before gave; then the model stops. */
export function inOrder(...steps: ((results: string[]) => ToolCall)[]) {
  return ({ results }: Asked): Reply => {
    const next = steps[results.length];
    return next === undefined ? "done" : [next(results)];
  };
}

/** Hands `prompt` to a department as a subagent. */
export const handTo = (agent: string, prompt: unknown): ToolCall => ({
  name: "task",
  args: { name: "work", description: "work", agent_type: agent, prompt, mode: "sync" },
});

/** A subagent sees its prompt as its first message. */
export const isPrompted = ({ messages }: Asked, heading: string): boolean =>
  messages.some(({ role, content }) => role === "user" && content.includes(heading));

/** The arguments of a headless run as a department, with every tool that it has allowed. */
export const asAgent = (agent: string) => ["--agent", agent, "-p", "Go on.", "--allow-all-tools"];

/** A tool's answer. */
export const said = (text: string) => JSON.parse(text) as Record<string, unknown>;

/** What the tools of the main agent answered, in order. */
export const results = (run: Run): string[] => run.asked.at(-1)?.results ?? [];
