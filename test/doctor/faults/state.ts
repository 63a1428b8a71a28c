import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Fault } from "./fault.ts";
import { append, CEO, DRAFTS, fake, swap, write } from "./fault.ts";

export const STATE_FAULTS: readonly Fault[] = [
  {
    name: "two tasks with one number",
    plant: swap("BOARD.md", "## Now\n", "## Now\n\n- [ ] T-001 First\n- [ ] T-001 Second\n"),
    file: "BOARD.md",
    at: "T-001 Second",
    severity: "error",
    words: "T-001",
  },
  {
    name: "a due date that does not exist",
    plant: swap("BOARD.md", "## Now\n", "## Now\n\n- [ ] T-001 First · @coo · due 2026-02-30\n"),
    file: "BOARD.md",
    at: "2026-02-30",
    severity: "error",
    words: "2026-02-30",
  },
  {
    name: "no board",
    plant: (kit) => kit.remove("BOARD.md"),
    file: "BOARD.md",
    at: 0,
    severity: "error",
    words: "no such file",
    hasOthers: true,
  },
  {
    name: "a board that was overwritten",
    plant: write("BOARD.md", "hello\n"),
    file: "BOARD.md",
    at: 0,
    severity: "error",
    words: "no heading ## Now",
  },
  {
    name: "the rest of a write that was killed",
    plant: write(".github/skills/voice/SKILL.md.1768445823", "---\nname: vo"),
    file: ".github/skills/voice/SKILL.md.1768445823",
    at: 0,
    severity: "warning",
    words: "was interrupted",
  },
  {
    name: "the rest of a killed write beside the board",
    plant: write("BOARD.md.3768445823", ""),
    file: "BOARD.md.3768445823",
    at: 0,
    severity: "warning",
    words: "was interrupted",
  },
  {
    name: "a draft with an unknown status",
    plant: write(
      DRAFTS,
      "# Week 48\n\n## 2026-11-24 · x · Hello\n\n- Status: finished\n\nHello.\n",
    ),
    file: DRAFTS,
    at: "finished",
    severity: "error",
    words: "finished",
  },
  {
    name: "a key in a draft",
    plant: write(
      "Marketing/ideas-2.md",
      `# Ideas\n\nUse ${fake("gh", "p_", "a1B2".repeat(9))} to post.\n`,
    ),
    file: "Marketing/ideas-2.md",
    at: 3,
    severity: "error",
    words: "what looks like a GitHub token",
  },
  {
    name: "a private key in the founder's files",
    plant: write(
      "Founder/server.md",
      `${fake("-----BEGIN ", "RSA PRIVATE", " KEY-----")}\n${"a1B2".repeat(16)}\n`,
    ),
    file: "Founder/server.md",
    at: 1,
    severity: "error",
    words: "what looks like a private key",
  },
  {
    name: "local state that git would keep",
    plant: swap(".gitignore", ".hq/\n", ""),
    file: ".gitignore",
    at: 0,
    severity: "error",
    words: "no line for .hq/",
  },
  {
    name: "a byte order mark",
    plant: (kit) => kit.write("BOARD.md", `\uFEFF${kit.read("BOARD.md")}`),
    file: "BOARD.md",
    at: 1,
    severity: "warning",
    words: "a byte order mark",
  },
  {
    name: "Windows line endings",
    plant: (kit) => kit.write(CEO, kit.read(CEO).replaceAll("\n", "\r\n")),
    file: CEO,
    at: 1,
    severity: "warning",
    words: "Windows line endings",
  },
  {
    name: "a file that is not text",
    plant: write(CEO, new Uint8Array([0xff, 0xfe, 0x00, 0x01, 0x80])),
    file: CEO,
    at: 0,
    severity: "error",
    words: "not UTF-8",
  },
  {
    name: "a file that is far too large",
    plant: (kit) => kit.write(CEO, "x".repeat(3 * 1024 * 1024)),
    file: CEO,
    at: 0,
    severity: "error",
    words: "3145728 bytes",
  },
  {
    name: "a folder where a file should be",
    plant: (kit) => {
      kit.remove("BOARD.md");
      kit.write("BOARD.md/README.md", "# Board\n");
    },
    file: "BOARD.md",
    at: 0,
    severity: "error",
    words: "a folder or a special file",
  },
  {
    name: "the marks of a merge conflict",
    plant: append("BOARD.md", "<<<<<<< ours\nNote one.\n=======\nNote two.\n>>>>>>> theirs"),
    file: "BOARD.md",
    at: "<<<<<<< ours",
    severity: "error",
    words: "the marks of a merge conflict",
  },
  {
    name: "a ledger that is no database",
    plant: write(".hq/hq.db", "no database ".repeat(500)),
    file: ".hq/hq.db",
    at: 0,
    severity: "error",
    words: "a ledger that cannot be opened (damaged)",
  },
  {
    name: "a ledger of a newer version",
    plant: (kit) => {
      kit.write(".hq/hq.db", "");
      const db = new DatabaseSync(path.join(kit.root, ".hq/hq.db"));
      db.exec("PRAGMA user_version = 99");
      db.close();
    },
    file: ".hq/hq.db",
    at: 0,
    severity: "error",
    words: "a ledger that a newer Solo HQ made",
  },
];
