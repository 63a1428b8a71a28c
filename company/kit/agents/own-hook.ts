/**
 * The hook in a department's own front matter, and no other. VS Code 1.139 does not tell a hook which
 * agent calls, but runs the agent's own hook for that agent only: its command says the department's id to
 * the guard. Copilot CLI 1.0.102 reads the field, runs none of it and tells the guard by itself.
 */
import type { Finding } from "../../finding.ts";
import { isTextList } from "../fields.ts";
import { errorAt, warningAt } from "../findings.ts";
import type { FrontMatterFields } from "../front-matter.ts";

/** The front matter of a department, from the line `hooks:` on; the guard knows it too (guard/own-hook.mjs). */
export function ownHookText(id: string): string {
  return [
    "hooks:",
    "  PreToolUse:",
    "    - type: command",
    `      command: "${command(id)}"`,
    `      powershell: "${powershell(id)}"`,
    "      timeout: 20",
  ].join("\n");
}

/** When node is not found a shell says 127, which VS Code takes for a warning: only 2 stops a call. */
const command = (id: string) => `node .github/hooks/guard.mjs ${id} || exit 2`;

/** VS Code runs Windows PowerShell 5.1 there, which does not know `||` and itself makes every code a 1. */
const powershell = (id: string) =>
  `node .github/hooks/guard.mjs ${id}; if ($LASTEXITCODE -ne 0) { exit 2 }`;

/** With none of these a department does nothing that depends on who it is. */
const TELLING = /^(\*|edit|company\/(\*|submit_verdict|request_review|board_update|report_gap))$/;

/** Whether the field `hooks` is the department's own hook, where it needs one. */
export function checkOwnHook(path: string, id: string, front: FrontMatterFields): Finding[] {
  const { hooks, tools } = front.data;
  const fix = `Take the lines from "hooks:" on from another department, with the id ${id} in both commands.`;
  if (hooks === undefined) {
    if (isTextList(tools) && !tools.some((tool) => TELLING.test(tool))) return [];
    return [
      warningAt(path, 1, {
        what: 'no field "hooks"',
        expected: "the department's own hook, by which the guard knows in VS Code who calls",
        fix,
      }),
    ];
  }
  if (isOwnHook(hooks, id)) return [];
  return [
    errorAt(path, front.lineOf("hooks"), {
      what: 'the field "hooks"',
      expected: `only the hook that runs ${command(id)}: any other runs commands, and in one client only`,
      fix: `${fix} A hook for all agents belongs into .github/hooks/.`,
    }),
  ];
}

function isOwnHook(hooks: unknown, id: string): boolean {
  const own = { type: "command", command: command(id), powershell: powershell(id), timeout: 20 };
  return printed(hooks) === printed({ PreToolUse: [own] });
}

/** The same text for values that are the same, whatever the order of their keys. */
function printed(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
