/**
 * The hook in each department's own front matter. VS Code does not say which agent calls a tool, but it
 * runs this one for that agent only, so the department's id stands in its command. A test compares it
 * with what `hq doctor` expects (company/kit/agents/own-hook.ts).
 */

/** The department that the command of a hook names; null when it is the repository's own hook. */
export function departmentIn(args) {
  if (args.length === 0) return null;
  const [id] = args;
  if (args.length === 1 && /^[a-z][a-z0-9-]{0,63}$/.test(id)) return id;
  throw new Error(
    `its command has the arguments ${JSON.stringify(args).slice(0, 100)}, expected none or the id of a department`,
  );
}

/** What follows `hooks:` in the front matter of a department, as `headOf` gives it. */
export function ownHookOf(id) {
  return [
    "",
    "  PreToolUse:",
    "    - type: command",
    `      command: "node .github/hooks/guard.mjs ${id} || exit 2"`,
    `      powershell: "node .github/hooks/guard.mjs ${id}; if ($LASTEXITCODE -ne 0) { exit 2 }"`,
    "      timeout: 20",
  ].join("\n");
}
