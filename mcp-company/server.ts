/** The company's rules as MCP tools: what a department asks instead of working it out again. */
import { McpServer } from "@modelcontextprotocol/server";
import manifest from "../package.json" with { type: "json" };
import type { CompanyReader } from "./reader.ts";
import { registerBoardList } from "./tools/board-list.ts";
import { registerCompanyFacts } from "./tools/company-facts.ts";
import { registerStandupBrief } from "./tools/standup-brief.ts";

/** One server over one company; the same factory serves both protocol eras. */
export function createCompanyServer(reader: CompanyReader): McpServer {
  const server = new McpServer(
    { name: "solo-hq-company", title: "Solo HQ company", version: manifest.version },
    { capabilities: { tools: {} } },
  );
  registerStandupBrief(server, reader);
  registerBoardList(server, reader);
  registerCompanyFacts(server, reader);
  return server;
}
