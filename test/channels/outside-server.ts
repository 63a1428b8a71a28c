/**
 * Sentry and Hacker News' search on loopback, as their pages say that they answer:
 * - docs.sentry.io/api/events/list-an-organizations-issues: path, is:unresolved, statsPeriod, project -1 for all, Bearer;
 *   docs.sentry.io/api/auth: 401 with {detail}; docs.sentry.io/api/ratelimits: 429.
 * - hn.algolia.com/api: /api/v1/search_by_date, query, tags, numericFilters on created_at_i, hits with objectID.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Outside {
  base: string;
  /** Every path and query that was asked. */
  asked: URL[];
  issues: object[];
  stories: { objectID: string; title: string; created_at_i: number; points: number }[];
  /** What happens to the next calls instead of an answer. */
  faults: ("429" | "html" | "cut" | "silence" | "other-form" | "redirect" | "endless")[];
  close(): Promise<void>;
}

export const TOKEN = "planted-sentry-token";

export async function openOutside(): Promise<Outside> {
  const outside: Outside = {
    ...{ base: "", asked: [], issues: [], stories: [], faults: [] },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => {
        server.close(() => done());
      });
    },
  };
  const server = createServer((ask, answer) => {
    const url = new URL(ask.url ?? "/", outside.base);
    outside.asked.push(url);
    const fault = outside.faults.shift();
    if (fault !== undefined) return fail(fault, answer);
    if (url.pathname === "/api/0/organizations/mare/issues/") {
      if (ask.headers.authorization !== `Bearer ${TOKEN}`) {
        return json(answer, 401, { detail: "Invalid token" });
      }
      return json(answer, 200, outside.issues);
    }
    if (url.pathname === "/api/v1/search_by_date") {
      return json(answer, 200, { hits: matching(outside, url.searchParams) });
    }
    json(answer, 404, { detail: "The requested resource does not exist" });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  outside.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return outside;
}

function matching({ stories }: Outside, query: URLSearchParams): object[] {
  const since = Number(/^created_at_i>(\d+)$/.exec(query.get("numericFilters") ?? "")?.[1]);
  const words = (query.get("query") ?? "").replaceAll('"', "").toLowerCase();
  return stories
    .filter(({ created_at_i, title }) => {
      return created_at_i > since && title.toLowerCase().includes(words);
    })
    .sort((a, b) => b.created_at_i - a.created_at_i)
    .map((story) => ({
      ...story,
      created_at: new Date(story.created_at_i * 1_000).toISOString(),
      url: null,
    }));
}

function json(answer: ServerResponse, status: number, body: unknown): void {
  answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const BUSY = { detail: "You are attempting to use this endpoint too frequently" };

function fail(fault: Outside["faults"][number], answer: ServerResponse): void {
  if (fault === "429") json(answer, 429, BUSY);
  else if (fault === "html") answer.writeHead(200).end("<html>A proxy</html>");
  else if (fault === "other-form") json(answer, 200, { detail: [] });
  else if (fault === "redirect") answer.writeHead(302, { location: "/elsewhere" }).end();
  else if (fault === "cut") answer.destroy();
  else if (fault === "endless") answer.writeHead(200).end(Buffer.alloc(3_000_000, 32));
  // Silence: nothing comes.
}
