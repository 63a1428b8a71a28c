#!/usr/bin/env bash
# A pattern in an output schema that the MCP server checks and publishes fails in the MCP client.
#
# Seen with: @modelcontextprotocol/server and client 2.4.0, zod 4.6.7; Node 20.20 and 24.21.
# Guess:     z.string().regex(...) in a tool's output schema means the same on both sides: one SDK
#            turns it into JSON Schema, checks the answer with it, and reads it in the client.
# Really:    what is published is the source of the expression without its flags, and the client
#            compiles that with the flag u. So /^inv-\d+$/i refuses "INV-7", which the server let
#            through; and a needless backslash (\-) or a hyphen after a class ([\w-.]), both fine in
#            plain JavaScript, make the schema "invalid", so that no answer of this tool is ever
#            accepted. Only once the client has listed the tools: before, the same call succeeds.
#            For an invalid schema the tool is not even called; for a lost flag it has done its
#            work.
# Matters:   the unit tests of the server pass, and a test client that never lists tools passes too.
#            A client of an agent has to list them first, and cannot use the tool. A write that was
#            done is reported as failed, and the agent does it again.
# So:        write expressions in schemas with the flag u and no other. JavaScript then refuses \-
#            when the module is loaded, and what is published means what the server checks.
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

const answers = {
  plain: [/^\d{4}-\d{3}$/, "1000-001"],
  escaped: [/^\d{4}\-\d{3}$/, "1000-001"],
  inClass: [/^[\w-.]+$/, "march-2.csv"],
  anyCase: [/^inv-\d+$/i, "INV-7"],
};

serveStdio(() => {
  const server = new McpServer({ name: "patterns", version: "1.0.0" });
  let worked = 0;
  for (const [name, [pattern, value]] of Object.entries(answers)) {
    const outputSchema = z.object({ value: z.string().regex(pattern) });
    server.registerTool(name, { inputSchema: z.object({}), outputSchema }, () => {
      worked += 1;
      return { content: [], structuredContent: { value } };
    });
  }
  server.registerTool("worked", { inputSchema: z.object({}) }, () => {
    const text = String(worked);
    worked = 0;
    return { content: [{ type: "text", text }] };
  });
  return server;
});
JS

cat >client.mjs <<'JS'
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const client = new Client({ name: "reader", version: "1.0.0" });
const server = { command: process.execPath, args: ["server.mjs"] };
await client.connect(new StdioClientTransport(server));

async function outcome(name) {
  let answer;
  try {
    const { isError, structuredContent } = await client.callTool({ name, arguments: {} });
    answer = isError ? "refused by the server" : `accepted ${structuredContent.value}`;
  } catch (error) {
    answer = `${error.code} ${error.message}`;
  }
  const { content } = await client.callTool({ name: "worked", arguments: {} });
  return `${answer} (tool ran: ${content[0].text})`;
}

const names = ["plain", "escaped", "inClass", "anyCase"];
for (const name of names) console.log(`${name}, before listing: ${await outcome(name)}`);
const { tools } = await client.listTools();
for (const name of names) {
  const { pattern } = tools.find((tool) => tool.name === name).outputSchema.properties.value;
  console.log(`${name}, published as ${pattern}: ${await outcome(name)}`);
}
await client.close();
JS

saw=$(node client.mjs)
expected=$(
  cat <<'END'
plain, before listing: accepted 1000-001 (tool ran: 1)
escaped, before listing: accepted 1000-001 (tool ran: 1)
inClass, before listing: accepted march-2.csv (tool ran: 1)
anyCase, before listing: accepted INV-7 (tool ran: 1)
plain, published as ^\d{4}-\d{3}$: accepted 1000-001 (tool ran: 1)
escaped, published as ^\d{4}\-\d{3}$: -32602 Tool 'escaped' has an invalid outputSchema: Invalid regular expression: /^\d{4}\-\d{3}$/u: Invalid escape (tool ran: 0)
inClass, published as ^[\w-.]+$: -32602 Tool 'inClass' has an invalid outputSchema: Invalid regular expression: /^[\w-.]+$/u: Invalid character class (tool ran: 0)
anyCase, published as ^inv-\d+$: -32602 Structured content does not match the tool's output schema: data/value must match pattern "^inv-\d+$" (tool ran: 1)
END
)
echo "$saw"
[ "$saw" = "$expected" ] || { echo "Changed: expected" >&2; echo "$expected" >&2; exit 1; }
