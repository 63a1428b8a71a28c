/**
 * A newsletter mailed to the one address of its list. SMTP cannot be asked what became of a letter, so that what is not
 * known stays so until the founder has looked; each letter has a Message-ID of its post by which a second one is seen.
 */
import { channelProblems } from "../../company/posts/channel-rules.ts";
import type { AccountOutcome, Channel, OutgoingPost, SendOutcome } from "../channel.ts";
import { draftOf } from "../draft-of.ts";
import { letterOf, messageIdOf } from "../letter.ts";
import { deliver, isLoopback, type MailServer, tryLogin } from "./session.ts";

export interface SmtpOptions {
  /** `smtps://user:password@host:465`, or `smtp://…:587` for STARTTLS. */
  url: string;
  /** `Name <address>`; null where it is not set. */
  from: string | null;
  /** The address of the list; null where it is not set. */
  to: string | null;
  language: string;
  timeoutMs?: number;
  ca?: string;
}

/** Servers answer a letter within that time, or something is wrong: RFC 5321, 4.5.3.2 has minutes. */
const TIMEOUT_MS = 60_000;
/** Greylisting lets the same letter in after some minutes: RFC 6647, 4.1. */
const AGAIN_MS = 10 * 60_000;

export function smtpChannel(options: SmtpOptions, now: () => Date): Channel {
  const route = routeOf(options);
  let asked: Promise<AccountOutcome> | undefined;
  return {
    name: "smtp",
    account: () => {
      asked ??= account(route);
      return asked;
    },
    check: (post) => channelProblems(draftOf(post)),
    cost: () => 0,
    parts: ({ text }) => [text],
    send: ({ post }) => send(route, post, { language: options.language, now }),
    find: async ({ post }) => ({ kind: "unsure", why: whereToLook(route, post) }),
    metrics: async () => ({ kind: "none" }),
    listening: null,
  };
}

interface Route {
  server: MailServer;
  /** As it stands in the letter. */
  from: string;
  fromAddress: string;
  to: string;
}

type Routed = Route | { problem: string };

const ADDRESS = /^[^\s<>@,;"]+@([^\s<>@,;"]+)$/;

/** What is wrong is told without the address of the server, which holds the password. */
function routeOf({ url, from, to, timeoutMs = TIMEOUT_MS, ca }: SmtpOptions): Routed {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const [user, pass] = [decoded(parsed?.username), decoded(parsed?.password)];
  if (
    user === null ||
    pass === null ||
    parsed === null ||
    !/^smtps?:$/.test(parsed.protocol) ||
    parsed.hostname === "" ||
    /[^/]/.test(parsed.pathname + parsed.search + parsed.hash)
  ) {
    return {
      problem: "HQ_SMTP_URL is no address such as smtps://user:password@mail.example:465",
    };
  }
  if (to === null) return { problem: "HQ_NEWSLETTER_TO, the address of your list, is not set" };
  if (!ADDRESS.test(to)) return { problem: "HQ_NEWSLETTER_TO is not one address" };
  const fromAddress = (/<([^<>]*)>\s*$/.exec(from ?? "")?.[1] ?? from ?? "").trim();
  if (from === null) return { problem: "HQ_NEWSLETTER_FROM, who writes, is not set" };
  if (!ADDRESS.test(fromAddress)) return { problem: "HQ_NEWSLETTER_FROM is no `Name <address>`" };
  const isTlsFirst = parsed.protocol === "smtps:";
  const login = user === "" ? null : { user, pass };
  const port = Number(parsed.port) || (isTlsFirst ? 465 : 587);
  const server: MailServer = {
    ...{ host: parsed.hostname, port, isTlsFirst, login, timeoutMs },
    ...(ca === undefined ? {} : { ca }),
  };
  return { server, from, fromAddress, to };
}

/** null for what is no percent-encoding. */
function decoded(text = ""): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

async function account(route: Routed): Promise<AccountOutcome> {
  if ("problem" in route) return { kind: "unreachable", why: route.problem };
  const { server, from, to } = route;
  const why = await tryLogin(server);
  if (why !== null) return { kind: "unreachable", why };
  const line = isLoopback(server.host) ? "this machine" : server.host;
  return { kind: "account", account: `${to}, from ${from}, by ${line}` };
}

async function send(
  route: Routed,
  post: OutgoingPost,
  { language, now }: { language: string; now(): Date },
): Promise<SendOutcome> {
  if ("problem" in route) return { kind: "refused", why: route.problem, again: null };
  const { server, from, fromAddress, to } = route;
  const messageId = messageIdOf(post, domainOf(route));
  const letter = await letterOf(post, { language, from, to, messageId, date: now() });
  const delivered = await deliver(server, { from: fromAddress, to }, letter);
  if (delivered.kind === "taken") {
    return { kind: "posted", id: messageId, url: null, costMicroUsd: 0 };
  }
  const { why } = delivered;
  if (delivered.kind === "unknown") return { kind: "unknown", why };
  const again = delivered.isForNow ? new Date(now().getTime() + AGAIN_MS).toISOString() : null;
  return { kind: "refused", why, again };
}

function whereToLook(route: Routed, post: OutgoingPost): string {
  if ("problem" in route) return route.problem;
  const id = messageIdOf(post, domainOf(route));
  return `a mail server cannot be asked: look in your list's archive for the letter ${id}`;
}

function domainOf({ fromAddress }: Route): string {
  return ADDRESS.exec(fromAddress)?.[1] ?? "solo-hq";
}
