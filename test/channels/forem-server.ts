/**
 * A Forem on loopback, as far as posting goes. What it does comes from https://developers.forem.com/api/v1 and from
 * forem/forem: app/models/article.rb (canonical addresses are unique among published articles; a title is taken for five
 * minutes on create, drafts counted; front matter in the body overrides the fields), config/initializers/rack_attack.rb
 * (one write a second for each key, 429 as plain text with Retry-After), app/controllers/concerns/api/articles_controller.rb.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ForemArticle {
  id: number;
  title: string;
  body_markdown: string;
  canonical_url: string | null;
  published: boolean;
  published_at: string | null;
  url: string;
  tags: string[];
  page_views_count?: number;
  public_reactions_count?: number;
  comments_count?: number;
}

export type ForemFault =
  | "none"
  | "cut-before"
  | "cut-after"
  | "html"
  | "html-after"
  | "500"
  | "500-after"
  | "redirect"
  | "keeps-draft"
  | "no-id"
  | "echo-key"
  | "slow";

export interface ForemServer {
  base: string;
  key: string;
  articles: ForemArticle[];
  /** Method and path of each call. */
  calls: string[];
  /** What happens to the next calls that write. */
  faults: ForemFault[];
  /** What happens to the next calls that read. */
  readFaults: ForemFault[];
  clock: { now: Date };
  close(): Promise<void>;
}

const FIVE_MINUTES_MS = 5 * 60_000;

export async function openForem(key: string): Promise<ForemServer> {
  const server = createServer((ask, answer) => {
    let text = "";
    ask.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    ask.on("end", () => handle({ ask, answer, text }, forem, made));
  });
  const made = new Map<string, number>();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const forem: ForemServer = {
    base: `http://127.0.0.1:${port}`,
    key,
    articles: [],
    calls: [],
    faults: [],
    readFaults: [],
    clock: { now: new Date("2026-11-24T10:00:00.000Z") },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
  return forem;
}

interface Call {
  ask: IncomingMessage;
  answer: ServerResponse;
  text: string;
}

function handle({ ask, answer, text }: Call, forem: ForemServer, made: Map<string, number>): void {
  const { method = "", url = "" } = ask;
  forem.calls.push(`${method} ${url}`);
  const json = (status: number, body: unknown) =>
    void answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const fault = (method === "GET" ? forem.readFaults : forem.faults).shift() ?? "none";
  if (fault === "cut-before") return void ask.socket.destroy();
  if (fault === "slow") return;
  if (fault === "html")
    return void answer.writeHead(200).end("<html>Sign in to the hotel's network</html>");
  if (fault === "500") return void json(500, { error: "Internal Server Error", status: 500 });
  if (fault === "redirect") return void answer.writeHead(302, { location: "/elsewhere" }).end();
  if (fault === "echo-key") return void json(403, { error: `not with ${forem.key}`, status: 403 });
  if (ask.headers["user-agent"] === undefined)
    return void json(403, { error: "Forbidden", status: 403 });
  if (ask.headers["api-key"] !== forem.key)
    return void json(401, { error: "unauthorized", status: 401 });
  if (!ask.headers.accept?.includes("v1+json"))
    return void json(404, { error: "not found", status: 404 });
  if (method === "GET" && url.startsWith("/api/users/me"))
    return void json(200, { id: 7, username: "mare" });
  if (method === "GET") return void json(200, forem.articles);
  const last = made.get("write") ?? 0;
  const at = forem.clock.now.getTime();
  if (at - last < 1_000) {
    return void answer
      .writeHead(429, { "retry-after": "1", "content-type": "text/plain" })
      .end("Retry later\n");
  }
  const { article } = JSON.parse(text) as { article: Partial<ForemArticle> };
  const refusal = refusalOf(article, { forem, made, method, url });
  if (refusal !== null) return void json(422, { error: refusal, status: 422 });
  made.set("write", at);
  const stored = store(article, { forem, made, method, url, isDraft: fault === "keeps-draft" });
  if (fault === "cut-after") return void ask.socket.destroy();
  if (fault === "500-after") return void json(502, { error: "Bad gateway" });
  if (fault === "html-after") return void answer.writeHead(201).end("<html></html>");
  if (fault === "no-id") return void json(201, {});
  json(method === "POST" ? 201 : 200, stored);
}

interface Wish {
  forem: ForemServer;
  made: Map<string, number>;
  method: string;
  url: string;
}

function refusalOf(
  { title = "", canonical_url, tags = [] }: Partial<ForemArticle>,
  wish: Wish,
): string | null {
  const { forem, made, method, url } = wish;
  const id = Number(url.split("/").at(-1));
  const others = forem.articles.filter((each) => method === "POST" || each.id !== id);
  if (tags.length > 4) return "Tag list exceed the maximum of 4 tags";
  const isTaken =
    canonical_url && others.some((each) => each.published && each.canonical_url === canonical_url);
  if (isTaken) return "Canonical url has already been taken";
  const since = made.get(`title ${title}`);
  if (
    method === "POST" &&
    since !== undefined &&
    forem.clock.now.getTime() - since < FIVE_MINUTES_MS
  ) {
    return "Title has already been used in the last five minutes";
  }
  return null;
}

function store(article: Partial<ForemArticle>, wish: Wish & { isDraft: boolean }): ForemArticle {
  const { forem, made, method, url, isDraft } = wish;
  const { title = "", body_markdown = "", canonical_url = null, tags = [] } = article;
  const published = article.published === true && !isDraft;
  const published_at = published ? forem.clock.now.toISOString() : null;
  const changes = { title, body_markdown, canonical_url, published, published_at, tags };
  const known = forem.articles.find(
    ({ id }) => method === "PUT" && id === Number(url.split("/").at(-1)),
  );
  if (known !== undefined) return Object.assign(known, changes);
  made.set(`title ${title}`, forem.clock.now.getTime());
  const id = 100 + forem.articles.length;
  const stored = { id, ...changes, url: `${forem.base}/mare/${id}` };
  forem.articles.push(stored);
  return stored;
}
