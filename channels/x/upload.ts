/**
 * Pictures to X, in pieces: docs.x.com/openapi.json (/2/media/upload/initialize, …/append, …/finalize) and
 * /2/media/metadata for what they show. Nobody sees one until a post names it, so all of it may be done anew.
 */
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { mediaTypeOf } from "../../company/posts/media-type.ts";
import { ID, whyUnread } from "./own-tweets.ts";
import { type Answered, call, type XAccess, type XCall } from "./x-api.ts";

export type UploadOutcome =
  | { kind: "uploaded"; id: string }
  | { kind: "failed"; why: string; answer: Answered | null };

const PIECE_BYTES = 1_000_000;
const STATES = ["pending", "in_progress"];
const MADE = z.object({
  data: z.object({
    id: ID,
    processing_info: z
      .object({ state: z.string().nullish(), check_after_secs: z.number().nullish() })
      .nullish(),
  }),
});
/** A moving picture is unpacked first; X says when to ask again, within bounds of ours. */
const ASKS = 10;
const ASK_MS = 5_000;

export async function uploadPicture(
  access: XAccess,
  { bytes, alt }: { bytes: Uint8Array; alt: string },
): Promise<UploadOutcome> {
  const type = mediaTypeOf(bytes);
  if (type === null) {
    return { kind: "failed", why: "a picture is none of JPEG, PNG, GIF, WEBP", answer: null };
  }
  const begun = await step(access, {
    path: "media/upload/initialize",
    body: {
      media_type: type,
      total_bytes: bytes.length,
      media_category: type === "image/gif" ? "tweet_gif" : "tweet_image",
    },
  });
  if (begun.kind === "failed") return begun;
  const { id } = begun.made.data;
  for (let at = 0; at * PIECE_BYTES < bytes.length; at += 1) {
    const media = Buffer.from(bytes.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES));
    const body = { segment_index: String(at), media };
    const sent = await call(access, {
      ...{ method: "POST", path: "media/upload/:id/append", params: { id }, body },
    });
    if (sent.kind !== "json" || sent.status >= 300) return failed(access, sent);
  }
  const done = await step(access, { path: "media/upload/:id/finalize", params: { id } });
  if (done.kind === "failed") return done;
  const ready = await whenReady(access, id, done.made);
  if (ready.kind === "failed") return ready;
  const described = await call(access, {
    ...{ method: "POST", path: "media/metadata" },
    body: { id, metadata: { alt_text: { text: alt } } },
  });
  if (described.kind !== "json" || described.status >= 300) return failed(access, described);
  return { kind: "uploaded", id };
}

type Made = z.infer<typeof MADE>;
type Step = { kind: "made"; made: Made } | Extract<UploadOutcome, { kind: "failed" }>;

async function step(access: XAccess, wanted: Omit<XCall, "method">): Promise<Step> {
  const answer = await call(access, { method: "POST", ...wanted });
  return madeOf(access, answer);
}

function madeOf(access: XAccess, answer: Answered): Step {
  if (answer.kind !== "json" || answer.status >= 300) return failed(access, answer);
  const made = MADE.safeParse(answer.body).data;
  return made === undefined ? failed(access, answer) : { kind: "made", made };
}

async function whenReady(access: XAccess, id: string, made: Made): Promise<Step> {
  let state = made;
  for (let asked = 0; asked < ASKS; asked += 1) {
    const info = state.data.processing_info;
    if (info?.state === "failed") {
      return { kind: "failed", why: "X cannot use a picture of it", answer: null };
    }
    if (!STATES.includes(info?.state ?? "")) return { kind: "made", made: state };
    await pause(Math.min(ASK_MS, Math.max(0, (info?.check_after_secs ?? 1) * 1_000)));
    const next = madeOf(
      access,
      await call(access, {
        ...{ method: "GET", path: "media/upload", query: { command: "STATUS", media_id: id } },
      }),
    );
    if (next.kind === "failed") return next;
    state = next.made;
  }
  return {
    kind: "failed",
    why: "X still works on a picture of it",
    answer: { kind: "none", why: "", isSent: false },
  };
}

function failed(access: XAccess, answer: Answered): Extract<UploadOutcome, { kind: "failed" }> {
  return { kind: "failed", why: `a picture did not go up: ${whyUnread(access, answer)}`, answer };
}
