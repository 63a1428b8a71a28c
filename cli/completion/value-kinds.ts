/** What stands where a command takes a value: a list of words, something known in the company, or a file. */
import { BOARD_SECTIONS } from "../../company/board/task.ts";
import { DRAFT_STATUSES } from "../../company/drafts.ts";
import { LESSON_CATEGORIES } from "../../company/lessons/lesson.ts";
import type { KnownKind } from "../../office/complete-words.ts";

export type ValueKind =
  | { words: readonly string[] }
  | { known: KnownKind; also?: readonly string[] }
  | "file"
  | "folder";

const AHEAD: ValueKind = {
  words: ["today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "+3d", "+1w"],
};
const PAST: ValueKind = { words: ["today", "yesterday"] };
const POST: ValueKind = { known: "post" };
const RUN: ValueKind = { known: "run" };
const OPEN: ValueKind = { known: "open-task" };
const DUTY: ValueKind = { known: "duty" };
const MEMORY: ValueKind = { known: "memory" };
const PROPOSAL: ValueKind = { known: "proposal" };
const CHANNELS: ValueKind = { words: ["x", "dev.to", "newsletter"] };

/** By the command and the argument's name; `*` for any action of the command. */
const ARGUMENTS: Readonly<Record<string, ValueKind>> = {
  "board * id": OPEN,
  "board move id": { known: "task" },
  "board assign agent": { known: "department", also: ["me"] },
  "board move section": { words: BOARD_SECTIONS },
  "board due date": { words: [...AHEAD.words, "none"] },
  "lesson * id": { known: "lesson-draft" },
  "memory * name": MEMORY,
  "memory * from": MEMORY,
  "memory * to": MEMORY,
  "memory restore names": MEMORY,
  "memory at moment": PAST,
  "memory import file": "file",
  "memory merge files": "file",
  "claims check file": "file",
  "claims answer post": POST,
  "post * id": POST,
  "channel test name": CHANNELS,
  "department remove id": { known: "department" },
  "review * id": { known: "review" },
  "service print kind": { words: ["systemd", "launchd", "pm2", "cron"] },
  "run agent": { known: "department" },
  "runs * id": RUN,
  "improve * id": PROPOSAL,
  "pack answer question": { known: "question" },
  "pack check folder": "folder",
  "facts renew id": { known: "fact" },
  "done words": { known: "doable" },
  "ran prompt": { known: "prompt" },
  "undo change": { known: "board-change", also: ["last"] },
  "duty check file": "file",
  "duty * duty": DUTY,
  "completion shell": { words: ["bash", "zsh", "fish"] },
};

/** By the command and the option; the option alone where it means the same everywhere. */
const OPTIONS: Readonly<Record<string, ValueKind>> = {
  "--root": "folder",
  "--into": "folder",
  "--file": "file",
  "--out": "file",
  "--origins": "file",
  "--agent": { known: "department", also: ["me"] },
  "--to": { known: "department" },
  "--author": { known: "department" },
  "--section": { words: BOARD_SECTIONS.filter((name) => name !== "Done") },
  "--due": AHEAD,
  "--date": AHEAD,
  "--on": PAST,
  "--since": PAST,
  "--category": { words: LESSON_CATEGORIES },
  "--type": { known: "memory-type" },
  "--channel": CHANNELS,
  "--post": POST,
  "--review": { known: "review" },
  "--proposal": PROPOSAL,
  "--level": { words: ["THESIS", "ROADMAP", "LIVE"] },
  "post list --status": { words: DRAFT_STATUSES },
  "review list --state": { words: ["open", "answered", "expired", "withdrawn"] },
  "claims answer --from": "file",
};

/** Of a positional argument, `command` as in `board due`; undefined where any text may stand. */
export function argumentKind(command: string, name: string): ValueKind | undefined {
  const [group = ""] = command.split(" ");
  return ARGUMENTS[`${command} ${name}`] ?? ARGUMENTS[`${group} * ${name}`];
}

/** Of an option's value, `option` as in `--due`. */
export function optionKind(command: string, option: string): ValueKind | undefined {
  return OPTIONS[`${command} ${option}`] ?? OPTIONS[option];
}
