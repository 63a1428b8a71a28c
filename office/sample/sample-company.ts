/**
 * The sample company of `npm start`: examples/mare copied to a temporary folder with every date
 * moved to today, so that a newcomer sees a real plan before anything is set up.
 */
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { dateIn, daysBetween } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import { lookAt } from "../../files/look.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import { readText, systemReason, writeText } from "../../files/text.ts";
import { moveDates, moveMemoryDates, moveWeekName } from "./move-dates.ts";

/** The day on which the sample's files are written as if it were today. */
export const SAMPLE_TODAY = "2026-11-20";

/** Runs `work` on the copy and removes it afterwards, whatever happened. */
export async function withSampleCompany<T>(
  { source, now }: { source: string; now: Date },
  work: (root: string) => Promise<T>,
): Promise<T> {
  const folder = await temporaryFolder();
  try {
    await copyMoved(path.join(source, "examples", "mare"), path.join(folder, "mare"), now);
    return await work(path.join(folder, "mare"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function temporaryFolder(): Promise<string> {
  try {
    return await mkdtemp(path.join(tmpdir(), "solo-hq-sample-"));
  } catch (error) {
    throw new HqError(
      "write-failed",
      `Cannot copy the sample company to ${tmpdir()}: ${systemReason(error)}, expected a folder to write in.`,
      { cause: error, hint: "Set TMPDIR to one, or set up your own company with: hq init" },
    );
  }
}

async function copyMoved(from: string, to: string, now: Date): Promise<void> {
  const constitutionText = (await readText(path.join(from, CONSTITUTION_FILE))) ?? "";
  const { constitution } = parseConstitution(constitutionText, CONSTITUTION_FILE);
  const days = daysBetween(SAMPLE_TODAY, dateIn(now, constitution.company.timeZone));
  const files = (await readdir(from, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const texts = new Map<string, string>();
  for (const entry of files) {
    const file = path.join(path.relative(from, entry.parentPath), entry.name);
    // What a file manager leaves there (.DS_Store) is no part of the sample.
    const found = await lookAt(path.join(from, file));
    if (found.kind === "text") texts.set(file, found.text);
  }
  const memory = moveMemoryDates({
    graph: texts.get("memory.jsonl") ?? "",
    origins: texts.get("memory.origins.jsonl") ?? "",
    constitution,
    days,
    now,
  });
  await mkdir(to, { recursive: true });
  for (const [file, text] of texts) {
    const moved =
      file === "memory.jsonl"
        ? memory.graph
        : file === "memory.origins.jsonl"
          ? memory.origins
          : moveDates(text, days);
    await writeText(path.join(to, moveWeekName(file, days)), moved);
  }
}
