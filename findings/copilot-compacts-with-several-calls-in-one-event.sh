#!/usr/bin/env bash
# One event of a compaction of Copilot CLI may stand for several paid calls.
#
# Seen with: @github/copilot 1.0.102 (npm, Linux x64), a provider of one's own on loopback
# Guess:     compacting a conversation is one model call that asks for a summary, without tools; whoever counts
#            one call for each session.compaction_complete has them all.
# Really:    the request for the summary offers the session's tools. When the model calls some first, as models
#            do, these rounds belong to the compaction: one event stands for all of them, its
#            compactionTokensUsed.requestCount says how many, and none of them has a session.usage_record.
# Matters:   a cap in calls, kept by counting records and compactions, is passed unseen; so is one in tokens that
#            takes the tokens of the event for those of one call.
# So:        add requestCount (1 when it is missing) and the tokens of the event to the records.
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

mkdir repository && (cd repository && git init -q && echo "A note." >note.md)
cat >try.mjs <<'JS'
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

const place = process.cwd();
const repository = path.join(place, "repository");
const seen = { requests: 0, summaries: 0, offered: null };
let turns = 0;
let rounds = 0;

const server = createServer(async (request, response) => {
  let raw = "";
  for await (const piece of request) raw += piece;
  if (!request.url.endsWith("/chat/completions")) {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ object: "list", data: [{ id: "small", object: "model" }] }));
    return;
  }
  const { messages, tools = [] } = JSON.parse(raw);
  seen.requests += 1;
  const asks = JSON.stringify(messages).includes("detailed summary of the conversation");
  if (asks) {
    seen.summaries += 1;
    seen.offered ??= tools.length > 0;
  }
  // Looks at the file twice before it sums up, and once in each of three turns of its work.
  const looks = asks ? rounds++ < 2 : turns++ < 3;
  send(response, looks ? null : "Done, in short.");
});

function send(response, text) {
  const chunk = (choices, more = {}) =>
    response.write(
      `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", created: 1, model: "small", choices, ...more })}\n\n`,
    );
  response.setHeader("content-type", "text/event-stream");
  const call = {
    index: 0,
    id: `call_${seen.requests}`,
    type: "function",
    function: { name: "view", arguments: JSON.stringify({ path: path.join(repository, "note.md") }) },
  };
  const delta = text === null ? { role: "assistant", tool_calls: [call] } : { role: "assistant", content: text };
  chunk([{ index: 0, delta, finish_reason: null }]);
  chunk([{ index: 0, delta: {}, finish_reason: text === null ? "tool_calls" : "stop" }]);
  // Nearly all of the window, as the model has it, so that the client compacts.
  chunk([], { usage: { prompt_tokens: 30_500, completion_tokens: 10, total_tokens: 30_510 } });
  response.end("data: [DONE]\n\n");
}

await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const session = "11111111-2222-4333-8444-555555555555";
const env = {
  PATH: process.env.PATH,
  HOME: place,
  COPILOT_HOME: path.join(place, "home"),
  COPILOT_CACHE_HOME: path.join(place, "cache"),
  COPILOT_OFFLINE: "true",
  COPILOT_AUTO_UPDATE: "false",
  COPILOT_PROVIDER_TYPE: "openai",
  COPILOT_PROVIDER_BASE_URL: `http://127.0.0.1:${server.address().port}/v1`,
  COPILOT_PROVIDER_MAX_PROMPT_TOKENS: "32000",
  COPILOT_MODEL: "small",
};
const args = ["-p", "Look at the note.", "--allow-all-tools", "--session-id", session, "--no-ask-user"];
const child = spawn(path.join(place, "node_modules/.bin/copilot"), args, { cwd: repository, env, stdio: "ignore" });
const code = await new Promise((resolve) => child.on("exit", resolve));
server.close();

const events = readFileSync(path.join(place, "home/session-state", session, "events.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const of = (type) => events.filter((event) => event.type === type);
const records = of("session.usage_record").length;
const compactions = of("session.compaction_complete");
const used = compactions.map(({ data }) => data.compactionTokensUsed);
console.log(`exit code ${code}`);
console.log(`the request for the summary offers tools: ${seen.offered}`);
console.log(`calls that the event of the first compaction stands for: ${used[0]?.requestCount}`);
console.log(`tokens read in it: ${used[0]?.inputTokens}, of which one call is 30500`);
const summed = records + used.reduce((sum, { requestCount }) => sum + requestCount, 0);
console.log(`records and requestCounts are all calls: ${summed === seen.requests}`);
console.log(`records and events are all calls: ${records + compactions.length === seen.requests}`);
JS
node try.mjs | tee seen.txt

cat >expected.txt <<'T'
exit code 0
the request for the summary offers tools: true
calls that the event of the first compaction stands for: 3
tokens read in it: 91500, of which one call is 30500
records and requestCounts are all calls: true
records and events are all calls: false
T
diff expected.txt seen.txt && echo "As expected."
