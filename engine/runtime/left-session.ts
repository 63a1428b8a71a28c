/** What is left of the client's own folder of a session, when nobody watches over it any more. */
import { open } from "node:fs/promises";
import type { LeftSession } from "../../office/runs/runtime.ts";
import { readClientEvent } from "./client-events.ts";
import { eventsFile, openSessionUsage } from "./session-usage.ts";

/**
 * Whether the session can be taken up again: its file of events is there and its last line is a whole
 * event. The client writes whole lines, some 100 ms late, so that one which was cut tells of a disk
 * that was full or went away; what it would make of it nobody has seen.
 */
export async function leftSession(home: string, session: string): Promise<LeftSession> {
  const usage = await openSessionUsage(home, session).readToEnd();
  const last = await lastLine(eventsFile(home, session));
  if (last === null) return { kind: "none", usage };
  return { kind: readClientEvent(last) === null ? "torn" : "whole", usage };
}

const PIECE_BYTES = 1024 * 1024;
const LF = 10;

/** Without its line break, "" when it has none; null without a file or with an empty one. */
async function lastLine(file: string): Promise<string | null> {
  const handle = await open(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    if (size === 0) return null;
    let end = Buffer.alloc(0);
    for (let from = size; from > 0; ) {
      const length = Math.min(PIECE_BYTES, from);
      from -= length;
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, from);
      end = Buffer.concat([buffer, end]);
      if (end.at(-1) !== LF) return "";
      const start = end.lastIndexOf(LF, end.length - 2);
      if (start >= 0) return end.subarray(start + 1, -1).toString("utf8");
    }
    return end.subarray(0, -1).toString("utf8");
  } finally {
    await handle.close();
  }
}
