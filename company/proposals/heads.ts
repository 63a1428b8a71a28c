/** Front matter before and after: only what gives nothing to anybody may change. Compared as it is parsed. */
import { agentId } from "../kit/agents/agent-files.ts";
import { isRecord, isTextList } from "../kit/fields.ts";
import { readFrontMatter } from "../kit/front-matter.ts";
import { splitGlobs } from "../kit/pages/instructions.ts";
import type { PageKind } from "./places.ts";
import type { ChangedFile, Refusal } from "./proposal.ts";

type Head = Readonly<Record<string, unknown>>;

const FREE: Record<Exclude<PageKind, "doc">, RegExp> = {
  agent: /^(description|argument-hint|handoffs)$/,
  skill: /^(name|description|argument-hint|license|compatibility|metadata)$/,
  prompt: /^(name|description|argument-hint|title)$/,
  instructions: /^(name|description|applyTo)$/,
};
/** What a new one may have besides. */
const NEW: Record<Exclude<PageKind, "doc">, RegExp> = {
  agent: /^(name|tools|agents|include-custom-instructions|hooks)$/,
  skill: /^(user-invocable|disable-model-invocation)$/,
  prompt: /^agent$/,
  instructions: /^$/,
};
/** These may become less. */
const LESS = /^(tools|allowed-tools)$/;
/** Globs that mean every file. */
const EVERYTHING = /^[*./{}]*$/;

/** Why the front matter of a changed page may not become so. `agents` are the departments that there are. */
export function headRefusals(
  file: ChangedFile,
  kind: PageKind,
  agents: ReadonlySet<string>,
): Refusal[] {
  const { path, before, after } = file;
  if (kind === "doc" || after === null) return [];
  const refused = (why: string): Refusal => ({ rule: "widens-rights", file: path, why });
  const now = readFrontMatter(after);
  if (now.kind === "none")
    return [refused("It would have no front matter, which gives an agent every tool.")];
  if (now.kind === "bad")
    return [
      { rule: "broken-page", file: path, why: `Its front matter cannot be read: ${now.what}.` },
    ];
  const old = before === null ? null : readFrontMatter(before);
  const was = old?.kind === "fields" ? old.data : null;
  return [
    ...keyRefusals(was, now.data, kind).map(refused),
    ...(kind === "agent" ? agentRefusals(path, { was, is: now.data, agents }).map(refused) : []),
    ...(kind === "prompt" && was === null && !agents.has(String(now.data.agent))
      ? [refused(`It would run as "${String(now.data.agent)}", which is no department.`)]
      : []),
    ...(kind === "instructions" && !sameValue(was?.applyTo, now.data.applyTo)
      ? globRefusals(was?.applyTo, now.data.applyTo).map(refused)
      : []),
    ...(kind === "skill" ? countryRefusals(was, now.data).map(refused) : []),
  ];
}

function keyRefusals(was: Head | null, is: Head, kind: Exclude<PageKind, "doc">): string[] {
  const keys = new Set([...Object.keys(was ?? {}), ...Object.keys(is)]);
  return [...keys].flatMap((key) => {
    if (FREE[kind].test(key) || sameValue(was?.[key], is[key])) return [];
    if (was === null && NEW[kind].test(key)) return [];
    if (was !== null && kind !== "agent" && LESS.test(key) && isLess(was[key], is[key])) return [];
    return [`"${key}" in its front matter would change, which only the founder does.`];
  });
}

interface AgentHeads {
  was: Head | null;
  is: Head;
  agents: ReadonlySet<string>;
}

function agentRefusals(path: string, { was, is, agents }: AgentHeads): string[] {
  const id = agentId(path);
  const found: string[] = [];
  if (was === null) {
    if (is.name !== id) found.push(`A new agent is called as its file: expected "${String(id)}".`);
    if (!Array.isArray(is.tools) || is.tools.length > 0)
      found.push("A new agent has no tools (tools: []) until the founder gives it some.");
    if (is["include-custom-instructions"] !== true)
      found.push(
        "A new agent has include-custom-instructions: true, or it never sees the constitution.",
      );
    if (is.hooks !== undefined) found.push("A new agent brings no hook: the founder adds it.");
    if (is.agents !== undefined && !(isTextList(is.agents) && is.agents.length === 0))
      found.push("A new agent calls nobody until the founder says whom.");
  }
  const buttons = sameValue(was?.handoffs, is.handoffs) ? [] : (is.handoffs ?? []);
  if (!Array.isArray(buttons)) return [...found, "Its handoffs are no list."];
  const isCalm = buttons.every(
    (button) =>
      isRecord(button) &&
      Object.keys(button).every((key) => /^(label|agent|prompt|send|showContinueOn)$/.test(key)) &&
      (button.send === undefined || button.send === false) &&
      agents.has(String(button.agent)),
  );
  return isCalm
    ? found
    : [
        ...found,
        "A handoff would send by itself, go to nobody here, or name more than a button does.",
      ];
}

function globRefusals(was: unknown, applyTo: unknown): string[] {
  const globs = typeof applyTo === "string" ? splitGlobs(applyTo) : [];
  const left =
    typeof was === "string" ? splitGlobs(was).filter((glob) => !globs.includes(glob)) : [];
  if (left.length > 0)
    return [`It would not be read any more with ${left.join(", ")}: its rules hold there.`];
  const isNarrow =
    globs.length > 0 && globs.every((glob) => !EVERYTHING.test(glob) && /^[\w.-]+\//.test(glob));
  return isNarrow
    ? []
    : ["It would be read with every request: expected an applyTo that names a folder."];
}

function countryRefusals(was: Head | null, is: Head): string[] {
  const country = (head: Head | null) =>
    isRecord(head?.metadata) ? head.metadata.country : undefined;
  if (was === null || sameValue(country(was), country(is))) return [];
  return ["The country that a skill is for would change, and with it whose law it tells."];
}

function isLess(was: unknown, is: unknown): boolean {
  const had = listed(was);
  return (
    is !== undefined && had !== null && (listed(is)?.every((item) => had.includes(item)) ?? false)
  );
}

function listed(value: unknown): string[] | null {
  if (typeof value === "string") return value.split(/[\s,]+/).filter(Boolean);
  return isTextList(value) || (Array.isArray(value) && value.length === 0) ? [...value] : null;
}

/** The same value, whatever the order of its keys. */
export function sameValue(one: unknown, other: unknown): boolean {
  return printed(one) === printed(other);
}

function printed(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, item: unknown) =>
    isRecord(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
