/**
 * The helpers that Copilot CLI brings along. A department's tool `agent` reaches them, and all but
 * `explore` have a shell and every other tool, whatever the department itself lists. Only the user's own
 * settings switch them off; the repository's do nothing (seen on Copilot CLI 1.0.102).
 */
import type { Finding } from "../../finding.ts";
import { isRecord, isTextList } from "../fields.ts";
import { oneOf, warningAt } from "../findings.ts";
import { readJson } from "../json.ts";

/** As the client's definitions name them; `rubber-duck` is offered where experiments are on. */
export const WRITING_HELPERS: readonly string[] = [
  "general-purpose",
  "task",
  "code-review",
  "research",
  "security-review",
  "rubber-duck",
];

export const HELPERS_KEYS = ["subagents", "disabledSubagents"] as const;

/** Those helpers that these settings leave on; null when the settings cannot be read. */
export function helpersLeftOn(settings: string | null): string[] | null {
  const reading = readJson({ path: "settings.json", text: settings?.trim() || "{}" }, "jsonc");
  if (reading.kind === "bad") return null;
  const { subagents } = reading.value;
  const off = isRecord(subagents) ? subagents.disabledSubagents : undefined;
  const names = isTextList(off) ? off : [];
  return WRITING_HELPERS.filter((helper) => !names.includes(helper));
}

/**
 * @param settings the user's settings, null when there are none.
 * @param shown the file as a person writes it.
 */
export function checkHelpers(settings: string | null, shown: string): Finding[] {
  const left = helpersLeftOn(settings);
  if (left === null) {
    return [
      warningAt(".", 0, {
        what: `${shown} is not JSON`,
        expected: "settings that Copilot CLI can read",
        fix: "Mend it: until then its helpers that write are on.",
      }),
    ];
  }
  if (left.length === 0) return [];
  const line = `"subagents": {"disabledSubagents": ${JSON.stringify(WRITING_HELPERS).replaceAll(",", ", ")}}`;
  return [
    warningAt(".", 0, {
      what: `the client's own ${left.length === 1 ? "helper" : "helpers"} ${oneOf(left).replace(/ or (?=[^ ]*$)/, " and ")} can be called by every department, and ${left.length === 1 ? "has" : "have"} a shell and every tool`,
      expected: `${line} in ${shown}`,
      fix: "Run hq init, which asks whether to set it, or add it by hand. While they are on, the guard alone holds them, where hooks run: in a clone they only read; beside a product of yours they are free unless a department is known to have started them. VS Code Local names no helper to a hook: there one may read, and what it writes counts as nobody's.",
    }),
  ];
}
