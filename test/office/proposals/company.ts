/** The sample company with the kit, in a repository of its own, and proposals in it. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ProposalRecord } from "../../../company/proposals/record.ts";
import { git as ask } from "../../../files/git.ts";
import { headNow, treeWith } from "../../../files/proposal-git.ts";
import { keepProposal, newProposalId } from "../../../office/proposals/keep-proposal.ts";
import { copySample } from "../../cli/sample.ts";
import { keepInGit } from "../../run/keep-in-git.ts";

const REPOSITORY = path.join(import.meta.dirname, "../../..");
export const NOW = new Date("2026-11-20T08:30:00Z");
export const SKILL = ".github/skills/draft-post/SKILL.md";
export const LESSON = "lesson:2026-10-02:old-customer-count";
export const MORE = "\nA price comes from its `metric:` entity, with its date.\n";

export interface GitCompany {
  root: string;
  sources: { root: string; now(): Date };
  git(...args: string[]): string;
  read(file: string): string;
  write(file: string, text: string): void;
  /** An open proposal that adds a text to a page; its id. */
  propose(more?: {
    file?: string;
    text?: string;
    record?: Partial<ProposalRecord>;
  }): Promise<string>;
  remove(): Promise<void>;
}

export async function gitCompany(): Promise<GitCompany> {
  const { root, remove } = await copySample();
  for (const part of [".github", "AGENTS.md"]) {
    cpSync(path.join(REPOSITORY, part), path.join(root, part), { recursive: true, force: false });
  }
  writeFileSync(path.join(root, ".gitignore"), ".hq/\n.memory/\n");
  const git = keepInGit(root);
  const read = (file: string) => readFileSync(path.join(root, file), "utf8");
  const propose: GitCompany["propose"] = async ({ file = SKILL, text, record = {} } = {}) => {
    const { commit: base } = await headNow(root);
    const input = text ?? `${read(file)}${MORE}`;
    const hash = (await ask(root, ["hash-object", "-w", "--stdin"], { input })).trim();
    const tree = await treeWith(root, base, [[file, { mode: "100644", hash }]]);
    const pattern = record.pattern ?? "A figure in a post was old";
    const date = "2026-11-20";
    const id = await newProposalId(root, { date, pattern });
    const whole: ProposalRecord = {
      ...{ id, date, pattern, kind: "changed-skill", lessons: [LESSON] },
      ...{
        effect: "Posts take prices from memory.",
        check: "No lesson of an old price in 30 days.",
      },
      ...{ suggests: null, run: null, operations: [] },
      ...record,
    };
    await keepProposal(root, { base, tree, record: whole });
    return id;
  };
  return {
    root,
    sources: { root, now: () => NOW },
    git,
    read,
    write: (file, text) => writeFileSync(path.join(root, file), text),
    propose,
    remove,
  };
}
