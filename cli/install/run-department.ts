/** `hq department` on the disk. */
import path from "node:path";
import { HqError } from "../../company/error.ts";
import { requireRoot } from "../../files/root.ts";
import { readText } from "../../files/text.ts";
import type { Io } from "../context.ts";
import { applyChanges } from "./apply.ts";
import type { KitFiles } from "./departments.ts";
import { readOwnKit, readState } from "./kit-source.ts";
import { MANIFEST_FILE } from "./manifest.ts";
import {
  type DepartmentPlan,
  type DepartmentRow,
  isNothing,
  listDepartments,
  planAdd,
  planRemove,
} from "./plan-department.ts";
import { baseOf, notSetUp } from "./run-upgrade.ts";

export interface DepartmentOptions {
  root?: string | undefined;
  yes?: boolean | undefined;
  force?: boolean | undefined;
  dryRun?: boolean | undefined;
}

export interface DepartmentTools {
  io: Io;
  /** Shows the plan and asks whether to write it. */
  confirm(plan: DepartmentPlan): Promise<"yes" | "no" | "cancelled">;
}

export type DepartmentOutcome =
  | { kind: "nothing"; id: string }
  | { kind: "planned" | "written"; id: string; plan: DepartmentPlan }
  | { kind: "cancelled" | "declined"; id: string };

/** The departments of the company at the root, and those it could add. */
export async function runList(options: DepartmentOptions, io: Io): Promise<DepartmentRow[]> {
  const { mine, base } = await readCompany(requireRoot(options.root, io.cwd));
  return listDepartments(mine, base);
}

/** @throws HqError as `planAdd` and `planRemove`; `wrong-state` before `hq init`. */
export async function runChange(
  change: { action: "add" | "remove"; id: string; options: DepartmentOptions },
  tools: DepartmentTools,
): Promise<DepartmentOutcome> {
  const { action, options } = change;
  const root = requireRoot(options.root, tools.io.cwd);
  if ((await readText(path.join(root, MANIFEST_FILE))) === null) throw notSetUp(root);
  const id = departmentId(change.id);
  const input = { id, force: options.force === true, ...(await readCompany(root)) };
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

async function readCompany(root: string): Promise<{ mine: KitFiles; base: KitFiles }> {
  const state = await readState(root);
  return { mine: new Map([...(await readOwnKit(root)), ...state]), base: baseOf(state) };
}
