/**
 * Pictures on the X of a test, by its chunked upload: docs.x.com/openapi.json (/2/media/upload/initialize, …/append,
 * …/finalize, /2/media/metadata) and x-api/media/quickstart; sizes and types: …/best-practices.
 */
import { type Call, json, problem } from "./server.ts";
import { idAfter, type Picture } from "./state.ts";

const LIMIT_BYTES: Record<string, number> = {
  tweet_image: 5 * 1024 ** 2,
  tweet_gif: 15 * 1024 ** 2,
};
const TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp"];

export function changePicture(call: Call, path: string): void {
  const { ask, place } = call;
  if (ask.method === "GET") return void told(call);
  if (path === "/2/media/upload/initialize") return void begin(call);
  if (path === "/2/media/metadata") return void describe(call);
  const [, id = "", step] = /^\/2\/media\/upload\/(\d{1,19})\/(append|finalize)$/.exec(path) ?? [];
  const picture = place.pictures.get(id);
  if (picture === undefined) return void refuse(call, `No upload ${id}.`);
  if (step === "append") return void append(call, picture);
  const size = Buffer.concat(picture.pieces).length;
  if (size !== picture.totalBytes)
    return void refuse(call, "Segments do not add up to provided total file size.");
  picture.isDone = true;
  json(call, 200, { data: { id, media_key: `3_${id}`, size, ...infoOf(picture) } });
}

function begin(call: Call): void {
  const { place, body } = call;
  const asked = JSON.parse(body.toString("utf8")) as Record<string, string | number>;
  const { media_type: type, total_bytes: totalBytes, media_category: category, ...more } = asked;
  if (typeof type !== "string" || !TYPES.includes(type))
    return void refuse(call, "media type unrecognized.");
  if (Object.keys(more).length > 0) return void refuse(call, `unknown ${Object.keys(more).join()}`);
  const limit = LIMIT_BYTES[String(category)] ?? 0;
  if (typeof totalBytes !== "number" || totalBytes > limit)
    return void refuse(call, "File size exceeds.");
  const id = idAfter(500 + place.pictures.size);
  const processing = category === "tweet_gif" ? 2 : 0;
  place.pictures.set(id, {
    id,
    type,
    totalBytes,
    pieces: [],
    isDone: false,
    alt: null,
    processing,
  });
  json(call, 200, { data: { id, media_key: `3_${id}`, expires_after_secs: 86_400 } });
}

function append(call: Call, picture: Picture): void {
  const parts = formOf(call.body, call.ask.headers["content-type"] ?? "");
  const index = Number(parts.get("segment_index")?.toString("utf8") ?? Number.NaN);
  const media = parts.get("media");
  if (media === undefined || !Number.isInteger(index) || index > 999)
    return void refuse(call, "A segment is missing.");
  picture.pieces[index] = media;
  json(call, 200, { data: { expires_at: 1_999_999_999 } });
}

function describe(call: Call): void {
  const { id, metadata } = JSON.parse(call.body.toString("utf8")) as {
    id: string;
    metadata?: { alt_text?: { text?: string } };
  };
  const picture = call.place.pictures.get(id);
  const alt = metadata?.alt_text?.text;
  if (picture === undefined || alt === undefined || alt.length > 1_000)
    return void refuse(call, "No such media.");
  picture.alt = alt;
  json(call, 200, { data: { id, associated_metadata: { alt_text: { text: alt } } } });
}

function told(call: Call): void {
  const id = new URL(call.ask.url ?? "", call.place.base).searchParams.get("media_id") ?? "";
  const picture = call.place.pictures.get(id);
  if (picture === undefined) return void refuse(call, `No upload ${id}.`);
  picture.processing = Math.max(0, picture.processing - 1);
  const done = { processing_info: { state: "succeeded", progress_percent: 100 } };
  json(call, 200, {
    data: { id, media_key: `3_${id}`, ...(picture.processing === 0 ? done : infoOf(picture)) },
  });
}

function infoOf({ processing }: Picture) {
  return processing === 0 ? {} : { processing_info: { state: "pending", check_after_secs: 1 } };
}

function refuse(call: Call, detail: string): void {
  problem(call, 400, { title: "Invalid Request", detail });
}

/** The parts of a multipart body by their names. */
function formOf(body: Buffer, type: string): Map<string, Buffer> {
  const [, boundary = ""] = /boundary=(\S+)/.exec(type) ?? [];
  const parts = new Map<string, Buffer>();
  if (boundary === "") return parts;
  const mark = Buffer.from(`--${boundary}`);
  let from = body.indexOf(mark);
  while (from !== -1) {
    const next = body.indexOf(mark, from + mark.length);
    if (next === -1) break;
    const part = body.subarray(from + mark.length + 2, next - 2);
    const split = part.indexOf("\r\n\r\n");
    const [, name = ""] = /name="([^"]*)"/.exec(part.subarray(0, split).toString("latin1")) ?? [];
    parts.set(name, part.subarray(split + 4));
    from = next;
  }
  return parts;
}
