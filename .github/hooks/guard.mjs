// The guard: asked before every tool call of an agent, in Copilot CLI and in VS Code, it refuses
// changes of protected files, agents that widen their own tools, and departments that write outside
// their folders. Plain files without build or dependency; they run on Node 20. The rules are in guard/.
//
// What it is not: a wall. Both clients let a call through when a hook times out, and a shell command
// can hide what it writes. The walls are that no department has a shell, the deny rules of headless
// runs, and the ledger. On a crash, on input it cannot read, when a part of it is missing or when it
// cannot judge in time it refuses (exit code 2: VS Code takes any other for a warning).

const INPUT_LIMIT_CHARS = 4_000_000;
/** Above this a judgement runs in a thread that can be ended; a thread costs more than most judgements. */
const THREAD_FROM_CHARS = 64_000;
/** The clients wait 20 seconds (guard.json), and a slow machine needs some of them to start Node. */
const JUDGE_LIMIT_MS = 8_000;

async function main() {
  const said = await standardInput();
  const speaker = process.env.HQ_AGENT ?? null;
  if (said.length < THREAD_FROM_CHARS) {
    const { judge } = await import("./guard/judge.mjs");
    return judge(said, speaker);
  }
  const { inTime } = await import("./guard/in-time.mjs");
  return inTime(new URL("./guard/judge.mjs", import.meta.url), { said, speaker }, JUDGE_LIMIT_MS);
}

async function standardInput() {
  let said = "";
  // Whole characters: half of an é at the end of a piece would make a path lead elsewhere.
  for await (const piece of process.stdin.setEncoding("utf8")) {
    said += piece;
    if (said.length > INPUT_LIMIT_CHARS)
      throw new Error(`more than ${INPUT_LIMIT_CHARS} characters on standard input`);
  }
  return said;
}

/** Both forms: Copilot CLI reads the first, VS Code the second. */
function refuse(reason) {
  const decision = { permissionDecision: "deny", permissionDecisionReason: reason };
  const output = { ...decision, hookSpecificOutput: { hookEventName: "PreToolUse", ...decision } };
  process.stdout.write(`${JSON.stringify(output)}\n`);
}

main().then(
  (reason) => {
    if (reason !== null) refuse(reason);
  },
  (error) => {
    process.exitCode = 2;
    const reason = `The guard refuses this call because it cannot judge it: ${error.message}`;
    process.stderr.write(`${reason}\n`);
    refuse(reason);
  },
);
