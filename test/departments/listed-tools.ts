/** The tools of both servers as they list them to a client. */
import path from "node:path";
import { copySample } from "../cli/sample.ts";
import { connectModern, PROGRAM } from "../mcp-memory/clients.ts";
import { builtProgram } from "../run/built-program.ts";
import type { Listed, Servers } from "./prompt-parts.ts";

const COMPANY = path.join(import.meta.dirname, "../../mcp-company/main.ts");

export async function listedTools(): Promise<Servers> {
  const company = await copySample();
  const listedBy = async (program: string): Promise<Listed[]> => {
    const client = await connectModern({ cwd: company.root, program });
    const tools = await client.listTools();
    await client.close();
    return tools as Listed[];
  };
  try {
    return {
      memory: await listedBy(PROGRAM),
      company: await listedBy(await builtProgram(COMPANY)),
    };
  } finally {
    await company.remove();
  }
}
