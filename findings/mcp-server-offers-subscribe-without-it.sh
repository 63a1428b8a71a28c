#!/usr/bin/env bash
# An MCP server that declares subscriptions refuses who subscribes and tells everybody else.
#
# Seen with: @modelcontextprotocol/server and client 2.4.0; Node 20.20 and 24.21.
# Guess:     with resources: { subscribe: true } McpServer keeps the subscriptions, as it keeps the
#            list of resources; or it refuses the declaration of something that nobody handles.
#            sendResourceUpdated() reaches those who subscribed.
# Really:    it depends on the revision that client and server agreed on, with the same server code.
#            2025-11-25 (what the client takes if it is not told otherwise): the server says
#            "subscribe: true" and answers resources/subscribe with -32601 Method not found;
#            sendResourceUpdated() goes out to a client that never asked. 2026-07-28: the SDK does
#            keep who listens, by client.listen(), and who does not listen hears nothing.
# Matters:   a careful client reads the capability, subscribes, and gets an error that reads like a
#            server too old for it. A test written in one revision passes and proves nothing of the
#            other; a server that was only tried with listen() has no subscriptions for today's
#            clients, and sends each of them every change.
# So:        for 2025 clients handle resources/subscribe and resources/unsubscribe yourself
#            (server.server.setRequestHandler), remember the addresses, and ask before sending.
set -euo pipefail

node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' ||
  { echo "Cannot try this: it needs Node 20 or newer, found $(node -v)." >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --loglevel=error --no-audit --no-fund --ignore-scripts --save-exact \
  @modelcontextprotocol/server@2.4.0 @modelcontextprotocol/client@2.4.0 zod@4.6.7 >/dev/null ||
  { echo "Cannot try this: npm could not install the packages." >&2; exit 2; }

cat >server.mjs <<'JS'
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

serveStdio(() => {
  const options = { capabilities: { resources: { subscribe: true } } };
  const server = new McpServer({ name: "board", version: "1.0.0" }, options);
  server.registerResource("board", "board://tasks", { title: "Tasks" }, (uri) => ({
    contents: [{ uri: uri.href, text: "call the bank" }],
  }));
  server.registerTool("change", { inputSchema: z.object({}) }, async () => {
    await server.server.sendResourceUpdated({ uri: "board://tasks" });
    return { content: [] };
  });
  return server;
});
JS

cat >client.mjs <<'JS'
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

async function meet(options, ask) {
  const client = new Client({ name: "reader", version: "1.0.0" }, options);
  const server = { command: process.execPath, args: ["server.mjs"] };
  await client.connect(new StdioClientTransport(server));
  let updates = 0;
  client.setNotificationHandler("notifications/resources/updated", () => {
    updates += 1;
  });
  const { subscribe } = client.getServerCapabilities().resources;
  const asked = await ask(client).then(
    () => "accepted",
    (error) => `${error.code} ${error.message}`,
  );
  await client.callTool({ name: "change", arguments: {} });
  // One more answer from the server: what it sent before has been read by then.
  await client.listTools();
  await client.close();
  return `server says subscribe: ${subscribe}; asked: ${asked}; updates: ${updates}`;
}

const uri = "board://tasks";
const new2026 = { versionNegotiation: { mode: "auto" } };
const nothing = async () => {};
const subscribe = (client) => client.subscribeResource({ uri });
const listen = (client) => client.listen({ resourceSubscriptions: [uri] });
console.log(`2025, subscribes: ${await meet({}, subscribe)}`);
console.log(`2025, asks for nothing: ${await meet({}, nothing)}`);
console.log(`2026, listens: ${await meet(new2026, listen)}`);
console.log(`2026, asks for nothing: ${await meet(new2026, nothing)}`);
JS

saw=$(node client.mjs)
expected=$(
  cat <<'END'
2025, subscribes: server says subscribe: true; asked: -32601 Method not found; updates: 1
2025, asks for nothing: server says subscribe: true; asked: accepted; updates: 1
2026, listens: server says subscribe: true; asked: accepted; updates: 1
2026, asks for nothing: server says subscribe: true; asked: accepted; updates: 0
END
)
echo "$saw"
[ "$saw" = "$expected" ] || { echo "Changed: expected" >&2; echo "$expected" >&2; exit 1; }
