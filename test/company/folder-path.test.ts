import { describe, expect, it } from "vitest";
import { folderNames } from "../../company/folder-path.ts";

const ABOVE = [".github/skills", "Marketing"];
const names = (path: string, mostNames = 4) => folderNames(path, { above: ABOVE, mostNames });

describe("a path of a folder", () => {
  it.each([
    ["Marketing", ["Marketing"]],
    [" Marketing/launch/ ", ["Marketing", "launch"]],
    ["Marketing/lançamento de Março/v1.2", ["Marketing", "lançamento de Março", "v1.2"]],
    [".github/skills/invoice-chasing", [".github", "skills", "invoice-chasing"]],
    ["Marketing/a/b/c/d", ["Marketing", "a", "b", "c", "d"]],
  ])("is taken: %s", (path, expected) => {
    expect(names(path)).toEqual({ folder: path.trim().replace(/\/$/, ""), names: expected });
  });

  it.each([
    ["", "expected .github/skills or Marketing"],
    [".", "expected .github/skills or Marketing"],
    ["/Marketing/launch", "expected .github/skills"],
    ["./Marketing/launch", "expected .github/skills"],
    ["marketing/launch", "spelled so"],
    ["MARKETING", "spelled so"],
    [".GITHUB/skills/x", "spelled so"],
    ["Marketingx/launch", "expected .github/skills"],
    ["Founder/2026", "expected .github/skills"],
    [".github/hooks", "expected .github/skills"],
    ["Marketing\\launch", "expected .github/skills"],
    ["C:\\Marketing", "expected .github/skills"],
    ["Marketing/../Founder", 'the name ".."'],
    ["Marketing/launch/..", 'the name ".."'],
    ["Marketing/./launch", 'the name "."'],
    ["Marketing//launch", 'the name ""'],
    ["Marketing/launch//", 'the name ""'],
    ["Marketing/.git/hooks", 'the name ".git"'],
    ["Marketing/.vscode", 'the name ".vscode"'],
    ["Marketing/a\\..\\..\\x", "the name"],
    ["Marketing/launch.", 'the name "launch."'],
    ["Marketing/launch /x", 'the name "launch "'],
    ["Marketing/ x", 'the name " x"'],
    ["Marketing/-rf", 'the name "-rf"'],
    ["Marketing/~", 'the name "~"'],
    ["Marketing/GIT~1", 'the name "GIT~1"'],
    ["Marketing/a:b", 'the name "a:b"'],
    ["Marketing/a::$DATA", "the name"],
    ["Marketing/%2e%2e", "the name"],
    ["Marketing/a*", "the name"],
    ["Marketing/nul", 'the name "nul"'],
    ["Marketing/COM1.x", 'the name "COM1.x"'],
    ["Marketing/a\u0000b", "the name"],
    ["Marketing/a\nb", "the name"],
    ["Marketing/g\u200bit", "the name"],
    ["Marketing/a\u202eb", "the name"],
    // Two spellings of one letter are two folders on one disk and one on another.
    ["Marketing/a\u0301", "the name"],
    ["Marketing/launch/press-kit.md", "is a file's"],
    [`Marketing/${"x".repeat(61)}`, "longer than 60 characters"],
    ["Marketing/a/b/c/d/e", "5 folders below Marketing, expected at most 4"],
    [`Marketing/${"x/".repeat(120)}`, "expected at most 200"],
  ])("is refused: %j", (path, problem) => {
    expect(names(path)).toEqual({ problem: expect.stringContaining(problem) as string });
  });
});
