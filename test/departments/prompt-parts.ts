/**
 * What of a department's first request is ours, in bytes, in the form in which Copilot CLI sends it. The
 * client's own part is left out. test/copilot/prompt.test.ts holds this against the real client.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readFrontMatter } from "../../company/kit/front-matter.ts";
import { listedAs } from "../../company/kit/pages/skill-listing.ts";

/** A tool as its server lists it. */
export interface Listed {
  name: string;
  description: string;
  inputSchema: object;
}

/** Of each server, by the name that agents give it. */
export type Servers = Record<string, readonly Listed[]>;

const PARTS = [
  "constitution",
  "AGENTS.md",
  "page",
  "skills",
  "agents",
  "instructions",
  "tools",
] as const;
export type Parts = Record<(typeof PARTS)[number], number>;

/** Of the tree at `root`, whose servers list these tools. */
export function promptParts(root: string, servers: Servers, agent: string): Parts {
  const kit = path.join(root, ".github");
  const own = page(path.join(kit, "agents", `${agent}.agent.md`));
  return {
    constitution: bytesOf(text(path.join(kit, "copilot-instructions.md"))),
    "AGENTS.md": bytesOf(text(path.join(root, "AGENTS.md"))),
    page: bytesOf(own.body.trim()),
    skills: sum(skills(kit), (skill) => listedAs({ ...skill, location: "project" })),
    // Once in the list of agents, once among the values that may be given.
    agents: sum(
      pages(kit, "agents"),
      ({ name, description }) => `- **${name}**: ${description}\n\n"${name}",`,
    ),
    instructions: sum(
      pages(kit, "instructions"),
      ({ name, applyTo, description }) =>
        `| ${applyTo} | '.github/instructions/${name}.instructions.md' | ${description} |\n`,
    ),
    tools: tools(servers, own.data.tools as string[]),
  };
}

export const total = (parts: Parts): number => PARTS.reduce((sum, part) => sum + parts[part], 0);

/** What has grown since, part by part: `page 5,020 (+210)`. */
export function growth(now: Parts, before: Parts): string {
  const grown = PARTS.filter((part) => now[part] > before[part]);
  return grown
    .map((part) => `${part} ${number(now[part])} (+${number(now[part] - before[part])})`)
    .join(", ");
}

export const number = (bytes: number): string => bytes.toLocaleString("en");

interface Entry {
  name: string;
  description: string;
  applyTo?: string;
}

function pages(kit: string, folder: string): Entry[] {
  return readdirSync(path.join(kit, folder)).map((file) => entry(path.join(kit, folder, file)));
}

function skills(kit: string): Entry[] {
  const folder = path.join(kit, "skills");
  return readdirSync(folder).map((name) => entry(path.join(folder, name, "SKILL.md")));
}

function entry(file: string): Entry {
  return page(file).data as unknown as Entry;
}

function page(file: string): { data: Record<string, unknown>; body: string } {
  const front = readFrontMatter(readFileSync(file, "utf8"));
  if (front.kind !== "fields") throw new Error(`${file} has no front matter`);
  return front;
}

function tools(servers: Servers, names: readonly string[]): number {
  const listed = Object.entries(servers).flatMap(([server, offered]) =>
    offered
      .filter(({ name }) => names.includes(`${server}/${name}`))
      .map(({ name, description, inputSchema }) => ({
        type: "function",
        function: { name: `${server}-${name}`, description, parameters: inputSchema },
      })),
  );
  return listed.reduce((sum, tool) => sum + Buffer.byteLength(JSON.stringify(tool)) + 1, 0);
}

const text = (file: string) => readFileSync(file, "utf8").trim();
/** As it stands in JSON, where a line break has two bytes. */
const bytesOf = (words: string) => Buffer.byteLength(JSON.stringify(words)) - 2;
const sum = <T>(items: readonly T[], shown: (item: T) => string) =>
  items.reduce((bytes, item) => bytes + bytesOf(shown(item)), 0);
