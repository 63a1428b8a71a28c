/** A channel over HTTP on loopback that can lose what it was asked and what it answers. */
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Channel, FindOutcome, SendOutcome } from "../../../channels/channel.ts";
import { draftOf } from "../../../channels/draft-of.ts";
import { channelProblems } from "../../../company/posts/channel-rules.ts";
import { partsOf } from "../../../company/posts/thread.ts";

export type Fault = "none" | "cut-before" | "cut-after" | "refuse" | "refuse-for-now";

export interface Wall {
  url: string;
  /** What stands there, in the order in which it came. */
  posts: { text: string; after: string | null }[];
  /** What happens to the next posts, one each; then nothing. */
  faults: Fault[];
  close(): Promise<void>;
}

export async function openWall(): Promise<Wall> {
  const posts: Wall["posts"] = [];
  const faults: Fault[] = [];
  const server = createServer((ask, answer) => {
    let body = "";
    ask.setEncoding("utf8").on("data", (piece: string) => {
      body += piece;
    });
    ask.on("error", () => undefined);
    ask.on("end", () => {
      if (ask.method === "GET") {
        answer.end(JSON.stringify(posts));
        return;
      }
      const fault = faults.shift() ?? "none";
      if (fault === "cut-before") return void ask.socket.destroy();
      if (fault === "refuse") return void answer.writeHead(403).end();
      if (fault === "refuse-for-now") return void answer.writeHead(429).end();
      posts.push(JSON.parse(body));
      if (fault === "cut-after") return void ask.socket.destroy();
      answer.writeHead(201).end(JSON.stringify({ id: String(posts.length) }));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, posts, faults, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => {
    server.close(() => done());
  });
}

/** `point` is called before, within and after the bytes of a call; `isSure` is whether what is not seen is absent. */
export function wallChannel(
  url: string,
  { point = () => undefined, isSure = true }: { point?: () => void; isSure?: boolean } = {},
): Channel {
  return {
    name: "wall",
    account: async () => ({ kind: "account", account: "@mare" }),
    check: (post) => channelProblems(draftOf(post)),
    cost: () => 0,
    parts: ({ text }) => partsOf(text),
    send: ({ text, after }) => send(url, JSON.stringify({ text, after }), point),
    find: async ({ text }) => find(url, text, isSure),
    metrics: async () => ({ kind: "none" }),
    listening: null,
  };
}

function send(url: string, body: string, point: () => void): Promise<SendOutcome> {
  return new Promise((done) => {
    point();
    const call = request(url, { method: "POST", agent: false }, (answer) => {
      let said = "";
      answer.setEncoding("utf8").on("data", (piece: string) => {
        said += piece;
      });
      answer.on("end", () => {
        point();
        if (answer.statusCode === 403) return done({ kind: "refused", why: "403", again: null });
        if (answer.statusCode === 429) {
          return done({ kind: "refused", why: "429", again: "2026-11-24T10:30:00.000Z" });
        }
        const { id } = JSON.parse(said) as { id: string };
        done({ kind: "posted", id, url: `${url}/${id}`, costMicroUsd: 15_000 });
      });
    });
    call.on("error", ({ message }) => done({ kind: "unknown", why: message }));
    call.write(body.slice(0, 5));
    // Half of the bytes are on their way.
    setImmediate(() => {
      point();
      call.end(body.slice(5));
    });
  });
}

async function find(url: string, text: string, isSure: boolean): Promise<FindOutcome> {
  const posts = (await (await fetch(url)).json()) as Wall["posts"];
  const at = posts.findIndex((post) => post.text === text);
  if (at === -1) return isSure ? { kind: "absent" } : { kind: "unsure", why: "not seen" };
  return { kind: "found", id: String(at + 1), url: `${url}/${at + 1}`, costMicroUsd: 0 };
}
