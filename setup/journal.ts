/**
 * Several files as one change. What is to be written stands in a journal first, synced; a crash before that leaves the
 * old files, a crash after it the journal, and the next command of hq carries out the rest. So a company is never left
 * between two answers.
 */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { HqError } from "../company/error.ts";
import { readText, writeText } from "../files/text.ts";
import type { EntityRevision } from "../mcp-memory/graph.ts";
import { applyChanges, refuseOutside } from "./apply.ts";
import { type Change, effective } from "./change.ts";
import { PROGRAM_LIMIT_BYTES } from "./program-limit.ts";
import { renew } from "./remember.ts";

/** Of this machine alone: it is gone before the command ends. */
export const JOURNAL_FILE = ".hq/setup.json";

const schema = z.strictObject({
  changes: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("create"), path: z.string(), text: z.string() }),
      z.strictObject({
        kind: z.literal("merge"),
        ...{ path: z.string(), before: z.string(), text: z.string(), note: z.string() },
      }),
      z.strictObject({
        kind: z.literal("remove"),
        ...{ path: z.string(), before: z.string(), note: z.string() },
      }),
    ]),
  ),
  entities: z.array(
    z.strictObject({
      ...{ name: z.string(), entityType: z.string() },
      ...{ observations: z.array(z.string()), replaces: z.array(z.string()) },
    }),
  ),
});

type Clock = { now(): Date };

/**
 * Writes all of it, or after a crash leaves a journal of it.
 * @throws HqError as `applyChanges`; the journal then stays, and the next command tries again.
 */
export async function applyTogether(
  root: string,
  { changes, entities }: { changes: readonly Change[]; entities: readonly EntityRevision[] },
  clock: Clock,
): Promise<void> {
  const wanted = effective(changes);
  // Before the journal: what it says must be possible.
  await refuseOutside(root, [JOURNAL_FILE, ...wanted.map((change) => change.path)]);
  await writeText(path.join(root, JOURNAL_FILE), JSON.stringify({ changes: wanted, entities }));
  await carryOut(root, { changes: wanted, entities: [...entities] }, clock);
}

/**
 * Carries out what an earlier command was cut off in; whether there was anything.
 * @throws HqError `wrong-state` when one of the files was changed since by somebody else, `invalid-file` for a journal
 *   that cannot be read. Nothing is changed then.
 */
export async function finishTogether(root: string, clock: Clock): Promise<boolean> {
  const text = await readText(path.join(root, JOURNAL_FILE), PROGRAM_LIMIT_BYTES);
  if (text === null) return false;
  const journal = schema.safeParse(jsonOrNull(text));
  if (!journal.success) {
    throw new HqError(
      "invalid-file",
      `Cannot finish the set-up that was cut off: ${JOURNAL_FILE} is not as expected. Nothing was changed.`,
      { hint: `Look at the files with git, then remove ${JOURNAL_FILE} and run hq setup again.` },
    );
  }
  for (const change of journal.data.changes) await refuseForeign(root, change);
  for (const change of journal.data.changes) await sweep(root, change);
  await carryOut(root, journal.data, clock);
  return true;
}

async function carryOut(
  root: string,
  { changes, entities }: z.infer<typeof schema>,
  clock: Clock,
): Promise<void> {
  await applyChanges(root, changes);
  if (entities.length > 0) await renew(root, entities, clock);
  await rm(path.join(root, JOURNAL_FILE), { force: true });
}

/** Only what is as it was, or as it should be, may be written over. */
async function refuseForeign(
  root: string,
  change: z.infer<typeof schema>["changes"][number],
): Promise<void> {
  const now = await readText(path.join(root, change.path), PROGRAM_LIMIT_BYTES);
  const before = change.kind === "create" ? null : change.before;
  const after = change.kind === "remove" ? null : change.text;
  if (now === before || now === after) return;
  throw new HqError(
    "wrong-state",
    `Cannot finish the set-up that was cut off: ${change.path} has changed since, expected it as it was or as it should be. Nothing was changed.`,
    {
      hint: `Put it back with git, and the next command finishes; or remove ${JOURNAL_FILE} and run hq setup again.`,
    },
  );
}

/** The temporary file that a write was cut off in; one that holds anything else than what we wrote is not ours. */
async function sweep(
  root: string,
  change: z.infer<typeof schema>["changes"][number],
): Promise<void> {
  if (change.kind === "remove") return;
  const folder = path.dirname(path.join(root, change.path));
  const begin = `${path.basename(change.path)}.`;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(begin) || !/^\d{4,12}$/.test(name.slice(begin.length))) continue;
    const file = path.join(folder, name);
    const text = await readText(file, PROGRAM_LIMIT_BYTES).catch(() => null);
    if (text !== null && change.text.startsWith(text)) await rm(file, { force: true });
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
