/** The channels that need no account, by one contract. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel, OutgoingPost } from "../../channels/channel.ts";
import { folderChannel } from "../../channels/folder.ts";
import { markdownPage } from "../../channels/markdown-page.ts";
import { newsletterChannel } from "../../channels/newsletter.ts";
import { NO_EXTRA } from "../../company/posts/extra.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "solo-hq-published-"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const PICTURE = "Marketing/media/graph.png";

function post(changes: Partial<OutgoingPost> = {}): OutgoingPost {
  return {
    id: "2026-11-24-newsletter-a-drill",
    channel: "newsletter",
    date: "2026-11-24",
    title: "A drill",
    text: "I **timed** it: 41 minutes. Olá.",
    seen: { ...NO_EXTRA, media: [{ path: PICTURE, alt: "The graph" }] },
    files: new Map([[PICTURE, Buffer.from("picture")]]),
    ...changes,
  };
}

const part = (of: OutgoingPost) => ({ post: of, index: 0, text: of.text, after: null });
const SINCE = "2026-11-24T09:00:00.000Z";

describe.each([
  ["folder", (place: string) => folderChannel(place), "md"],
  [
    "newsletter",
    (place: string) => newsletterChannel(place, { language: "en", from: null }),
    "eml",
  ],
])("%s", (name, open: (place: string) => Channel, ending) => {
  const published = (file: string) => path.join(root, "Marketing/published", file);

  it("posts once, finds what it posted, and says the same when it is asked again", async () => {
    const channel = open(root);
    expect(channel.name).toBe(name);
    expect(await channel.find(part(post()), SINCE)).toEqual({ kind: "absent" });
    const file = `Marketing/published/2026-11-24-newsletter-a-drill.${ending}`;
    const posted = { id: file, url: file, costMicroUsd: 0 };
    expect(await channel.send(part(post()))).toEqual({ kind: "posted", ...posted });
    const bytes = readFileSync(path.join(root, file));
    expect(await open(root).find(part(post()), SINCE)).toEqual({ kind: "found", ...posted });
    expect(await open(root).send(part(post()))).toEqual({ kind: "posted", ...posted });
    expect(readFileSync(path.join(root, file)).equals(bytes)).toBe(true);
    expect(readFileSync(published("2026-11-24-newsletter-a-drill/1-graph.png"), "utf8")).toBe(
      "picture",
    );
  });

  it("never writes over what stands there", async () => {
    const channel = open(root);
    await channel.send(part(post()));
    const other = await channel.send(part(post({ text: "Other words." })));
    expect(other).toMatchObject({ kind: "refused", again: null });
    expect(await channel.find(part(post({ text: "Other words." })), SINCE)).toEqual({
      kind: "absent",
    });
    expect(await channel.find(part(post()), SINCE)).toMatchObject({ kind: "found" });
  });

  it("leaves nothing half written beside it", async () => {
    await Promise.all(Array.from({ length: 8 }, () => open(root).send(part(post()))));
    const names = readdirSync(published("."), { recursive: true, encoding: "utf8" });
    expect(names.filter((each) => each.endsWith(".tmp"))).toEqual([]);
  });

  it("that cannot write says that it does not know, never that it posted", async () => {
    await mkdir(path.join(root, "Marketing"));
    await writeFile(published("."), "a file in the way");
    const sent = await open(root).send(part(post()));
    expect(sent).toMatchObject({ kind: "unknown" });
    expect(await open(root).account()).toMatchObject({ kind: "unreachable" });
  });
});

it("a letter is read by another program, with its picture and both forms of its words", async () => {
  await newsletterChannel(root, { language: "en", from: "Ana <ana@mare.example>" }).send(
    part(post()),
  );
  const letter = path.join(root, "Marketing/published/2026-11-24-newsletter-a-drill.eml");
  const script = `
import email, email.policy, json, sys
m = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=email.policy.default)
print(json.dumps({"subject": m["subject"], "from": m["from"], "id": m["message-id"],
  "plain": m.get_body(("plain",)).get_content(), "html": m.get_body(("html",)).get_content(),
  "pictures": [p.get_content().decode() for p in m.walk() if p.get_content_maintype() == "image"]}))`;
  const read = JSON.parse(execFileSync("python3", ["-c", script, letter], { encoding: "utf8" }));
  expect(read).toMatchObject({
    subject: "A drill",
    from: "Ana <ana@mare.example>",
    id: "<2026-11-24-newsletter-a-drill@solo-hq>",
    pictures: ["picture"],
  });
  expect(read.plain).toContain("I **timed** it: 41 minutes. Olá.");
  expect(read.html).toContain("<strong>timed</strong>");
  expect(read.html).toContain('src="cid:');
});

it("finds a letter whose pictures nobody has any more: one that is looked up after a crash", async () => {
  const channel = newsletterChannel(root, { language: "en", from: null });
  await channel.send(part(post()));
  const lookedUp = post({ files: new Map([[PICTURE, new Uint8Array()]]) });
  expect(await channel.find(part(lookedUp), SINCE)).toMatchObject({ kind: "found" });
  await rm(path.join(root, "Marketing/published/2026-11-24-newsletter-a-drill.eml"));
  expect(await channel.find(part(lookedUp), SINCE)).toEqual({ kind: "absent" });
});

it("names the sender of a letter in its account, which an approval holds", async () => {
  const accountFrom = (from: string | null) =>
    newsletterChannel(root, { language: "en", from }).account();
  expect(await accountFrom(null)).toEqual({ kind: "account", account: "Marketing/published" });
  expect(await accountFrom("Ana <ana@mare.example>")).toEqual({
    kind: "account",
    account: "Marketing/published, from Ana <ana@mare.example>",
  });
});

describe("a page made of Markdown", () => {
  const page = (text: string) => markdownPage({ title: "T <b>", text, language: "en" });

  it("shows markup as text and makes links only of addresses", () => {
    const html = page(
      'a <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1)) [y](https://a.example/?q="z) ![p](data:image/svg+xml,x)',
    );
    expect(html).not.toMatch(/<script|<img src=x|href="javascript|src="data/);
    expect(html).toContain("&lt;script&gt;");
    expect(html).toContain("<title>T &lt;b&gt;</title>");
    expect(html).toContain('<a href="https://a.example/?q=');
  });

  it("is what Markdown means", () => {
    expect(page("# H\n\n- a\n- b\n\n`c < d`")).toContain("<li>a</li>");
    expect(page("`c < d`")).toContain("<code>c &lt; d</code>");
  });
});

it("the folder's own page shows what its channel shows: no title on X", async () => {
  const x = post({
    channel: "x",
    id: "p-x",
    seen: NO_EXTRA,
    files: new Map(),
    text: "One.\n---\nTwo.",
  });
  await folderChannel(root).send(part(x));
  expect(readFileSync(path.join(root, "Marketing/published/p-x.md"), "utf8")).toBe(
    "One.\n---\nTwo.\n",
  );
  expect(existsSync(path.join(root, "Marketing/published/p-x"))).toBe(false);
});
