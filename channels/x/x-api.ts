/**
 * One call to X's API, version 2, through twitter-api-v2, and what may be concluded from its end. Nothing is tried again
 * here, and the library does not by itself. What it lacks is added: a deadline for the whole call (its timeout is one of
 * silence), a limit on what is read, and the status of an answer that it lets pass (of 3xx too, or cut after its head).
 */
import { Agent } from "node:http";
import type { ITwitterApiClientPlugin } from "twitter-api-v2";
import { clip } from "../../company/clip.ts";
import { type Limits, limitsOf } from "./limits.ts";

export interface XAccess {
  keys: { appKey: string; appSecret: string; accessToken: string; accessSecret: string };
  /** `https://api.x.com`, without a slash at the end. */
  base: string;
  timeoutMs: number;
}

export interface XCall {
  method: "GET" | "POST";
  /** From /2/ on, with `:id` for what `params` names. */
  path: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** As JSON, or (with a Buffer among its values) as a form. */
  body?: Record<string, unknown>;
}

export type Answered =
  | { kind: "json"; status: number; body: unknown; limits: Limits; serverTime: Date | null }
  /** An answer that is none of the API's: a page of a proxy, a redirect, a cut body. */
  | { kind: "foreign"; status: number; limits: Limits }
  /** `isSent`: some of the request may have gone out. */
  | { kind: "none"; why: string; isSent: boolean };

/** More than a page of a hundred posts with all of their fields. */
const ANSWER_BYTES = 4_000_000;

/** Contract: never rejects. */
export async function call(access: XAccess, wanted: XCall): Promise<Answered> {
  const watch = newWatch(access);
  try {
    const { data, headers } = await ask(access, wanted, watch);
    return answered(watch.status ?? 0, data, headers);
  } catch (error) {
    const { ApiResponseError } = await library();
    if (error instanceof ApiResponseError) {
      return answered(error.code, error.data as unknown, error.headers);
    }
    return { kind: "none", why: watch.why ?? reasonOf(error), isSent: watch.isOpen };
  }
}

/** Loaded at the first call: most commands open the channel and ask it nothing. */
function library() {
  return import("./library.ts");
}

type Headers = Readonly<Record<string, unknown>>;

async function ask(
  { keys, base }: XAccess,
  { method, path, params = {}, query = {}, body }: XCall,
  watch: Watch,
): Promise<{ data: unknown; headers: Headers }> {
  const { TwitterApi } = await library();
  const isLoopback = base.startsWith("http:");
  const { v2 } = new TwitterApi(keys, {
    plugins: [watch.plugin],
    // It leaves the errors of a stream that it unpacks to nobody, which ends the process.
    compression: "identity",
    ...(isLoopback ? { httpAgent: new Agent() } : {}),
  });
  const isForm = Object.values(body ?? {}).some((value) => Buffer.isBuffer(value));
  const args = {
    ...{ prefix: `${base}/2/`, params, fullResponse: true as const },
    // Its own reading of odd JSON throws where nobody catches; and a connection that waited in a pool may be dead.
    ...{ forceParseMode: "text" as const, headers: { connection: "close" } },
    ...(isForm ? { forceBodyMode: "form-data" as const } : {}),
  };
  return method === "GET" ? v2.get(path, query, args) : v2.post(path, body, args);
}

interface Watch {
  plugin: ITwitterApiClientPlugin;
  /** Of the answer's head. */
  status: number | null;
  /** Whether the connection stood, so that bytes may have gone out. */
  isOpen: boolean;
  /** Of the error, which the library keeps to itself. */
  why: string | null;
}

function newWatch({ timeoutMs, base }: XAccess): Watch {
  const opened = base.startsWith("http:") ? "connect" : "secureConnect";
  const watch: Watch = { plugin: {}, status: null, isOpen: false, why: null };
  const see = (event: string, data: unknown): void => {
    const { socket, requestError, res } = (data ?? {}) as Seen;
    if (event === "socket") socket?.once(opened, () => Object.assign(watch, { isOpen: true }));
    if (event === "request-error") watch.why = reasonOf(requestError);
    if (event === "response" && res !== undefined) {
      watch.status = res.statusCode;
      let size = 0;
      res.on("data", (piece) => {
        size += piece.length;
        if (size > ANSWER_BYTES) res.destroy();
      });
    }
  };
  watch.plugin = {
    onBeforeRequestConfig: ({ params }) => {
      params.requestEventDebugHandler = see;
    },
    onBeforeRequest: async ({ requestOptions }) => {
      requestOptions.signal = AbortSignal.timeout(timeoutMs);
    },
  };
  return watch;
}

/** Of what the library tells of a request's events, the part that is used. */
interface Seen {
  socket?: { once(event: string, act: () => void): unknown };
  requestError?: unknown;
  res?: {
    statusCode: number;
    on(event: "data", act: (piece: Buffer) => void): unknown;
    destroy(): unknown;
  };
}

function answered(status: number, data: unknown, headers: Headers): Answered {
  const limits = limitsOf(headers);
  const body = typeof data === "string" ? jsonOf(data) : undefined;
  if (
    typeof body !== "object" ||
    body === null ||
    status < 200 ||
    (status >= 300 && status < 400)
  ) {
    return { kind: "foreign", status, limits };
  }
  const time = new Date(String(headers.date ?? ""));
  const serverTime = Number.isNaN(time.getTime()) ? null : time;
  return { kind: "json", status, body, limits, serverTime };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof DOMException || (error as { code?: unknown })?.code === "ABORT_ERR") {
    return "it took too long";
  }
  return error instanceof Error ? error.message || error.name : "the connection ended";
}

const SHOWN_CHARS = 200;

/** What the API says of a refusal, on one line, without a key should it say one back. */
export function saidBy(
  { keys }: XAccess,
  { status, body }: { status: number; body: unknown },
): string {
  const { title, detail } = problemOf(body);
  const said = [...new Set([title, detail])].filter((text) => text !== "").join(": ");
  const hidden = Object.values(keys).reduce((text, key) => text.replaceAll(key, "…"), said);
  const plain = clip(hidden, SHOWN_CHARS);
  return plain === "" ? `X answered ${status}` : `X answered ${status}: ${plain}`;
}

export interface Problem {
  title: string;
  detail: string;
  type: string;
}

/** The problem of an answer (RFC 9457), or the first of its `errors`; texts are empty where it says nothing. */
export function problemOf(body: unknown): Problem {
  const { errors } = body as { errors?: unknown };
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const text = (name: string): string => {
    const own = (body as Record<string, unknown>)[name];
    const found = own ?? (first as Record<string, unknown> | null | undefined)?.[name];
    return typeof found === "string" ? found : "";
  };
  return { title: text("title"), detail: text("detail") || text("message"), type: text("type") };
}
