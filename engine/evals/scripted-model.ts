/** A model with a script: an OpenAI-compatible endpoint on loopback that answers as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer, Asked, Reply, Script, ToolCall } from "../../office/evals/conversation.ts";

export interface ScriptedModel {
  url: string;
  asked: Asked[];
  /** What the script threw; the client only sees a refused request. */
  errors: unknown[];
  close(): Promise<void>;
}

/** `script` is asked for each turn of each conversation. */
export async function startModel(script: Script): Promise<ScriptedModel> {
  const asked: Asked[] = [];
  const errors: unknown[] = [];
  const server = createServer((request, response) => {
    answer(request, response, async (body, raw) => {
      const turn = read(body, raw);
      asked.push(turn);
      return script(turn);
    }).catch((error: unknown) => {
      errors.push(error);
      // Not 5xx: the client would try again and again.
      response.statusCode = 400;
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    errors,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface ChatBody {
  model: string;
  stream?: boolean;
  messages: { role: string; content: unknown; tool_call_id?: string }[];
  tools?: { function?: { name: string } }[];
}

function read(body: ChatBody, raw: string): Asked {
  const messages = body.messages.map(({ role, content, tool_call_id }) => ({
    role,
    content: flat(content),
    ...(tool_call_id === undefined ? {} : { tool_call_id }),
  }));
  const of = (role: string) => messages.filter((m) => m.role === role).map((m) => m.content);
  return {
    raw,
    model: body.model,
    messages,
    tools: (body.tools ?? []).flatMap((tool) => tool.function?.name ?? []),
    system: [...of("system"), ...of("developer")].join("\n"),
    results: of("tool"),
  };
}

function flat(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: { text?: string }) => part.text ?? "").join("");
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  reply: (body: ChatBody, raw: string) => Promise<Reply>,
): Promise<void> {
  let raw = "";
  // As text from the stream: a letter of two bytes may stand on the edge of two pieces.
  request.setEncoding("utf8");
  for await (const piece of request) raw += String(piece);
  if (request.url?.endsWith("/models")) {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ object: "list", data: [{ id: "scripted", object: "model" }] }));
    return;
  }
  if (request.url?.endsWith("/chat/completions") !== true) {
    response.statusCode = 404;
    response.end();
    return;
  }
  const body = JSON.parse(raw) as ChatBody;
  const given = await reply(body, raw);
  if (typeof given === "object" && "status" in given) {
    response.writeHead(given.status, { "content-type": "application/json", ...given.headers });
    response.end(JSON.stringify({ error: { message: "refused by the script", type: "x" } }));
    return;
  }
  const whole = wholeAnswer(given);
  if (whole.afterMs !== undefined) await pause(whole.afterMs, undefined, { ref: false });
  send(response, body, whole);
}

function wholeAnswer(reply: string | ToolCall[] | Answer): Answer {
  if (typeof reply === "string") return { text: reply };
  return Array.isArray(reply) ? { calls: reply } : reply;
}

function send(response: ServerResponse, body: ChatBody, answered: Answer): void {
  const { calls = [], text = "" } = answered;
  const toolCalls = calls.map(({ name, args }, index) => ({
    index,
    id: `call_${index}_${Math.floor(performance.now() * 1000)}`,
    type: "function",
    function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args) },
  }));
  const finish = answered.finish ?? (calls.length > 0 ? "tool_calls" : "stop");
  const usage = usageOf(answered);
  const frame = { id: "scripted", created: 1, model: body.model };
  if (body.stream !== true) {
    const message = { role: "assistant", content: text, tool_calls: toolCalls };
    const choices = [{ index: 0, finish_reason: finish, message }];
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ...frame, object: "chat.completion", ...usage, choices }));
    return;
  }
  response.setHeader("content-type", "text/event-stream");
  const chunk = (value: object) =>
    response.write(
      `data: ${JSON.stringify({ ...frame, object: "chat.completion.chunk", ...value })}\n\n`,
    );
  const delta = {
    role: "assistant",
    content: text,
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
  };
  chunk({ choices: [{ index: 0, delta, finish_reason: null }] });
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });
  if (usage !== null) chunk({ choices: [], ...usage });
  response.end("data: [DONE]\n\n");
}

function usageOf({ usage = { prompt_tokens: 10, completion_tokens: 5 } }: Answer) {
  if (usage === null) return null;
  const total = usage.prompt_tokens + usage.completion_tokens;
  return { usage: { ...usage, total_tokens: total } };
}
