/**
 * One letter over SMTP (RFC 5321) by nodemailer's own connection, and what may be concluded from its end. Nothing is
 * tried again here, and nothing is logged.
 */
import { Readable } from "node:stream";
import type { NodemailerError } from "nodemailer";
import type SMTPConnection from "nodemailer/lib/smtp-connection/index.js";

export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte; else STARTTLS is demanded, but on this machine itself. */
  isTlsFirst: boolean;
  login: { user: string; pass: string } | null;
  timeoutMs: number;
  /** Certificates to trust beside the machine's own; for tests. */
  ca?: string;
}

export interface Envelope {
  from: string;
  to: string;
}

export type Delivered =
  | { kind: "taken" }
  /** It was not taken. `isForNow`: another time it may be. */
  | { kind: "refused"; why: string; isForNow: boolean }
  /** All of it went out, and no answer of the server's came back. */
  | { kind: "unknown"; why: string };

const LOOPBACK: readonly string[] = ["127.0.0.1", "[::1]", "::1", "localhost"];

export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host);
}

/** Greets the server and logs in, and goes; null when both went well. Contract: never rejects. */
export async function tryLogin(server: MailServer): Promise<string | null> {
  const session = await open(server);
  if ("failed" in session) return plainWords(server, session.failed);
  session.quit();
  return null;
}

/** Contract: never rejects. */
export async function deliver(
  server: MailServer,
  envelope: Envelope,
  letter: Uint8Array,
): Promise<Delivered> {
  const session = await open(server);
  if ("failed" in session) {
    const { failed } = session;
    return { kind: "refused", why: plainWords(server, failed), isForNow: isForNow(failed) };
  }
  const message = Readable.from([letter]);
  let isWhole = false;
  message.once("end", () => {
    isWhole = true;
  });
  const failed = await new Promise<NodemailerError | null>((done) => {
    session.send({ ...envelope, size: letter.length }, message, (error) => done(error));
  });
  if (failed === null) {
    session.quit();
    return { kind: "taken" };
  }
  session.close();
  const why = plainWords(server, failed, envelope.to);
  // Before the dot a lost connection ends the transaction: RFC 5321, 4.1.1.10.
  if (!isWhole || failed.code === "EENVELOPE") {
    return { kind: "refused", why, isForNow: isForNow(failed) };
  }
  // After it only a reply of 4yz or 5yz says that the letter was not taken (4.2.1); 421 may be about the line alone.
  const { responseCode = 0 } = failed;
  const isReply = failed.code === "EMESSAGE" && responseCode >= 400 && responseCode !== 421;
  if (isReply) return { kind: "refused", why, isForNow: isForNow(failed) };
  return { kind: "unknown", why };
}

type Session = Pick<SMTPConnection, "send" | "quit" | "close">;

async function open(server: MailServer): Promise<Session | { failed: NodemailerError }> {
  const { host, port, isTlsFirst, login, timeoutMs, ca } = server;
  // Loaded where there is a letter: most passes have none.
  const { default: Connection } = await import("nodemailer/lib/smtp-connection/index.js");
  const isOpen = !isTlsFirst && isLoopback(host);
  const connection = new Connection({
    ...{ host: host.replaceAll(/[[\]]/g, ""), port, secure: isTlsFirst },
    ...{ requireTLS: !isTlsFirst && !isOpen, ignoreTLS: isOpen },
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    ...{ dnsTimeout: timeoutMs, logger: false },
    ...(ca === undefined ? {} : { tls: { ca } }),
  });
  const failed = await new Promise<NodemailerError | null>((done) => {
    // What comes later, the call in flight hears of too.
    connection.on("error", (error) => done(error));
    connection.connect((error) => {
      if (error) return done(error);
      if (login === null) return done(null);
      connection.login({ ...login, credentials: login }, (refused) => done(refused ?? null));
    });
  });
  if (failed === null) return connection;
  connection.close();
  return { failed };
}

/** A reply of 4yz, or none at all; wrong credentials and 5yz stay as they are. */
function isForNow({ code, responseCode = 0 }: NodemailerError): boolean {
  if (responseCode >= 500) return false;
  return responseCode >= 400 || code !== "EAUTH";
}

const SHOWN_CHARS = 200;

/** What the server said, without what only the founder is to see. */
function plainWords({ login }: MailServer, error: NodemailerError, to?: string): string {
  const hidden = [login?.pass, login?.user, to].filter((each) => each !== undefined && each !== "");
  let words = error.message;
  for (const each of hidden) words = words.replaceAll(each ?? "", "…");
  return words.replaceAll(/\s+/g, " ").slice(0, SHOWN_CHARS);
}
