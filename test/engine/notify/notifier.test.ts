/** Notices by a command and by a webhook on loopback. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNotifier } from "../../../engine/notify/notifier.ts";

const MESSAGE = {
  text: "Maré: one notice, 'quoted' $(touch made) `x`",
  company: "Maré",
  notices: [{ kind: "stuck", text: "one notice", at: "2026-11-20T09:00:00.000Z" }],
};
/** Long: a busy machine is no silent webhook. */
const LIMITS = { commandMs: 20_000, webhookMs: 20_000 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hq aviso "));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const deliver = (target: string, env = {}, limits = LIMITS) =>
  createNotifier({ PATH: process.env.PATH, HQ_NOTIFY: target, ...env }, limits)?.deliver(MESSAGE);

it("is none without HQ_NOTIFY", () => {
  expect([createNotifier({}), createNotifier({ HQ_NOTIFY: " " })]).toEqual([null, null]);
});

describe.skipIf(process.platform === "win32")("a command", () => {
  const out = () => path.join(folder, "out");

  it("gets the text on its input, never as a word of the shell", async () => {
    expect(await deliver(`cat > "${out()}"`)).toEqual({ kind: "sent" });
    expect(readFileSync(out(), "utf8")).toBe(`${MESSAGE.text}\n`);
    expect(existsSync("made")).toBe(false);
  });

  it("sees of the environment what a desktop needs, and no key", async () => {
    const env = { LANG: "pt", LC_TIME: "pt", GH_TOKEN: "x", HQ_EMBEDDINGS_KEY: "y", DISPLAY: ":0" };
    await deliver(`env > "${out()}"`, env);
    const names = readFileSync(out(), "utf8").replaceAll(/=.*/g, "").split("\n");
    expect(names).toEqual(expect.arrayContaining(["PATH", "LANG", "LC_TIME", "DISPLAY"]));
    for (const name of ["GH_TOKEN", "HQ_EMBEDDINGS_KEY", "HQ_NOTIFY"]) {
      expect(names).not.toContain(name);
    }
  });

  it("that fails is refused, with its last words; one that reads nothing is sent", async () => {
    expect(await deliver("echo no desktop >&2; exit 3")).toEqual({
      ...{ kind: "refused", why: "the command ended with 3", said: "no desktop" },
    });
    expect(await deliver("true")).toEqual({ kind: "sent" });
  });

  it("that takes too long is ended with what it started, and may have told", async () => {
    const limits = { ...LIMITS, commandMs: 200 };
    const command = `(sleep 1; touch "${out()}") & wait`;
    const notifier = createNotifier({ PATH: process.env.PATH, HQ_NOTIFY: command }, limits);
    expect(await notifier?.deliver(MESSAGE)).toMatchObject({ kind: "unknown" });
    await pause(1_300);
    expect(existsSync(out())).toBe(false);
  });
});

describe("a webhook", () => {
  let server: Server;
  let asked: { request: IncomingMessage; body: string }[];
  let status: number | "silence" | "reset";
  let address: string;

  beforeEach(async () => {
    [asked, status] = [[], 204];
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (piece: Buffer) => {
        body += piece.toString("utf8");
      });
      request.on("end", () => {
        asked.push({ request, body });
        if (status === "silence") return;
        if (status === "reset") request.socket.destroy();
        else response.writeHead(status, { location: "/elsewhere" }).end("x");
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/s3cret`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it("is posted JSON", async () => {
    expect(await deliver(address)).toEqual({ kind: "sent" });
    expect(asked[0]?.request).toMatchObject({ method: "POST", url: "/hook/s3cret" });
    expect(asked[0]?.request.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual(MESSAGE);
  });

  it("that refuses, leads elsewhere or is not there is refused, without its address", async () => {
    for (const code of [500, 404, 302]) {
      status = code;
      expect(await deliver(address)).toEqual({
        ...{ kind: "refused", why: `the webhook answered ${code}` },
      });
    }
    expect(asked).toHaveLength(3);
    expect(await deliver("https://")).toEqual({
      ...{ kind: "refused", why: "what HQ_NOTIFY begins as a web address is none" },
    });
    const gone = await deliver("http://127.0.0.1:9/hook/s3cret");
    expect(gone).toMatchObject({ kind: "refused" });
    expect(JSON.stringify(gone)).not.toContain("s3cret");
  });

  it("that is silent or breaks the connection may have told", async () => {
    for (const how of ["silence", "reset"] as const) {
      status = how;
      const told = deliver(address, {}, { ...LIMITS, webhookMs: how === "silence" ? 300 : 20_000 });
      expect(await told, how).toMatchObject({ kind: "unknown" });
    }
  });
});
