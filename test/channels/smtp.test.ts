/** A newsletter that is mailed: what is concluded from each way in which a mail server answers, or does not. */

import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel, OutgoingPost } from "../../channels/channel.ts";
import { smtpChannel } from "../../channels/smtp/smtp.ts";
import { NO_EXTRA } from "../../company/posts/extra.ts";
import { type Mailbox, type MailFault, openMailbox, PASSWORD, USER } from "./smtp-server.ts";

const NOW = new Date("2026-11-24T10:00:00.000Z");
const LIST = "readers@mare.example";
const FROM = "Ana <ana@mare.example>";
const PICTURE = "Marketing/media/graph.png";
const POST: OutgoingPost = {
  ...{ id: "2026-11-24-newsletter-a-drill", channel: "newsletter", date: "2026-11-24" },
  title: "A drill: olá",
  text: "I **timed** it.\n.\n..two dots begin this line",
  seen: { ...NO_EXTRA, media: [{ path: PICTURE, alt: "The graph" }] },
  files: new Map([[PICTURE, Buffer.from("picture")]]),
};
const PART = { post: POST, index: 0, text: POST.text, after: null };

let box: Mailbox;

beforeEach(async () => {
  box = await openMailbox();
});

afterEach(() => box.close());

function channel(changes: Partial<Parameters<typeof smtpChannel>[0]> = {}): Channel {
  const url = `smtp://${USER}:${PASSWORD}@127.0.0.1:${box.port}`;
  return smtpChannel({ url, from: FROM, to: LIST, language: "en", ...changes }, () => NOW);
}

describe("a letter", () => {
  it("is taken, whole, for the list, under a name of its post", async () => {
    const sent = await channel().send(PART);
    expect(sent).toMatchObject({ kind: "posted", url: null, costMicroUsd: 0 });
    const id = sent.kind === "posted" ? sent.id : "";
    expect(id).toMatch(/^<[0-9a-f]{40}@mare\.example>$/);
    const [letter = ""] = box.letters;
    expect(letter).toContain(`Message-ID: ${id}`);
    expect(letter).toContain(`To: ${LIST}`);
    expect(letter).toContain("From: Ana <ana@mare.example>");
    expect(letter).toContain("I **timed** it.\r\n.\r\n..two dots begin this line");
    expect(letter).toContain(Buffer.from("picture").toString("base64"));
  });

  it("sent twice has the same name twice, and another text another one", async () => {
    const ids = [];
    for (const text of [POST.text, POST.text, "Other words."]) {
      const sent = await channel().send({ ...PART, post: { ...POST, text } });
      ids.push(sent.kind === "posted" ? sent.id : "");
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  const AGAIN = "2026-11-24T10:10:00.000Z";
  it.each<[MailFault, object, number]>([
    ["later", { kind: "refused", again: AGAIN, why: expect.stringContaining("greylisted") }, 0],
    ["no-such-list", { kind: "refused", again: null, why: expect.stringContaining("550") }, 0],
    ["cut-at-greeting", { kind: "refused", again: AGAIN }, 0],
    ["cut-before-letter", { kind: "refused", again: AGAIN }, 0],
    ["refuse-letter", { kind: "refused", again: null, why: expect.stringContaining("554") }, 0],
    ["refuse-letter-for-now", { kind: "refused", again: AGAIN }, 0],
    ["closing-after-letter", { kind: "unknown" }, 0],
    ["cut-after-letter", { kind: "unknown" }, 1],
    ["silence-after-letter", { kind: "unknown" }, 1],
  ])("of which the server says or does: %s", async (fault, expected, kept) => {
    box.faults.push(fault);
    const timeoutMs = fault === "silence-after-letter" ? 300 : 60_000;
    const sent = await channel({ timeoutMs }).send(PART);
    expect(sent).toMatchObject(expected);
    expect(box.letters).toHaveLength(kept);
    // No second one by itself, and nothing of the founder's in the words.
    expect(box.begun).toBeLessThanOrEqual(1);
    expect(JSON.stringify(sent)).not.toMatch(new RegExp(`${PASSWORD}|${LIST}`));
  });

  it("that was cut within itself is not there, and its post goes out again", async () => {
    box.faults.push("cut-within-letter");
    // Larger than what lies between the two programs, so that its end is not on its way yet.
    const files = new Map([[PICTURE, Buffer.alloc(10_000_000, "picture")]]);
    const sent = await channel().send({ ...PART, post: { ...POST, files } });
    expect(sent.kind).toMatch(/^(?:refused|unknown)$/);
    expect(sent.kind === "posted" || box.letters.length > 0).toBe(false);
  });

  it("cannot be looked up: the founder is told what to look for", async () => {
    const sent = await channel().send(PART);
    const id = sent.kind === "posted" ? sent.id : "none";
    const found = await channel().find(PART, NOW.toISOString());
    expect(found).toEqual({ kind: "unsure", why: expect.stringContaining(id) });
  });
});

describe("the account", () => {
  it("is the list, the sender and the server, after a login without a letter", async () => {
    expect(await channel().account()).toEqual({
      kind: "account",
      account: `${LIST}, from ${FROM}, by this machine`,
    });
    expect(box.begun).toBe(0);
  });

  it("with wrong credentials cannot be reached, and they are in no word", async () => {
    const url = `smtp://${USER}:planted-wrong@127.0.0.1:${box.port}`;
    const found = await channel({ url }).account();
    expect(found).toMatchObject({ kind: "unreachable", why: expect.stringContaining("535") });
    expect(JSON.stringify(found)).not.toContain("planted-wrong");
    const sent = await channel({ url }).send(PART);
    expect(sent).toMatchObject({ kind: "refused", again: null });
    expect(JSON.stringify(sent)).not.toContain("planted-wrong");
  });

  it.each([
    ["an address that is none", { url: "mail.example:465" }, "HQ_SMTP_URL is no address"],
    ["another protocol", { url: "https://a:planted@mail.example" }, "HQ_SMTP_URL is no address"],
    ["no percent-encoding", { url: "smtp://a:%zz@mail.example" }, "HQ_SMTP_URL is no address"],
    ["a folder", { url: "smtp://mail.example/x" }, "HQ_SMTP_URL is no address"],
    ["no list", { to: null }, "HQ_NEWSLETTER_TO"],
    ["two lists", { to: "a@mare.example, b@mare.example" }, "HQ_NEWSLETTER_TO is not one address"],
    ["no sender", { from: null }, "HQ_NEWSLETTER_FROM"],
    ["a sender without address", { from: "Ana" }, "HQ_NEWSLETTER_FROM is no"],
  ])("with %s says so before any call", async (_name, changes, expected) => {
    const found = await channel(changes).account();
    expect(found).toMatchObject({ kind: "unreachable", why: expect.stringContaining(expected) });
    expect(JSON.stringify(found)).not.toContain("planted");
  });

  it("on a server that is not there, or speaks something else, cannot be reached", async () => {
    const web = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n<html>");
    });
    await new Promise<void>((done) => web.listen(0, "127.0.0.1", done));
    const { port } = web.address() as AddressInfo;
    const at = (url: string) => channel({ url }).account();
    expect(await at(`smtp://127.0.0.1:${port}`)).toMatchObject({ kind: "unreachable" });
    await new Promise((done) => web.close(done));
    expect(await at(`smtp://127.0.0.1:${port}`)).toMatchObject({ kind: "unreachable" });
  });
});

describe("TLS", () => {
  it("is demanded of every server but one on this machine", async () => {
    const plain = await openMailbox({ hasStartTls: false });
    try {
      // An address that leads here and is none that we take for this machine's own.
      const url = `smtp://${USER}:${PASSWORD}@[::ffff:127.0.0.1]:${plain.port}`;
      const found = await channel({ url }).account();
      expect(found).toMatchObject({
        kind: "unreachable",
        why: expect.stringContaining("STARTTLS"),
      });
      expect(await channel({ url }).send(PART)).toMatchObject({ kind: "refused" });
      expect([plain.begun, plain.logins]).toEqual([0, 0]);
    } finally {
      await plain.close();
    }
  });

  it("with a certificate that nobody trusts is no TLS", async () => {
    const secure = await openMailbox({ isSecure: true });
    try {
      const url = `smtps://${USER}:${PASSWORD}@127.0.0.1:${secure.port}`;
      expect(await channel({ url }).account()).toMatchObject({
        kind: "unreachable",
        why: expect.stringMatching(/certificate/i),
      });
      expect(await channel({ url }).send(PART)).toMatchObject({ kind: "refused" });
      expect([secure.begun, secure.logins]).toEqual([0, 0]);
    } finally {
      await secure.close();
    }
  });
});
