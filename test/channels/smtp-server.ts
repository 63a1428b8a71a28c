/**
 * A mail server on loopback: the protocol by a kept library (smtp-server), what happens to a letter by the test. What it
 * answers, and when it goes away, is RFC 5321's: replies 4.2.3, the end of the letter 4.1.1.4, a lost line 4.1.1.10.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type MailFault =
  | "none"
  /** Greylisting: RFC 6647, a 4yz reply to a sender that is not known yet. */
  | "later"
  | "no-such-list"
  | "cut-at-greeting"
  | "cut-before-letter"
  | "cut-within-letter"
  /** All of it came, the server has it, and the answer is lost. */
  | "cut-after-letter"
  | "refuse-letter"
  | "refuse-letter-for-now"
  | "closing-after-letter"
  | "silence-after-letter";

export interface Mailbox {
  port: number;
  /** Whole letters that the server keeps, as they came. */
  letters: string[];
  /** How many began to come. */
  begun: number;
  /** How many tried to log in. */
  logins: number;
  /** What happens to the next ones, one each; then nothing. */
  faults: MailFault[];
  close(): Promise<void>;
}

export const USER = "ana";
export const PASSWORD = "planted-smtp-password";

export async function openMailbox({ isSecure = false, hasStartTls = true } = {}): Promise<Mailbox> {
  const box: Mailbox = {
    port: 0,
    letters: [],
    begun: 0,
    logins: 0,
    faults: [],
    close: () => closed(server),
  };
  let fault: MailFault = "none";
  /** Below the library, as a cable is pulled. */
  const cut = (): void => {
    for (const { _socket: socket } of server.connections as Iterable<{ _socket: Socket }>) {
      socket.destroy();
    }
  };
  const server = new SMTPServer({
    secure: isSecure,
    disabledCommands: hasStartTls ? [] : ["STARTTLS"],
    // The library has a certificate of its own for tests, which nobody trusts; `logger` keeps it from saying so.
    logger: false,
    ...{ allowInsecureAuth: !isSecure, authOptional: false, disableReverseLookup: true },
    onConnect: (_session, done) => {
      if (box.faults[0] !== "cut-at-greeting") return done();
      box.faults.shift();
      cut();
    },
    onAuth: ({ username, password }, _session, done) => {
      box.logins += 1;
      if (username === USER && password === PASSWORD) return done(null, { user: username });
      done(reply(535, `5.7.8 ${username ?? ""} ${password ?? ""} is nobody here`));
    },
    onRcptTo: ({ address }, _session, done) => {
      fault = box.faults.shift() ?? "none";
      if (fault === "later") return done(reply(450, `4.2.0 <${address}> greylisted, try later`));
      if (fault === "no-such-list") return done(reply(550, `5.1.1 <${address}> unknown`));
      if (fault === "cut-before-letter") return cut();
      done();
    },
    onData: (stream, _session, done) => {
      box.begun += 1;
      let letter = "";
      stream.setEncoding("utf8").on("data", (piece: string) => {
        letter += piece;
        if (fault === "cut-within-letter") cut();
      });
      stream.on("end", () => {
        if (fault === "cut-within-letter") return;
        if (fault === "refuse-letter") return done(reply(554, "5.6.0 no"));
        if (fault === "refuse-letter-for-now") return done(reply(452, "4.3.1 no room"));
        if (fault === "closing-after-letter") return done(reply(421, "4.3.2 closing"));
        box.letters.push(letter);
        if (fault === "cut-after-letter") return cut();
        if (fault !== "silence-after-letter") done();
      });
    },
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  box.port = (server.server.address() as AddressInfo).port;
  return box;
}

interface Socket {
  destroy(): void;
}

function reply(responseCode: number, message: string): Error & { responseCode: number } {
  return Object.assign(new Error(message), { responseCode });
}

function closed(server: SMTPServer): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    for (const { _socket: socket } of server.connections as Iterable<{ _socket: Socket }>) {
      socket.destroy();
    }
  });
}
