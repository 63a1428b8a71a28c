/** Agents that are no department of this company: a founder's own, and those of other tools. */
import { clip } from "../../clip.ts";
import type { Constitution } from "../../constitution/types.ts";
import type { Finding } from "../../finding.ts";
import type { KitFile } from "../context.ts";
import { isTextList } from "../fields.ts";
import { warningAt } from "../findings.ts";
import { readFrontMatter } from "../front-matter.ts";
import { AGENTS_FOLDER, agentId } from "./agent-files.ts";
import { KIT_DEPARTMENTS } from "./agent-reach.ts";
import { judgeTool } from "./tool-names.ts";

const NAMES_CHARS = 300;
const FOLDER = AGENTS_FOLDER.slice(0, -1);

/** Whether the rules for departments hold for this file: the kit's own, and those with a row. */
export function isDepartmentFile(path: string, constitution: Constitution | null): boolean {
  const id = agentId(path);
  if (id === null) return false;
  const rows = constitution?.departments ?? [];
  return KIT_DEPARTMENTS.has(id) || rows.some(({ agent }) => agent === id);
}

/** Those of the others through which a department could run commands. */
export function checkOpenShells(
  files: readonly KitFile[],
  servers: ReadonlySet<string>,
): Finding[] {
  const free = files.filter((file) => isOpenShell(file, servers));
  return free.length === 0 ? [] : [openShells(free)];
}

function openShells(files: readonly KitFile[]): Finding {
  return {
    ...warningAt(FOLDER, 0, {
      what: `${counted(files.length, "agent")} with a shell or every tool, which our departments can call: ${named(files)}`,
      expected:
        "disable-model-invocation: true in an agent that only you choose, or tools: without a shell",
      fix: "Add it where no department is meant to have commands run.",
    }),
    details: files.map(({ path }) => path),
  };
}

/** Copilot CLI offers every agent to every other, whatever `agents:` says. */
function isOpenShell({ text }: KitFile, servers: ReadonlySet<string>): boolean {
  const front = readFrontMatter(text);
  if (front.kind !== "fields") return false;
  if (front.data["disable-model-invocation"] === true) return false;
  const { tools } = front.data;
  if (tools === undefined || tools === null) return true;
  const names = typeof tools === "string" ? tools.split(",").map((name) => name.trim()) : tools;
  return isTextList(names) && names.some((name) => judgeTool(name, servers).kind === "shell");
}

/** As a person calls it. */
export function agentName({ path }: KitFile): string {
  return agentId(path) ?? path.replace(AGENTS_FOLDER, "");
}

function named(files: readonly KitFile[]): string {
  return clip(files.map(agentName).join(", "), NAMES_CHARS);
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
