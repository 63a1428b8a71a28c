/** Which files a proposal may touch, and how large they may become. */
import { agentId } from "../kit/agents/agent-files.ts";
import { readFrontMatter } from "../kit/front-matter.ts";
import type { ChangedFile, KitTexts, ProposalPlaces, Refusal } from "./proposal.ts";

export type PageKind = "agent" | "skill" | "prompt" | "instructions" | "doc";

/** The clients take no longer body of an agent. */
const BODY_CHARS = 30_000;
/** With every request of everybody. */
const AGENTS_PAGE_BYTES = 1_024;
const DESCRIPTION_CHARS = 1_024;
const PAGE_CHARS = 60_000;
/** Prompts and instructions are thin: they point at a skill. */
const THIN_CHARS = 6_000;
/** What can be judged afterwards as one change. */
const FILES = 8;
const ADDED_CHARS = 40_000;

/** What kind of page stands there; null for what is none. */
export function kindOfPage(path: string): PageKind | null {
  if (agentId(path) !== null) return "agent";
  if (/^\.github\/skills\/[a-z0-9]+(?:-[a-z0-9]+)*\/(?:[\w-]+\/)*[\w-]+\.md$/.test(path))
    return "skill";
  if (/^\.github\/prompts\/[a-z0-9-]+\.prompt\.md$/.test(path)) return "prompt";
  if (/^\.github\/instructions\/[a-z0-9-]+\.instructions\.md$/.test(path)) return "instructions";
  return path === "AGENTS.md" || /^docs\/(?:[\w-]+\/)*[\w-]+\.md$/.test(path) ? "doc" : null;
}

/** Whether a page has front matter: files beside a SKILL.md have none. */
export function hasHead(path: string, kind: PageKind): boolean {
  return kind !== "doc" && (kind !== "skill" || path.endsWith("/SKILL.md"));
}

/** Why the file may not be touched at all, or not so. */
export function placeRefusals(
  file: ChangedFile,
  { before, after, places }: { before: KitTexts; after: KitTexts; places: ProposalPlaces },
): Refusal[] {
  const { path } = file;
  const refused = (rule: Refusal["rule"], why: string): Refusal[] => [{ rule, file: path, why }];
  if (places.isProtected(path))
    return refused("protected-file", "It is protected: no agent changes it.");
  const kind = kindOfPage(path);
  if (!places.mayWrite(path) || kind === null)
    return refused(
      "outside-folders",
      "The Improver changes agents, skills, prompts, instructions and docs, each a Markdown page in its folder.",
    );
  if (after.has(path) && file.after === null)
    return refused("outside-folders", "It would be a link, a program, or no text.");
  const twin = [...before.keys()].find(
    (each) => each !== path && each.toLowerCase() === path.toLowerCase(),
  );
  if (file.before === null && twin !== undefined)
    return refused("outside-folders", `It differs from ${twin} only in large and small letters.`);
  if (file.after === null && kind === "agent")
    return refused(
      "removes-agent",
      "An agent would be gone; only the founder takes a department away.",
    );
  return [];
}

/** Why a page, or all of the change, is too large. */
export function sizeRefusals(files: readonly ChangedFile[]): Refusal[] {
  const pages = files.flatMap(({ path, before, after }) => {
    if (after === null || after.length <= (before?.length ?? 0)) return [];
    const limit = limitPassed(path, after);
    return limit === null ? [] : [{ rule: "too-large" as const, file: path, why: limit }];
  });
  const [first] = files;
  const added = files.reduce(
    (all, { before, after }) => all + Math.max(0, (after?.length ?? 0) - (before?.length ?? 0)),
    0,
  );
  if (first === undefined || (files.length <= FILES && added <= ADDED_CHARS)) return pages;
  const why = `${files.length} files and ${added} more characters in one proposal, expected at most ${FILES} and ${ADDED_CHARS}: one change at a time can be judged afterwards.`;
  return [...pages, { rule: "too-large", file: first.path, why }];
}

/** Why the page is too large for its kind; null when it is not. */
export function limitPassed(path: string, after: string): string | null {
  const kind = kindOfPage(path);
  const front = readFrontMatter(after);
  const body = [...(front.kind === "bad" ? after : front.body)].length;
  const description = front.kind === "fields" ? front.data.description : undefined;
  if (typeof description === "string" && [...description].length > DESCRIPTION_CHARS)
    return `Its description has ${[...description].length} characters, expected at most ${DESCRIPTION_CHARS}.`;
  if (path === "AGENTS.md") {
    const bytes = new TextEncoder().encode(after).length;
    return bytes < AGENTS_PAGE_BYTES
      ? null
      : `It has ${bytes} bytes, expected fewer than ${AGENTS_PAGE_BYTES}: it goes with every request.`;
  }
  const limit =
    kind === "agent"
      ? BODY_CHARS
      : kind === "prompt" || kind === "instructions"
        ? THIN_CHARS
        : PAGE_CHARS;
  return body < limit
    ? null
    : `It has ${body} characters, expected fewer than ${limit}: move text into a skill.`;
}
