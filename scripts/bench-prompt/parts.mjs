/** What a first request of the real client is made of, in bytes as they stand in the request. */
import { readFileSync } from "node:fs";
import path from "node:path";

const CONSTITUTION = ".github/copilot-instructions.md";
const SKILL =
  /<skill>\n {2}<name>(?:(?!<\/skill>)[\s\S])*<location>project<\/location>\n<\/skill>\n?/g;
const INSTRUCTIONS = /\| [^|\n]+ \| '\.github\/instructions\/[^|\n]+ \| [^|\n]+ \|\n?/g;

/**
 * The parts that are ours, by name, and `client`: all that is left of the request.
 *
 * @throws Error when a part that every department has is not found: the client has changed its form.
 */
export function partsOf({ raw, root, agent }) {
  const { messages, tools } = JSON.parse(raw);
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const text = system.join("\n");
  const task = tools.find(({ function: { name } }) => name === "task")?.function;
  const own = {
    constitution: verbatim(text, file(root, CONSTITUTION)),
    "AGENTS.md": verbatim(text, file(root, "AGENTS.md")),
    page: verbatim(text, withoutFrontMatter(file(root, `.github/agents/${agent}.agent.md`))),
    skills: sum(text.match(SKILL) ?? []),
    agents: sum(agentsIn(task)),
    instructions: sum(text.match(INSTRUCTIONS) ?? []),
    tools: tools.filter(isOurs).reduce((bytes, tool) => bytes + byteLength(tool) + 1, 0),
  };
  const missing = Object.keys(own).filter((name) => own[name] === 0);
  if (missing.length > 0) {
    throw new Error(
      `Cannot measure the first request of ${agent}: ${missing.join(", ")} not found in it, expected all parts. Look at what this client sends.`,
    );
  }
  const ours = Object.values(own).reduce((all, bytes) => all + bytes, 0);
  const request = Buffer.byteLength(raw);
  return { request, client: request - ours, ...own, ours };
}

const file = (root, name) => readFileSync(path.join(root, name), "utf8").trim();
const withoutFrontMatter = (page) => page.replace(/^---\n[\s\S]*?\n---\n/, "").trim();
const byteLength = (value) => Buffer.byteLength(JSON.stringify(value));
/** A line break has two bytes in JSON. */
const bytesOf = (text) => byteLength(text) - 2;
const sum = (texts) => texts.reduce((bytes, text) => bytes + bytesOf(text), 0);
const verbatim = (text, page) => (text.includes(page) ? bytesOf(page) : 0);
const isOurs = ({ function: { name } }) => /^(memory|company)-/.test(name);

/** Each department stands in the description of the tool `task` and in its list of values. */
function agentsIn(task) {
  const [, list = ""] = task?.description.split("User-provided custom agents:\n") ?? [];
  const found = [...list.matchAll(/- \*\*([a-z-]+)\*\*: [^\n]*\n*/g)];
  return found.flatMap(([entry, id]) => [entry, `"${id}",`]);
}
