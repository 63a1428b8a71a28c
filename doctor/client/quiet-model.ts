/**
 * A model on loopback that says one word and stops, so that Copilot CLI can begin a session without a
 * login, a network or a cost. What it was offered in the first request is kept.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface OfferedTool {
  function?: { name?: string; parameters?: { properties?: Record<string, { enum?: unknown }> } };
}

export interface QuietModel {
  url: string;
  /** The agents that the session may call; null as long as nothing was asked. */
  agents(): string[] | null;
  close(): Promise<void>;
}

const MODEL = "quiet";
/** A first request holds every tool and text: some 200 kB with many servers. */
const LIMIT_BYTES = 32 * 1024 * 1024;

/** @throws when no port can be had on loopback */
export async function startQuietModel(): Promise<QuietModel> {
  let agents: string[] | null = null;
  const server = createServer((request, response) => {
    bodyOf(request)
      .then((body) => {
        if (request.url?.endsWith("/models") === true) return sendModels(response);
        agents ??= offeredAgents(body);
        sendWord(response);
      })
      .catch(() => {
        // A request that breaks off or is no JSON: the client says what it makes of the refusal.
        response.statusCode = 400;
        response.end();
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    agents: () => agents,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of request) {
    const bytes = piece as Buffer;
    sizeBytes += bytes.length;
    if (sizeBytes > LIMIT_BYTES) throw new Error("a request that is too large");
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** The tool that calls agents names them; a session without it can call none. */
function offeredAgents(body: string): string[] {
  const { tools = [] } = JSON.parse(body) as { tools?: OfferedTool[] };
  const task = tools.find((tool) => tool.function?.name === "task");
  const names = task?.function?.parameters?.properties?.agent_type?.enum;
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

function sendModels(response: ServerResponse): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ object: "list", data: [{ id: MODEL, object: "model" }] }));
}

function sendWord(response: ServerResponse): void {
  response.setHeader("content-type", "text/event-stream");
  const frame = { id: MODEL, created: 1, model: MODEL, object: "chat.completion.chunk" };
  const send = (value: object) =>
    response.write(`data: ${JSON.stringify({ ...frame, ...value })}\n\n`);
  const delta = { role: "assistant", content: "Here." };
  send({ choices: [{ index: 0, delta, finish_reason: null }] });
  send({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
  send({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } });
  response.end("data: [DONE]\n\n");
}
