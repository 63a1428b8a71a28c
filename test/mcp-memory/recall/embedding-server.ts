/** A service of embeddings on loopback, whose vectors count a few words; and what it was sent. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface EmbeddingServer {
  url: string;
  requests: { path: string; authorization: string | undefined; model: string; input: string[] }[];
  /** How it answers from now on; null for vectors. */
  answer: ((response: ServerResponse, input: string[]) => void) | null;
  close(): Promise<void>;
}

/** Words of one line mean the same to it. */
const TOPICS = [
  ["seaside", "beach", "ocean", "tide"],
  ["money", "euro", "salary"],
  ["boat", "ship", "umiak"],
];

export async function embeddingServer(): Promise<EmbeddingServer> {
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const { model, input } = JSON.parse(text) as { model: string; input: string[] };
      const { authorization } = request.headers;
      fake.requests.push({ path: request.url ?? "", authorization, model, input });
      if (fake.answer !== null) fake.answer(response, input);
      else {
        const data = input.map((one, index) => ({ index, embedding: vectorOf(one) })).reverse();
        response.end(JSON.stringify({ object: "list", data, usage: {} }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fake: EmbeddingServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: [],
    answer: null,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

function vectorOf(text: string): number[] {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = TOPICS.map((topic) => words.filter((word) => topic.includes(word)).length);
  return [...counts, 0.1];
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}
