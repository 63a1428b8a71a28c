import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { makeFolder } from "../../office/make-folder.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { noDepartment } from "../../office/people/departments.ts";
import { answer, WRITES } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";

const input = argumentsOf({
  by: textOf(50).describe("Your id"),
  path: textOf(500).describe("From the root: Marketing/launch"),
});

const output = z.strictObject({
  folder: z.string(),
  made: z.boolean().describe("false: it was there"),
});

/** Copilot CLI's editor makes no folders, and no department has a shell. */
export function registerMakeFolder(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "make_folder",
    {
      title: "Make a folder",
      description:
        "Makes a folder, and those above it, where your department writes; the editor makes none.",
      inputSchema: input,
      outputSchema: output,
      annotations: { ...WRITES, idempotentHint: true },
    },
    async (args) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const speaker = await office.tellSpeaker({ tool: "make_folder", args, declared: args.by });
        if ("error" in speaker) return speaker;
        const { constitution } = await office.reader.readConstitution();
        const unknown = noDepartment(constitution, speaker.agent, "make a folder");
        if (unknown !== null) return unknown;
        return { ...(await makeFolder(office.root, { by: speaker.agent, folder: args.path })) };
      }),
  );
}
