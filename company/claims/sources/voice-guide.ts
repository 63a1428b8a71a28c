/** The banned words, read from the page that the departments read. */
import { clip } from "../../clip.ts";
import type { Finding } from "../../finding.ts";
import type { KitFile } from "../../kit/context.ts";
import { readSkillTable } from "../../kit/facts/skill-tables.ts";
import { errorAt, warningAt } from "../../kit/findings.ts";
import { plainText } from "../../markdown/cells.ts";
import type { BannedWord } from "../types.ts";

/** The kit's list; every company has it. */
export const VOICE_SKILL_FILE = ".github/skills/voice/SKILL.md";
/** What this founder does not say, in addition. */
export const FOUNDER_VOICE_FILE = "Marketing/voice.md";

const BANNED_HEADING = "Banned words";
const BANNED_COLUMNS = ["Banned", "Instead"] as const;
const WORDS_HEADING = "Words";
const WORDS_COLUMNS = ["I say", "I do not say"] as const;
const UNANSWERED = "not answered yet";
const SHOWN = 60;
const LONGEST = 60;

export interface VoiceGuide {
  banned: BannedWord[];
  findings: Finding[];
}

/** The words of both pages; null for one that is not there. A row in doubt is left out and reported. */
export function readVoiceGuide(pages: {
  skill: KitFile | null;
  founder: KitFile | null;
}): VoiceGuide {
  const parts = [
    pages.skill === null ? null : readBannedTable(pages.skill),
    pages.founder === null ? null : readFounderWords(pages.founder),
  ].filter((part) => part !== null);
  const seen = new Map(
    parts.flatMap(({ banned }) => banned).map((entry) => [entry.banned.toLowerCase(), entry]),
  );
  return { banned: [...seen.values()], findings: parts.flatMap(({ findings }) => findings) };
}

/** `## Banned words` of the voice skill: Banned | Instead. */
export function readBannedTable(file: KitFile): VoiceGuide {
  const { isThere, rows, findings } = readSkillTable(file, BANNED_HEADING, BANNED_COLUMNS);
  const guide: VoiceGuide = { banned: [], findings: [...findings] };
  if (!isThere) {
    guide.findings.push(
      errorAt(file.path, 0, {
        what: `no section "${BANNED_HEADING}"`,
        expected: `"## ${BANNED_HEADING}" with a table of the columns ${BANNED_COLUMNS.join(" | ")}`,
        fix: "Restore it from git: without it no word is banned.",
      }),
    );
  }
  const lines = new Map<string, number>();
  for (const { line, cells } of rows) {
    const banned = plainText(cells.Banned ?? "").trim();
    const problem = problemOf(banned);
    const first = lines.get(banned.toLowerCase());
    if (problem !== null) {
      guide.findings.push(badRow(file.path, line, { banned, problem }));
    } else if (first !== undefined) {
      guide.findings.push(
        warningAt(file.path, line, {
          what: `"${banned}" a second time (first on line ${first})`,
          expected: "each word once",
          fix: "Delete one of the two rows.",
        }),
      );
    } else {
      lines.set(banned.toLowerCase(), line);
      guide.banned.push({ banned, instead: plainText(cells.Instead ?? "").trim() });
    }
  }
  return guide;
}

/** `## Words` of the founder's voice page: what stands under "I do not say", parted by commas. */
export function readFounderWords(file: KitFile): VoiceGuide {
  const { rows, findings } = readSkillTable(file, WORDS_HEADING, WORDS_COLUMNS);
  const guide: VoiceGuide = { banned: [], findings: [...findings] };
  for (const { line, cells } of rows) {
    const list = plainText(cells["I do not say"] ?? "").trim();
    if (list === "" || list.toLowerCase() === UNANSWERED) continue;
    const instead = plainText(cells["I say"] ?? "").trim();
    for (const banned of list.split(/[,;]/).map((word) => word.trim())) {
      const problem = problemOf(banned);
      if (problem === null)
        guide.banned.push({ banned, instead: instead === UNANSWERED ? "" : instead });
      else guide.findings.push(badRow(file.path, line, { banned, problem }));
    }
  }
  return guide;
}

function problemOf(banned: string): string | null {
  if (banned === "") return "an empty cell";
  if (banned.length > LONGEST) return `a phrase of ${banned.length} characters`;
  return /[\p{L}\p{N}]/u.test(banned) ? null : "no letter or digit";
}

function badRow(
  path: string,
  line: number,
  { banned, problem }: { banned: string; problem: string },
): Finding {
  return errorAt(path, line, {
    what: `a banned word with ${problem}${banned === "" ? "" : ` ("${clip(banned, SHOWN)}")`}`,
    expected: `one word or phrase of at most ${LONGEST} characters`,
    fix: "Correct it; until then the row does not count.",
  });
}
