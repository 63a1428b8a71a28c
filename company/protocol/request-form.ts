/** Whether a request is whole and names departments that there are. */
import { clip } from "../clip.ts";
import { FOUNDER } from "../constitution/sections.ts";
import { agentsOf } from "./chain.ts";
import type { RequestCase } from "./request-case.ts";
import { type Refusal, refused } from "./review.ts";
import { CHAIN_NAMES, FIELD_CHARS, TASK_CHARS, WORK_BYTES } from "./review-limits.ts";

export function checkForm({ form, work }: RequestCase): Refusal | null {
  const fields: [string, string, number][] = [
    ["task", form.task, TASK_CHARS],
    ["whatIDid", form.whatIDid, FIELD_CHARS],
    ["whatINeed", form.whatINeed, FIELD_CHARS],
    ["context", form.context, FIELD_CHARS],
  ];
  for (const [name, text, limit] of fields) {
    if (text.trim() === "" && name !== "context") {
      return refused(
        "malformed",
        `"${name}" is empty`,
        "Fill it in: the reviewer sees nothing else.",
      );
    }
    if (text.length > limit) {
      const found = `"${name}" has ${text.length} characters, expected at most ${limit}`;
      return refused("malformed", found, "Shorten it; what is under review belongs in work.");
    }
  }
  if (work.text.trim() === "") {
    return refused("malformed", "the work is empty", "Put the text, or file:<path>, into work.");
  }
  if (work.bytes > WORK_BYTES) {
    const found = `the work has ${work.bytes} bytes, expected at most ${WORK_BYTES}`;
    return refused("malformed", found, "Ask about the part that touches the reviewer's domain.");
  }
  return null;
}

export function checkAgents({ form, constitution }: RequestCase): Refusal | null {
  if (form.to === FOUNDER) {
    return refused(
      "ask-the-founder",
      "the founder answers in person, not through a review request",
      'Put the question into your answer under "For the founder".',
    );
  }
  const known = constitution.departments.map(({ agent }) => agent);
  const declared = agentsOf(form.callChain);
  if (declared.length > CHAIN_NAMES) {
    const found = `a call chain of ${declared.length}, expected at most three`;
    return refused("forged-chain", found, "Leave callChain out: the record has it.");
  }
  for (const id of [form.from, form.to, ...declared]) {
    if (known.includes(id)) continue;
    const found = `there is no department "${clip(id, 40)}", expected one of ${known.join(", ")}`;
    return refused("unknown-agent", found, "Use the ids of the constitution's Departments.");
  }
  return null;
}
