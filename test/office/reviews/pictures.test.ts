/** A review of a post that shows pictures: it is about these pictures, whatever they are called. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashNow, readWork } from "../../../office/reviews/work.ts";
import { ask, type Office, openOffice } from "./office.ts";

const WEEK = "Marketing/drafts/week-2026-W48.md";
const PICTURE = "Marketing/media/tide.png";
const OTHER = "Marketing/media/other.png";
const POST = `## 2026-11-24 · x · Tide

- Status: draft
- Media: ![The tide](${PICTURE})
- Cover: ${OTHER}

Almadrava is secure.
`;

let office: Office;
let root: string;

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), "hq pictures "));
  mkdirSync(path.join(root, "Marketing/drafts"), { recursive: true });
  mkdirSync(path.join(root, "Marketing/media"));
  write(WEEK, POST);
  write(PICTURE, "the tide");
  write(OTHER, "what X does not show");
  office = await openOffice({ root });
});

afterEach(async () => {
  await office.ledger.close();
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  writeFileSync(path.join(root, file), text);
}

async function asked(): Promise<string> {
  const result = await office.desk.request(ask({ work: `file:${WEEK}` }));
  if (result.kind !== "asked") throw new Error(result.reason);
  return result.reviewId;
}

function approved(reviewId: string) {
  const form = { reviewId, reviewer: "lawyer", verdict: "APPROVED", reasons: ["So."] } as const;
  return office.desk.submit(form, "headless-run");
}

const standing = () => office.desk.standing("marketing", `file:${WEEK}`);

it("is void when a picture has other bytes, or is gone, and counts again when it is back", async () => {
  await approved(await asked());
  expect(await standing()).toMatchObject({ missing: [] });
  write(PICTURE, "a storm");
  expect(await standing()).toMatchObject({ missing: ["lawyer"] });
  rmSync(path.join(root, PICTURE));
  expect(await standing()).toMatchObject({ missing: ["lawyer"] });
  write(PICTURE, "the tide");
  expect(await standing()).toMatchObject({ missing: [] });
});

it("holds when a picture that the channel does not show changes", async () => {
  await approved(await asked());
  write(OTHER, "something else");
  expect(await standing()).toMatchObject({ missing: [] });
});

it("cannot be given on a picture that was changed after it was asked", async () => {
  const id = await asked();
  write(PICTURE, "a storm");
  expect(await approved(id)).toMatchObject({ kind: "refused", code: "hash-mismatch" });
});

it("tells the reviewer where the picture lies", async () => {
  const result = await office.desk.request(ask({ work: `file:${WEEK}` }));
  expect(result).toMatchObject({ text: expect.stringContaining(`Media: ${PICTURE} · The tide`) });
});

it("keeps the bytes of a post without pictures, so that its old reviews count", async () => {
  const plain = POST.replace(/- (?:Media|Cover).*\n/g, "");
  write(WEEK, plain);
  const work = await readWork(root, `file:${WEEK}`);
  const text = "Channel: x\nTitle: Tide\nProduct: none\nLevel: none\n\nAlmadrava is secure.";
  const hash = createHash("sha256").update(text).digest("hex");
  expect(work).toMatchObject({ hash, text });
  expect(await hashNow(root, { workPath: `${WEEK}#2026-11-24-x-tide`, workHash: hash })).toBe(hash);
});
