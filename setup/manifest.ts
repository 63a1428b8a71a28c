/** The record of an install: which version of the kit, and the hash of every file it came with. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { HqError } from "../company/error.ts";
import { MANIFEST_FILE } from "../files/root.ts";

/** Pristine copies stand here under their own path, so that an upgrade can merge three ways. */
export const BASE_FOLDER = ".hq-kit/base";

const schema = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});

/** Paths from the company's root to the sha256 (hex) of the pristine text. */
export type Manifest = z.infer<typeof schema>;

/** The manifest of these pristine texts, with sorted paths. */
export function manifestOf(version: string, files: ReadonlyMap<string, string>): Manifest {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return { version, files: Object.fromEntries(sorted.map(([path, text]) => [path, sha256(text)])) };
}

/** @throws HqError `invalid-file` when the text is no manifest. */
export function parseManifest(text: string): Manifest {
  const result = schema.safeParse(jsonOrNull(text));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new HqError(
    "invalid-file",
    `Cannot read ${MANIFEST_FILE}: ${issue?.path.join(".") || "the file"} is not as expected (${issue?.message ?? "no JSON"}). Nothing was changed.`,
    { hint: "Restore it from git; it is written by hq alone." },
  );
}

/** As written to the disk. */
export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Hex hash of a text's UTF-8 bytes. */
export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Negative when `a` is older than `b`; only the three numbers count. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [a, b].map((version) => version.split(/[.+-]/).slice(0, 3).map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (first?.[at] ?? 0) - (second?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
