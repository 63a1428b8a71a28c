/** Which lines of front matter an agent may change: those that neither give nor take anything. */
import { headOf } from "./front-matter.mjs";
import { ownFolders } from "./protected.mjs";

const FREE = {
  agent: /^(description|argument-hint|handoffs)$/,
  skill:
    /^(name|description|argument-hint|license|compatibility|metadata|version|author|authors|keywords|tags|title|tools|allowed-tools)$/,
  prompt: /^(name|description|argument-hint|title|tools|allowed-tools)$/,
};
/** What a new one may have besides: it is nobody's duty yet. `tools` are judged by themselves. */
const NEW = {
  agent:
    /^(name|tools|agents|include-custom-instructions|user-invocable|disable-model-invocation)$/,
  skill: /^(user-invocable|disable-model-invocation)$/,
  prompt: /^agent$/,
};

/** The first key that is another than it was and none of the free ones; null when there is none. */
export function changedKey(kind, was, is) {
  const keys = new Set([...was.keys(), ...is.keys()]);
  return [...keys].find((key) => !FREE[kind].test(key) && was.get(key) !== is.get(key)) ?? null;
}

export function changedSentence(file, kind, key) {
  const free =
    kind === "agent"
      ? "body, description, argument-hint and handoffs"
      : "body, name, description and argument-hint";
  return `The change of "${key}" in ${file} would change what the company relies on: who may call it, with which tools, rules and model. Only ${free} change; leave the rest to the founder: propose it.`;
}

/** The sentence for a new agent, skill or prompt that has more than a new one may; null when it has not. */
export function newKeyRefusal(file, kind, { keys, world }) {
  const key = [...keys.keys()].find((one) => !FREE[kind].test(one) && !NEW[kind].test(one));
  if (key !== undefined) return changedSentence(file, kind, key);
  const rules = keys.get("include-custom-instructions");
  if (rules !== undefined && rules !== "true")
    return changedSentence(file, kind, "include-custom-instructions");
  if (kind === "prompt" && keys.has("agent") && !isAgent(bare(keys.get("agent")), world))
    return `The prompt ${file} would run as "${bare(keys.get("agent"))}", which is no agent of this company. Name one in .github/agents.`;
  if (kind === "agent") return newAgentRefusal(file, keys, world);
  return null;
}

function newAgentRefusal(file, keys, world) {
  const id = file
    .replace(/^.*\//, "")
    .replace(/(\.agent|\.chatmode)?\.mdx?$/i, "")
    .toLowerCase();
  const name = bare(keys.get("name") ?? id).toLowerCase();
  const own = `.github/agents/${id}.agent.md`;
  if (name !== id)
    return `The name in ${file} is how the guard knows who writes: expected "${id}", as the file is called.`;
  if (file.toLowerCase() !== own && isAgent(id, world))
    return `${file} would be a second agent called "${id}", and a client may take it for the first. Choose another name.`;
  return sendsByItself(undefined, keys.get("handoffs"), file);
}

function isAgent(id, world) {
  if (ownFolders(id) !== null) return true;
  return /^[\w-]{1,64}$/.test(id) && world.read(`.github/agents/${id}.agent.md`) !== null;
}

function bare(value) {
  return value
    .replace(/\s+#.*$/, "")
    .replace(/^(['"])(.*)\1$/, "$2")
    .trim();
}

const HANDOFF =
  /^ {0,8}(?:- {1,4})?(?:(?:label|agent|prompt): +\S.*|send: +false(?: +#.*)?|showContinueOn: +(?:true|false))$/;

/** Handoffs are buttons that a person presses: one that sends by itself, or names a model, is none. */
export function sendsByItself(was, is, file) {
  if (is === undefined || was === is || /^\[\s*\]$/.test(is)) return null;
  const [first, ...lines] = is.split("\n");
  if (first === "" && lines.every((line) => HANDOFF.test(line))) return null;
  return `A handoff in ${file} is not in plain form, or sends by itself: expected under each "- label:" only agent, prompt and "send: false", each in one line. The founder presses the button.`;
}

/** Globs that mean every file. */
const EVERYTHING = /^(\*+|\*\*\/\*+|\*\*\/\*\.\*|\.?\/?\*\*(\/\*+)*|\{\*+\}|\.|\/)$/;

/** The sentence for instructions that would be read always; null when they name where they are read. */
export function instructionRefusal(file, before, { next, isOurs }) {
  if (!isOurs) return null;
  const now = headOf(next);
  const old = before === null ? null : headOf(before);
  if (old?.end && old.text === now.text) return null;
  const paths = pathsOf(now.keys?.get("applyTo"));
  const isNarrow = paths?.every((glob) => /\w/.test(glob) && !EVERYTHING.test(glob)) ?? false;
  if (now.end && isNarrow) return null;
  return `${file} would be read with every request, like the constitution: expected front matter with an applyTo that names files or a folder, such as applyTo: "Marketing/**". Rules for everybody are the founder's.`;
}

/** The globs of one string, with commas between them as the clients take it; null when it is none. */
function pathsOf(value) {
  const bare = value?.replace(/\s+#.*$/, "").replace(/^(['"])(.*)\1$/, "$2") ?? "";
  if (bare === "" || /["'[\]\n&!|>]/.test(bare)) return null;
  return bare.split(",").map((glob) => glob.trim());
}
