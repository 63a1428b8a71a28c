// A server of the Model Context Protocol with one tool, `ping`, which answers with as many letters as it is
// asked for, writes down what happens to it, and takes its time to leave. As LAB_DIES it does not start.
import { appendFileSync } from "node:fs";

const note = (what) => appendFileSync(process.env.LAB_LOG, `${what}\n`);
const CLEAN_UP_MS = 50;

note("started");
if (process.env.LAB_DIES === "1") process.exit(3);
process.on("SIGTERM", () => leave("SIGTERM"));
process.stdin.setEncoding("utf8").on("end", () => leave("end"));

let isLeaving = false;
function leave(why) {
  note(why);
  if (isLeaving) return;
  isLeaving = true;
  setTimeout(() => {
    note("cleaned up");
    process.exit(0);
  }, CLEAN_UP_MS);
}

const inputSchema = { type: "object", properties: { letters: { type: "number" } } };
const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: "lab", version: "1.0.0" },
  }),
  "tools/list": () => ({ tools: [{ name: "ping", description: "Answers.", inputSchema }] }),
  "tools/call": ({ arguments: { letters = 4 } = {} }) => {
    note("called");
    return { content: [{ type: "text", text: "x".repeat(letters) }] };
  },
  ping: () => ({}),
};

let waiting = "";
process.stdin.on("data", (piece) => {
  const lines = (waiting + piece).split("\n");
  waiting = lines.pop();
  for (const line of lines.filter((each) => each.trim() !== "")) answer(JSON.parse(line));
});

function answer({ id, method, params }) {
  if (id === undefined) return;
  const known = answers[method];
  const told =
    known === undefined
      ? { error: { code: -32601, message: `no ${method}` } }
      : { result: known(params ?? {}) };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...told })}\n`);
}
