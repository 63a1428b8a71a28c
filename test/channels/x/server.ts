/**
 * X's API, version 2, on loopback, as far as posting, looking up and listening go. Where each behaviour comes from:
 * - paths, fields, 201 and the shapes of answers: docs.x.com/openapi.json (xdevplatform/docs, 2026-08-22);
 * - signatures: oauth.ts; texts: state.ts; pictures: pictures.ts;
 * - limits and x-rate-limit-*: docs.x.com, x-api/fundamentals/rate-limits; those of a day: plhery/node-twitter-api-v2#495, #553;
 * - 401, 429 and 500 as {title, detail, type, status}: xdevplatform/playground, auth.go and simulation.go;
 * - 403 for a duplicate, without the id of the other: akrherz/iembot#163, plhery/node-twitter-api-v2#469; that the same words
 *   do go out hours later: #399; 403 for an app that may only read: #493;
 * - 402 CreditsDepleted: tryethernal/ethernal#1324, and its body as quoted in several public repositories;
 * - no `data` where a list is empty, next_token: docs.x.com, x-api/fundamentals/pagination.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { X_KEYS } from "./keys.ts";
import { type Keys, misSigned } from "./oauth.ts";
import { changePicture } from "./pictures.ts";
import { foundBy, listed, mentioned } from "./reads.ts";
import { idAfter, isTooLong, type Picture, type Tweet, tweetOf, type Written } from "./state.ts";

export type XFault =
  | "none"
  /** The connection ends: before the bytes are read, when they are all there, when the post stands there. */
  | "cut-early"
  | "cut-before"
  | "cut-after"
  /** In the middle of the answer's body, and right after its head. */
  | "cut-answer"
  | "cut-head"
  | "html"
  | "html-after"
  | "500"
  | "503-after"
  | "redirect"
  | "no-id"
  /** An answer that would make a careless client throw where nobody catches. */
  | "odd-errors"
  | "bad-gzip"
  /** Says nothing, or a byte now and then without end; the post stands there in the second case. */
  | "silent"
  | "slow-loris"
  | "endless"
  | "429"
  | "429-bare"
  | "429-day"
  | "402"
  | "403-permission"
  | "403-duplicate"
  | "403-other"
  | "400"
  | "echo-keys";

export interface Place {
  base: string;
  keys: Keys;
  account: { id: string; username: string };
  /** The account's own, in the order in which they came. */
  tweets: Tweet[];
  /** What others wrote. */
  others: (Tweet & { username: string })[];
  pictures: Map<string, Picture>;
  /** Method and path of each call. */
  calls: string[];
  /** What happens to the next calls of that kind, one each. */
  faults: { post: XFault[]; read: XFault[]; picture: XFault[] };
  clock: { now: Date };
  /** How long a post stands there before the lists show it. */
  lagMs: number;
  /** For how long the same words are refused. */
  duplicateMs: number;
  /** How far its clock is from this machine's, for signatures. */
  skewMs: number;
  /** Posts for each quarter of an hour. */
  postLimit: number;
  /** Called at each step of each call, and waited for: the head is there, the body, it stands there, half is said. */
  stage(step: "head" | "body" | "stored" | "half"): Promise<void>;
  /** Ends all connections as they are. */
  drop(): void;
  close(): Promise<void>;
}

export async function openX(keys: Keys = X_KEYS): Promise<Place> {
  const seen = new Set<string>();
  const server = createServer((ask, answer) => {
    const pieces: Buffer[] = [];
    ask.on("error", () => undefined);
    answer.on("error", () => undefined);
    if (kindOf(ask) !== null && place.faults[kindOf(ask) ?? "read"][0] === "cut-early") {
      place.faults[kindOf(ask) ?? "read"].shift();
      place.calls.push(`${ask.method} ${ask.url?.split("?")[0]}`);
      return void ask.socket.destroy();
    }
    ask.on("end", () => {
      const act = () => handle({ ask, answer, body: Buffer.concat(pieces), place, seen });
      void place.stage("body").then(act);
    });
    void place.stage("head").then(() => ask.on("data", (piece: Buffer) => pieces.push(piece)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const place: Place = {
    ...{ base: `http://127.0.0.1:${port}`, keys, tweets: [], others: [], calls: [] },
    account: { id: "7001", username: "mare" },
    pictures: new Map(),
    faults: { post: [], read: [], picture: [] },
    clock: { now: new Date("2026-11-24T10:00:00.000Z") },
    ...{ lagMs: 0, duplicateMs: 60 * 60_000, skewMs: 0, postLimit: 100 },
    stage: async () => undefined,
    drop: () => server.closeAllConnections(),
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
  return place;
}

export interface Call {
  ask: IncomingMessage;
  answer: ServerResponse;
  body: Buffer;
  place: Place;
  seen: Set<string>;
}

function kindOf({ method, url = "" }: IncomingMessage): keyof Place["faults"] {
  if (url.startsWith("/2/media")) return "picture";
  return method === "POST" ? "post" : "read";
}

function handle(call: Call): void {
  const { ask, answer, place, seen } = call;
  const path = (ask.url ?? "").split("?")[0] ?? "";
  answer.setHeader("date", new Date(Date.now() + place.skewMs).toUTCString());
  place.calls.push(`${ask.method} ${path}`);
  const fault = place.faults[kindOf(ask)].shift() ?? "none";
  if (failsBefore(call, fault)) return;
  const now = new Date(Date.now() + place.skewMs);
  const why = misSigned(ask, place.keys, { base: place.base, seen, now });
  if (why !== null)
    return void problem(call, 401, { title: "Unauthorized", detail: "Unauthorized" });
  if (path.startsWith("/2/media")) return void changePicture(call, path);
  if (ask.method === "POST" && path === "/2/tweets") return void post(call, fault);
  if (ask.method !== "GET") return void problem(call, 404, { title: "Not Found", detail: path });
  if (path === "/2/users/me") {
    const { id, username } = place.account;
    return void json(call, 200, { data: { id, name: "Mare", username } });
  }
  if (path === `/2/users/${place.account.id}/tweets`) return void listed(call);
  if (path === `/2/users/${place.account.id}/mentions`) return void mentioned(call);
  if (path === "/2/tweets") return void foundBy(call);
  if (path === "/2/tweets/search/recent") return void mentioned(call);
  return void problem(call, 404, { title: "Not Found", detail: path });
}

/** Whether the fault has answered in the server's place, before anything was done. */
function failsBefore(call: Call, fault: XFault): boolean {
  const { ask, answer, place } = call;
  const typed = (type: string) => answer.writeHead(200, { "content-type": type });
  const acts: Partial<Record<XFault, () => void>> = {
    "cut-before": () => ask.socket.destroy(),
    silent: () => undefined,
    html: () => typed("text/html").end("<html>Sign in to the hotel's network</html>"),
    "500": () =>
      problem(call, 500, { title: "Internal Server Error", detail: "Something is broken." }),
    redirect: () => answer.writeHead(307, { location: "/elsewhere" }).end(),
    "odd-errors": () =>
      answer.writeHead(400, { "content-type": "application/json" }).end('{"errors":[null]}'),
    "bad-gzip": () =>
      answer
        .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
        .end("no gzip"),
    endless: () => void drip(typed("application/json"), " ".repeat(100_000), 0),
    "429": () =>
      limited(call, {
        "x-rate-limit-limit": 100,
        "x-rate-limit-remaining": 0,
        "x-rate-limit-reset": at(place, 900),
      }),
    "429-bare": () => limited(call, {}),
    "429-day": () =>
      limited(call, {
        ...{
          "x-rate-limit-limit": 100,
          "x-rate-limit-remaining": 97,
          "x-rate-limit-reset": at(place, 900),
        },
        ...{ "x-user-limit-24hour-limit": 100, "x-user-limit-24hour-remaining": 0 },
        "x-user-limit-24hour-reset": at(place, 3_600),
      }),
    "402": () =>
      answer.writeHead(402, { "content-type": "application/json; charset=utf-8" }).end(
        JSON.stringify({
          ...{ account_id: 2051096097834344400, title: "CreditsDepleted" },
          detail:
            "Your enrolled account [2051096097834344448] does not have any credits to fulfill this request.",
          type: "https://api.twitter.com/2/problems/credits",
        }),
      ),
    "403-permission": () =>
      problem(call, 403, {
        title: "Forbidden",
        detail:
          "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.",
        type: "https://api.twitter.com/2/problems/oauth1-permissions",
      }),
    "403-other": () =>
      problem(call, 403, {
        title: "Forbidden",
        detail: "You are not permitted to perform this action.",
      }),
    "403-duplicate": () => duplicate(call),
    "400": () =>
      problem(call, 400, {
        title: "Invalid Request",
        detail: "One or more parameters to your request was invalid.",
        type: "https://api.twitter.com/2/problems/invalid-request",
      }),
    "echo-keys": () =>
      problem(call, 403, { title: "Forbidden", detail: JSON.stringify(place.keys) }),
  };
  const act = acts[fault];
  act?.();
  return act !== undefined;
}

async function post(call: Call, fault: XFault): Promise<void> {
  const { place, body, answer, ask } = call;
  const written = JSON.parse(body.toString("utf8")) as Written;
  const used = place.tweets.filter(({ created_at }) => Date.parse(created_at) > ageOf(place, 900));
  if (used.length >= place.postLimit) {
    return void limited(call, limitsOf(place, used.length));
  }
  const refusal = refusalOf(place, written);
  if (refusal !== null)
    return void (refusal === "duplicate" ? duplicate(call) : problem(call, ...refusal));
  const id = idAfter(place.tweets.length);
  const tweet = tweetOf(written, { id, author: place.account.id, at: place.clock.now });
  place.tweets.push(tweet);
  const data = { edit_history_tweet_ids: [id], id, text: tweet.text };
  await place.stage("stored");
  if (fault === "cut-after") return void ask.socket.destroy();
  if (fault === "html-after") return void answer.writeHead(201).end("<html></html>");
  if (fault === "no-id") return void json(call, 201, { errors: [{ title: "Not here" }] });
  if (fault === "503-after") {
    return void answer.writeHead(503, { "content-type": "application/json" }).end();
  }
  if (fault === "cut-head" || fault === "cut-answer") {
    answer.writeHead(201, { "content-type": "application/json", "content-length": 500 });
    answer.flushHeaders();
    if (fault === "cut-answer") answer.write('{"data":{"id":"');
    return void setImmediate(() => ask.socket.destroy());
  }
  if (fault === "slow-loris") {
    return void drip(answer.writeHead(201, { "content-type": "application/json" }), " ", 20);
  }
  addHeaders(call, limitsOf(place, used.length + 1));
  const said = JSON.stringify({ data });
  answer.writeHead(201, { "content-type": "application/json; charset=utf-8" });
  answer.write(said.slice(0, 20));
  await place.stage("half");
  answer.end(said.slice(20));
}

/** docs.x.com, x-api/posts/manage-tweets: what is refused before it stands there. */
function refusalOf(place: Place, { text = "", media, reply }: Written) {
  const problemOf = (status: number, detail: string) =>
    [status, { title: status === 400 ? "Invalid Request" : "Forbidden", detail }] as [number, Said];
  const pictures = media?.media_ids.map((id) => place.pictures.get(id)) ?? [];
  if (pictures.some((picture) => picture?.isDone !== true || picture.processing > 0)) {
    return problemOf(400, "Your media IDs are invalid.");
  }
  if (isTooLong(text)) return problemOf(403, "Your Tweet text is too long.");
  if ((text.match(/\$[A-Z]{1,6}\b/g) ?? []).length > 1) {
    return problemOf(403, "Only one cashtag is allowed.");
  }
  const parent = reply?.in_reply_to_tweet_id;
  // Of others only those that name the account: docs.x.com, changelog, 2026-02-23.
  const known = [...place.tweets, ...place.others.filter((each) => each.text.includes("@mare"))];
  if (parent !== undefined && known.every(({ id }) => id !== parent)) {
    return problemOf(
      400,
      "You attempted to reply to a Tweet that is deleted or not visible to you.",
    );
  }
  const same = place.tweets.some(
    ({ sent, created_at }) =>
      sent.trim() === text.trim() &&
      Date.parse(created_at) > place.clock.now.getTime() - place.duplicateMs,
  );
  return same ? ("duplicate" as const) : null;
}

function duplicate(call: Call): void {
  problem(call, 403, {
    title: "Forbidden",
    detail: "You are not allowed to create a Tweet with duplicate content.",
  });
}

/** Seconds since 1970, so many seconds from now. */
function at({ clock }: Place, seconds: number): number {
  return Math.floor(clock.now.getTime() / 1_000) + seconds;
}

function ageOf({ clock }: Place, seconds: number): number {
  return clock.now.getTime() - seconds * 1_000;
}

function limitsOf(place: Place, used: number): Record<string, number> {
  return {
    "x-rate-limit-limit": place.postLimit,
    "x-rate-limit-remaining": Math.max(0, place.postLimit - used),
    "x-rate-limit-reset": at(place, 900),
  };
}

function limited(call: Call, headers: Record<string, number>): void {
  addHeaders(call, headers);
  problem(call, 429, { title: "Too Many Requests", detail: "Too Many Requests" });
}

function addHeaders({ answer }: Call, headers: Record<string, number>): void {
  for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
}

interface Said {
  title: string;
  detail: string;
  type?: string;
}

export function problem(call: Call, status: number, said: Said): void {
  json(call, status, { type: "about:blank", status, ...said });
}

export function json({ answer }: Pick<Call, "answer">, status: number, body: unknown): void {
  answer
    .writeHead(status, { "content-type": "application/json; charset=utf-8" })
    .end(JSON.stringify(body));
}

/** Writes on and on, until the other side has enough of it. */
function drip(answer: ServerResponse, piece: string, gapMs: number): void {
  const timer = setInterval(() => {
    if (answer.destroyed) clearInterval(timer);
    else answer.write(piece);
  }, gapMs);
  answer.on("close", () => clearInterval(timer));
}
