/** `hq upgrade` on the disk. */
import { realpath } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { installMergeDriver, launcherFor } from "../files/merge-driver.ts";
import { KIT_FOLDER, MANIFEST_FILE, requireRoot } from "../files/root.ts";
import { readText } from "../files/text.ts";
import { applyChanges } from "./apply.ts";
import { isClone, readCompanyKit, readPristineKit, readProgram, versionOf } from "./kit-source.ts";
import { parseManifest } from "./manifest.ts";
import { ATTRIBUTES_FILE, attributesChanges } from "./merge-attributes.ts";
import { planUpgrade, type UpgradePlan } from "./plan-upgrade.ts";
import type { Surroundings } from "./surroundings.ts";

export interface UpgradeOptions {
  root?: string | undefined;
  dryRun?: boolean | undefined;
}

export type UpgradeOutcome =
  /** The company runs the code of its own clone: git brings the new version. */
  | { kind: "clone"; root: string }
  /** The program that runs is the company's installed copy, so it has nothing newer to bring. */
  | { kind: "itself"; root: string; version: string }
  | { kind: "planned" | "written"; root: string; plan: UpgradePlan };

/** @throws HqError `wrong-state` when the company was never set up, or has a newer kit. */
export async function runUpgrade(
  options: UpgradeOptions,
  tools: { io: Surroundings; packageRoot: string },
): Promise<UpgradeOutcome> {
  const root = requireRoot(options.root, tools.io.cwd);
  if (await isClone(root)) return { kind: "clone", root };
  const manifest = await readText(path.join(root, MANIFEST_FILE));
  if (manifest === null) throw notSetUp(root);
  const version = await versionOf(tools.packageRoot);
  if ((await realOf(tools.packageRoot)) === (await realOf(path.join(root, KIT_FOLDER)))) {
    return { kind: "itself", root, version };
  }
  const theirs = await readPristineKit(tools.packageRoot);
  const record = parseManifest(manifest);
  const company = await readCompanyKit(root, record, {
    paths: new Set([...Object.keys(record.files), ...theirs.keys(), ATTRIBUTES_FILE]),
    state: [KIT_FOLDER],
  });
  const plan = planUpgrade({
    version,
    theirs,
    program: await readProgram(tools.packageRoot, version),
    manifest: record,
    ...company,
  });
  plan.changes.push(...attributesChanges(company.mine, company.others));
  if (options.dryRun === true) return { kind: "planned", root, plan };
  await applyChanges(root, plan.changes);
  await installMergeDriver(root, launcherFor(root, tools.packageRoot));
  return { kind: "written", root, plan };
}

/** The error of a company whose kit was never recorded. */
export function notSetUp(root: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot work on the kit in ${root}: there is no ${MANIFEST_FILE}, expected the record that hq init leaves. Nothing was changed.`,
    { hint: "Set the company up with: hq init" },
  );
}

async function realOf(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
