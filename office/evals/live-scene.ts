/** What a real model is given of a scenario, and what is seen of it. */
import type { RunEvent } from "../runs/runtime.ts";

export interface LiveScene {
  /** The company in which it works. */
  root: string;
  /** The task, in the scenario's words. */
  prompt: string;
  see(event: RunEvent): void;
}

export interface SceneRecord extends LiveScene {
  results: string[];
  said: string[];
  handed: { agent: string; prompt: string }[];
}

/** A scene that keeps what happens in it. */
export function recordScene(root: string, prompt: string): SceneRecord {
  const record: SceneRecord = {
    ...{ root, prompt, results: [], said: [], handed: [] },
    see: (event) => {
      if (event.kind === "said") record.said.push(event.text);
      if (event.kind === "tool-done") record.results.push(event.text);
      if (event.kind === "tool" && event.tool === "task") record.handed.push(handedIn(event.input));
    },
  };
  return record;
}

function handedIn(input: string): { agent: string; prompt: string } {
  const { agent_type: agent, prompt } = JSON.parse(input) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return { agent: text(agent), prompt: text(prompt) };
}
