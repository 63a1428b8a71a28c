/** The kit as it is committed, as texts, for a company that has a name and a product. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  isProtected,
  ownFolders,
  protectedPatterns,
  writesTo,
} from "../../../.github/hooks/guard/protected.mjs";
import { addTableRow, setCompanyField } from "../../../company/constitution/edit.ts";
import type { KitTexts, ProposalPlaces } from "../../../company/proposals/proposal.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
export const CONSTITUTION = ".github/copilot-instructions.md";
const KIT = [".github", "docs", "AGENTS.md", "BOARD.md", ".mcp.json", "Marketing", "Founder"];

export interface Edit {
  file: string;
  /** Stands once in the file. */
  find?: string;
  /** In its place; with neither `find` nor `append` the whole text. null takes the file away. */
  put?: string | null;
  append?: string;
}

export interface TestedProposal {
  name: string;
  edits: readonly Edit[];
}

/** What git has of the kit. */
export function kitTexts(): KitTexts {
  const names = execFileSync("git", ["ls-files", "-z", ...KIT], { cwd: ROOT, encoding: "utf8" });
  const files = names.split("\0").filter((name) => /\.(md|json|mjs)$/.test(name));
  const texts = new Map<string, string | null>(
    files.map((name) => [name, readFileSync(path.join(ROOT, name), "utf8")]),
  );
  texts.set(CONSTITUTION, named(texts.get(CONSTITUTION) ?? ""));
  return texts;
}

function named(page: string): string {
  const identity = setCompanyField(
    setCompanyField(page, "Name", "Northlight"),
    "Country",
    "Portugal",
  );
  return addTableRow(identity, "Products", {
    Product: "Tidemark",
    Status: "beta",
    Stack: "TypeScript",
    URL: "https://tidemark.example",
    Note: "",
  });
}

export function edited(before: KitTexts, edits: readonly Edit[]): KitTexts {
  const after = new Map(before);
  for (const { file, find, put, append } of edits) {
    const text = after.get(file) ?? "";
    if (append !== undefined) after.set(file, `${text.replace(/\n*$/, "\n")}${append}`);
    else if (find === undefined) {
      if (put === null) after.delete(file);
      else after.set(file, put ?? "");
    } else {
      const parts = text.split(find);
      if (parts.length !== 2)
        throw new Error(`"${find}" stands ${parts.length - 1} times in ${file}, expected once`);
      after.set(file, parts.join(put ?? ""));
    }
  }
  return after;
}

export function placesOf(texts: KitTexts): ProposalPlaces {
  const patterns = protectedPatterns((file) => texts.get(file) ?? null);
  return {
    mayWrite: (file) => ownFolders("improver") !== null && writesTo("improver", file),
    isProtected: (file) => isProtected(file, { patterns }),
    today: "2026-11-30",
  };
}
