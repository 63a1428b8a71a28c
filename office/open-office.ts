/** Everything that the tools of one company work on. */
import { homedir } from "node:os";
import path from "node:path";
import { errorsIn, REVIEW_SECTIONS } from "../company/constitution/rule-errors.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { HqError } from "../company/error.ts";
import { findingSentence } from "../company/finding.ts";
import { readConstitution } from "../files/company.ts";
import { MEMORY_FILE, requireRoot } from "../files/root.ts";
import { LEDGER_FILE } from "../ledger/open.ts";
import { MemoryError } from "../mcp-memory/error.ts";
import { memoryFilePath } from "../mcp-memory/location.ts";
import { openMemoryStore } from "../mcp-memory/open.ts";
import { withRules } from "../mcp-memory/rules/guarded-store.ts";
import type { MemoryStore } from "../mcp-memory/store/store.ts";
import { createSpeakerTeller, runOf, type Speaker, type TellSpeaker } from "./people/speaker.ts";
import { type LazyLedger, lazyLedger } from "./records/lazy-ledger.ts";
import { createPolicyReader } from "./records/memory-policy.ts";
import { type CompanyReader, createReader } from "./records/reader.ts";
import type { ReviewDesk } from "./reviews/desk.ts";

export interface CompanyOffice {
  root: string;
  now(): Date;
  reader: CompanyReader;
  desk: ReviewDesk;
  ledger: LazyLedger;
  tellSpeaker: TellSpeaker;
  /** HQ_RUN: the run that this server belongs to; null in a chat. */
  run: string | null;
  /** Runs `work` on the memory in the name of whoever speaks, with the rules that hold for it. */
  onMemory<T>(speaker: Speaker, work: (store: MemoryStore) => Promise<T>): Promise<T>;
}

export interface OfficeSources {
  root: string;
  now(): Date;
  /** The process's environment: HQ_AGENT, HQ_RUN, MEMORY_FILE_PATH. */
  env: Record<string, string | undefined>;
}

/** Nothing is opened before a call needs it. Close the ledger at the end. */
export function openOffice({ root, now, env }: OfficeSources): CompanyOffice {
  const memoryFile = placeOfMemory(root, env);
  const ledger = lazyLedger(path.join(root, LEDGER_FILE));
  const readPolicy = createPolicyReader(path.join(root, MEMORY_FILE));
  /** Opened for one call: a store that stays open would hold up the exit when stdin closes. */
  const onStore = async <T>(agent: string, work: (store: MemoryStore) => Promise<T>) => {
    const store = await openMemoryStore({ filePath: memoryFile, now, agent });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  const reader = createReader({
    root,
    now,
    readMemory: () => onStore("hq-company", (store) => store.readWithOrigins()),
  });
  return {
    root,
    now,
    ledger,
    reader,
    desk: {
      ...{ ledger, root, now },
      readConstitution: () => readReviewRules(root),
      readMemory: async () => (await reader.readMemory()).view,
    },
    run: env.HQ_RUN?.trim() || null,
    tellSpeaker: createSpeakerTeller({ root, runOf: runOf(env), now }),
    onMemory: ({ agent, attestation }, work) => {
      const author = { agent: attestation === null ? null : agent, session: null };
      return onStore(attestation === null ? `${agent} (declared)` : agent, (store) =>
        work(withRules(store, { readPolicy, author, now })),
      );
    },
  };
}

/**
 * The office of the company in the folder that is named, else in the nearest one upward.
 * @throws HqError `no-company`
 */
export function openOfficeAt({
  given,
  cwd,
  ...sources
}: Omit<OfficeSources, "root"> & { given: string | undefined; cwd: string }): CompanyOffice {
  return openOffice({ root: requireRoot(given, cwd), ...sources });
}

/** @throws HqError `invalid-file` when a row that might name a reviewer cannot be read */
async function readReviewRules(root: string): Promise<Constitution> {
  const read = await readConstitution(root);
  const [error, ...further] = errorsIn(REVIEW_SECTIONS, read);
  if (error === undefined) return read.constitution;
  const more = further.length === 0 ? "" : ` There are ${further.length} more.`;
  throw new HqError(
    "invalid-file",
    `Cannot tell which reviews the work needs: ${findingSentence(error)}${more} Nothing was changed.`,
    { hint: "Only the founder changes that page: tell them, and call again when it is mended." },
  );
}

/** The place by the same setting as the memory server's. */
function placeOfMemory(root: string, env: OfficeSources["env"]): string {
  try {
    // Without the setting it is this company's, whatever folder the process was started in.
    const isSet = (env.MEMORY_FILE_PATH ?? "").trim() !== "";
    return memoryFilePath({ env, cwd: isSet ? process.cwd() : root, home: homedir() });
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    throw new HqError("usage", error.message, { cause: error, hint: error.hint ?? "" });
  }
}
