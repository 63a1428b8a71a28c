/** `hq department` on the disk. */
import path from "node:path";
import { HqError } from "../company/error.ts";
import { MANIFEST_FILE, requireRoot } from "../files/root.ts";
import { readText } from "../files/text.ts";
import { applyChanges } from "./apply.ts";
import { type CompanyKit, departmentPaths, readCompanyKit } from "./kit-source.ts";
import { BASE_FOLDER, parseManifest } from "./manifest.ts";
import {
  type DepartmentPlan,
  type DepartmentRow,
  isNothing,
  listDepartments,
  planAdd,
  planRemove,
  REMOVED_FOLDER,
} from "./plan-department.ts";
import { notSetUp } from "./run-upgrade.ts";
import type { Surroundings } from "./surroundings.ts";

export interface DepartmentOptions {
  root?: string | undefined;
  yes?: boolean | undefined;
  force?: boolean | undefined;
  dryRun?: boolean | undefined;
}

export interface DepartmentTools {
  io: Surroundings;
  /** Shows the plan and asks whether to write it. */
  confirm(plan: DepartmentPlan): Promise<"yes" | "no" | "cancelled">;
}

export type DepartmentOutcome =
  | { kind: "nothing"; id: string }
  | { kind: "planned" | "written"; id: string; plan: DepartmentPlan }
  | { kind: "cancelled" | "declined"; id: string };

/** The departments of the company at the root, and those it could add. */
export async function runList(
  options: DepartmentOptions,
  io: Surroundings,
): Promise<DepartmentRow[]> {
  const root = requireRoot(options.root, io.cwd);
  const { mine, base } = await readCompany(root, await readText(path.join(root, MANIFEST_FILE)));
  return listDepartments(mine, base);
}

/** @throws HqError as `planAdd` and `planRemove`; `wrong-state` before `hq init`. */
export async function runChange(
  change: { action: "add" | "remove"; id: string; options: DepartmentOptions },
  tools: DepartmentTools,
): Promise<DepartmentOutcome> {
  const { action, options } = change;
  const root = requireRoot(options.root, tools.io.cwd);
  const manifest = await readText(path.join(root, MANIFEST_FILE));
  if (manifest === null) throw notSetUp(root);
  const id = departmentId(change.id);
  const input = { id, force: options.force === true, ...(await readCompany(root, manifest)) };
  const plan = action === "add" ? planAdd(input) : planRemove(input);
  if (isNothing(plan)) return { kind: "nothing", id };
  if (options.dryRun === true) return { kind: "planned", id, plan };
  if (tools.io.interactive && options.yes !== true) {
    const wish = await tools.confirm(plan);
    if (wish !== "yes") return { kind: wish === "no" ? "declined" : "cancelled", id };
  }
  await applyChanges(root, plan.changes);
  return { kind: "written", id, plan };
}

function departmentId(text: string): string {
  const id = text.trim().replace(/^@/, "").toLowerCase();
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(id) && id !== "founder") return id;
  throw new HqError(
    "usage",
    `Cannot use the department "${text}", expected a name such as marketing.`,
  );
}

async function readCompany(root: string, manifest: string | null): Promise<CompanyKit> {
  return readCompanyKit(root, manifest === null ? null : parseManifest(manifest), {
    paths: await departmentPaths(root),
    state: [BASE_FOLDER, REMOVED_FOLDER],
  });
}
