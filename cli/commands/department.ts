import { confirm, isCancel } from "@clack/prompts";
import type { Command } from "commander";
import type { DepartmentPlan } from "../../setup/plan-department.ts";
import {
  type DepartmentOptions,
  type DepartmentOutcome,
  type DepartmentTools,
  runChange,
  runList,
} from "../../setup/run-department.ts";
import { changeDiffs, changeList, changeRows } from "../change-list.ts";
import type { Io } from "../context.ts";
import {
  addCommand,
  broken,
  type CommonOptions,
  colors,
  plain,
  printJson,
  sentences,
} from "../output.ts";

type Options = CommonOptions & DepartmentOptions;

export function registerDepartment(program: Command, io: Io): void {
  const department = program
    .command("department")
    .description("list, add or remove departments; every reference to them is kept right");
  addCommand(department, "list", "the departments on board, and those that could come").action(
    async (options: Options) => printList(io, options),
  );
  for (const action of ["add", "remove"] as const) {
    const summary =
      action === "add" ? "bring a department of the kit on board" : "take a department off board";
    const command = addCommand(department, action, summary)
      .argument("<id>", "e.g. lawyer")
      .option("--yes", "ask nothing")
      .option("--dry-run", "show the changes and write nothing");
    if (action === "remove") {
      command.option(
        "--force",
        "although you changed its agent file; your text is kept under .hq-kit/removed",
      );
    }
    command.action(async (id: string, options: Options) => {
      const quiet = options.json ? { ...options, yes: true } : options;
      const outcome = await runChange({ action, id, options: quiet }, departmentTools(io));
      if (options.json) printOutcomeJson(io, action, outcome);
      else printOutcome(io, action, outcome);
      if (outcome.kind === "cancelled") io.setExitCode(1);
    });
  }
}

function departmentTools(io: Io): DepartmentTools {
  return {
    io,
    confirm: async (plan) => {
      io.stdout(changeList(io, plan.changes));
      const answer = await confirm({ message: "Write these changes?" });
      if (isCancel(answer)) return "cancelled";
      return answer ? "yes" : "no";
    },
  };
}

async function printList(io: Io, options: Options): Promise<void> {
  const departments = await runList(options, io);
  if (options.json) {
    printJson(io, { ok: true, departments });
    return;
  }
  const c = colors(io);
  for (const { id, owns, onBoard, file } of departments) {
    const mark = onBoard ? c.green("on board ") : c.dim("not here ");
    const missing = onBoard && !file ? c.red(" (its agent file is missing)") : "";
    io.stdout(`${mark} ${plain(id).padEnd(12)} ${plain(owns)}${missing}\n`);
  }
}

function printOutcomeJson(io: Io, action: string, outcome: DepartmentOutcome): void {
  if (outcome.kind !== "planned" && outcome.kind !== "written") {
    printJson(io, { ok: outcome.kind === "nothing", action, ...outcome });
    return;
  }
  const { kind, id, plan } = outcome;
  const { tasks, keptCopy } = plan;
  printJson(io, { ok: true, action, kind, id, changes: changeRows(plan.changes), tasks, keptCopy });
}

function printOutcome(io: Io, action: "add" | "remove", outcome: DepartmentOutcome): void {
  switch (outcome.kind) {
    case "nothing":
      io.stdout(
        `${outcome.id} is ${action === "add" ? "on board already" : "not on board"}. Nothing was changed.\n`,
      );
      return;
    case "cancelled":
      io.stdout("Cancelled. Nothing was changed.\n");
      return;
    case "declined":
      io.stdout("Not written. Nothing was changed.\n");
      return;
    case "planned":
    case "written":
      printPlan(io, action, outcome);
  }
}

function printPlan(
  io: Io,
  action: "add" | "remove",
  { kind, id, plan }: { kind: "planned" | "written"; id: string; plan: DepartmentPlan },
): void {
  const done = action === "add" ? "on board" : "off board";
  io.stdout(
    `${id} ${kind === "planned" ? "would be" : "is"} ${done}:\n${changeList(io, plan.changes)}`,
  );
  if (kind === "planned") {
    io.stdout(`\n${changeDiffs(plan.changes)}\nNothing was changed (--dry-run).\n`);
  }
  if (plan.keptCopy !== null)
    io.stdout(sentences(io, `Your own text of the agent file is in ${plan.keptCopy}.`));
  if (plan.tasks.length === 0) return;
  io.stdout(
    sentences(io, `These open tasks on BOARD.md still name @${id}; give them to someone else:`),
  );
  for (const task of plan.tasks) {
    io.stdout(broken(io, task.title, `  line ${task.line}: ${task.id} `));
  }
}
