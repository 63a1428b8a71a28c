// The guard: asked before every tool call of an agent, in Copilot CLI and in VS Code, it refuses
// changes of protected files, agents that widen their own tools, departments that write outside
// their folders, and helpers of a client that do more than read. Asked when a session begins, it says
// when a resumed one is no department's any more. Plain files without build or dependency; they run on
// Node 20. The rules are in guard/.
//
// What it is not: a wall. Both clients let a call through when a hook times out, and a shell command
// can hide what it writes. The walls are the tool lists of the departments, the deny rules of headless
// runs, and the ledger. On a crash, on input it cannot read, when a part of it is missing or when it
// cannot judge in time it refuses (exit code 2: VS Code takes any other for a warning).

const INPUT_LIMIT_CHARS = 4_000_000;
/** Above this a judgement runs in a thread that can be ended; a thread costs more than most judgements. */
const THREAD_FROM_CHARS = 64_000;
/** The clients wait 20 seconds (guard.json), and a slow machine needs some of them to start Node. */
const JUDGE_LIMIT_MS = 8_000;

async function main() {
  const speakers = { hookOf: await ownHook(process.argv.slice(2)), runOf: process.env.HQ_AGENT };
  const said = await standardInput();
  if (said.length < THREAD_FROM_CHARS) {
    const { judge } = await import("./guard/judge.mjs");
    return judge(said, speakers);
  }
  const { inTime } = await import("./guard/in-time.mjs");
  return inTime(
    new URL("./guard/in-thread.mjs", import.meta.url),
    { said, speakers },
    JUDGE_LIMIT_MS,
  );
}

/** The department whose own hook this is; the repository's hook has no arguments. */
async function ownHook(args) {
  if (args.length === 0) return null;
  const { departmentIn } = await import("./guard/own-hook.mjs");
  return departmentIn(args);
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

/** A word to the session that begins; both forms again. */
function tell(additionalContext) {
  const hookSpecificOutput = { hookEventName: "SessionStart", additionalContext };
  process.stdout.write(`${JSON.stringify({ additionalContext, hookSpecificOutput })}\n`);
}

main().then(
  (answer) => {
    if (typeof answer === "string") refuse(answer);
    else if (answer !== null) tell(answer.context);
  },
  (error) => {
    process.exitCode = 2;
    const reason = `The guard refuses this call because it cannot judge it: ${error.message}`;
    process.stderr.write(`${reason}\n`);
    refuse(reason);
  },
);
