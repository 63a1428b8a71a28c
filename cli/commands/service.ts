import path from "node:path";
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { machineName } from "../../engine/holder.ts";
import { SERVICE_KINDS, type ServiceKind, serviceFile } from "../../engine/service-files.ts";
import { requireRoot } from "../../files/root.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, printJson } from "../output.ts";
import { packageRoot } from "../package-root.ts";

export function registerService(program: Command, io: Io): void {
  const service = program
    .command("service")
    .description("files with which a system keeps the company running");
  addCommand(service, "print", "one of them, ready to use; the first lines say where it belongs")
    .argument("<kind>", SERVICE_KINDS.join(", "))
    .action((kind: string, options: CommonOptions) => {
      const root = requireRoot(options.root, io.cwd);
      const launcher = path.join(packageRoot(), "bin", "hq");
      const place = { root, program: [process.execPath, launcher], machine: machineName(io.env) };
      const file = serviceFile(requireKind(kind), place);
      if (options.json) printJson(io, { ok: true, kind, file });
      else io.stdout(file);
    });
}

function requireKind(kind: string): ServiceKind {
  const known = SERVICE_KINDS.find((each) => each === kind);
  if (known !== undefined) return known;
  throw new HqError(
    "usage",
    `Cannot print a service for "${kind}", expected ${SERVICE_KINDS.join(", ")}.`,
  );
}
