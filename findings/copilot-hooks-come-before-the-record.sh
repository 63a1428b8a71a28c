#!/usr/bin/env bash
# A hook of Copilot CLI that reads the session's record finds what stood there before its call.
#
# Seen with: @github/copilot 1.0.102 (npm, Linux x64), a provider of one's own on loopback
# Guess:     an event goes into session-state/<id>/events.jsonl when it happens, so a hook, for which the client
#            waits, finds there all that led to it: who was chosen, what the user said, the call itself.
# Really:    the record is written in batches, while the client waits for the hook too. When the hook of the
#            session's beginning is asked, there is no record at all; at a tool call the call is not in it yet.
# Matters:   a hook that decides by the record (which agent speaks, what was asked before) decides by an older
#            state on a fast machine and by the right one on a slow machine, where it starts later.
# So:        in the hook, wait until the record has an event of the time that the payload says, within bounds.
set -euo pipefail

node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' ||
  { echo "Cannot try this: it needs Node 20 or newer, found $(node -v)." >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --include=optional @github/copilot@1.0.102 >/dev/null 2>&1 || {
  echo "Could not be tried: npm could not install @github/copilot@1.0.102." >&2
  exit 2
}

mkdir -p repository/.github/hooks seen && (cd repository && git init -q && echo "A note." >note.md)
# What the record holds when the hook begins, and a second later, while the client still waits for the hook.
cat >repository/.github/hooks/look.sh <<'SH'
cat >/dev/null
record=$(echo "$COPILOT_HOME"/session-state/*)/events.jsonl
cat "$record" >"$SEEN/$1-at-once" 2>/dev/null
sleep 1
cat "$record" >"$SEEN/$1-later" 2>/dev/null
SH
cat >repository/.github/hooks/look.json <<'JSON'
{
  "version": 1,
  "hooks": {
    "sessionStart": [{ "type": "command", "bash": "sh .github/hooks/look.sh start", "timeoutSec": 20 }],
    "preToolUse": [{ "type": "command", "bash": "sh .github/hooks/look.sh call", "timeoutSec": 20 }]
  }
}
JSON
cat >try.mjs <<'JS'
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

const place = process.cwd();
const repository = path.join(place, "repository");
let turns = 0;

const server = createServer(async (request, response) => {
  for await (const _ of request);
  if (!request.url.endsWith("/chat/completions")) {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ object: "list", data: [{ id: "small", object: "model" }] }));
    return;
  }
  const isFirst = turns++ === 0;
  const send = (choices, more = {}) =>
    response.write(
      `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", created: 1, model: "small", choices, ...more })}\n\n`,
    );
  response.setHeader("content-type", "text/event-stream");
  const call = {
    index: 0,
    id: "the-call",
    type: "function",
    function: { name: "view", arguments: JSON.stringify({ path: path.join(repository, "note.md") }) },
  };
  const delta = isFirst ? { role: "assistant", tool_calls: [call] } : { role: "assistant", content: "Done." };
  send([{ index: 0, delta, finish_reason: null }]);
  send([{ index: 0, delta: {}, finish_reason: isFirst ? "tool_calls" : "stop" }]);
  send([], { usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } });
  response.end("data: [DONE]\n\n");
});

await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const env = {
  PATH: process.env.PATH,
  HOME: place,
  SEEN: path.join(place, "seen"),
  COPILOT_HOME: path.join(place, "home"),
  COPILOT_CACHE_HOME: path.join(place, "cache"),
  COPILOT_OFFLINE: "true",
  COPILOT_AUTO_UPDATE: "false",
  COPILOT_PROVIDER_TYPE: "openai",
  COPILOT_PROVIDER_BASE_URL: `http://127.0.0.1:${server.address().port}/v1`,
  COPILOT_MODEL: "small",
  GITHUB_COPILOT_PROMPT_MODE_REPO_HOOKS: "true",
};
const args = ["-p", "Look at the note.", "--allow-all-tools", "--no-ask-user"];
const child = spawn(path.join(place, "node_modules/.bin/copilot"), args, { cwd: repository, env, stdio: "ignore" });
const code = await new Promise((resolve) => child.on("exit", resolve));
server.close();

const holds = (name, words) => {
  const file = path.join(place, "seen", name);
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  return lines.some((line) => line.startsWith(`{"type":"${words}"`));
};
console.log(`exit code ${code}`);
console.log(`the session's beginning, when its hook is asked: ${holds("start-at-once", "session.start")}`);
console.log(`the same, while the client waits for the hook: ${holds("start-later", "session.start")}`);
console.log(`a tool call, when its hook is asked: ${holds("call-at-once", "tool.execution_start")}`);
console.log(`the same, while the client waits for the hook: ${holds("call-later", "tool.execution_start")}`);
JS
node try.mjs | tee seen.txt

cat >expected.txt <<'T'
exit code 0
the session's beginning, when its hook is asked: false
the same, while the client waits for the hook: true
a tool call, when its hook is asked: false
the same, while the client waits for the hook: true
T
diff expected.txt seen.txt && echo "As expected."
