/** The company's rules as MCP tools: what a department asks instead of working it out again. */
import { McpServer } from "@modelcontextprotocol/server";
import type { CompanyOffice } from "../office/open-office.ts";
import manifest from "../package.json" with { type: "json" };
import { registerBoardList } from "./tools/board-list.ts";
import { registerBoardUpdate } from "./tools/board-update.ts";
import { registerCheckDraft } from "./tools/check-draft.ts";
import { registerCheckFiling } from "./tools/check-filing.ts";
import { registerCompanyFacts } from "./tools/company-facts.ts";
import { registerFinishRun } from "./tools/finish-run.ts";
import { registerHandOver } from "./tools/hand-over.ts";
import { registerListOpenWork } from "./tools/list-open-work.ts";
import { registerListPatterns } from "./tools/list-patterns.ts";
import { registerMakeFolder } from "./tools/make-folder.ts";
import { registerOutsideSignals } from "./tools/outside-signals.ts";
import { registerProposeChange } from "./tools/propose-change.ts";
import { registerReportGap } from "./tools/report-gap.ts";
import { registerRequestReview } from "./tools/request-review.ts";
import { registerStandupBrief } from "./tools/standup-brief.ts";
import { registerSubmitVerdict } from "./tools/submit-verdict.ts";

/** One server over one company; the same factory serves both protocol eras. */
export function createCompanyServer(office: CompanyOffice): McpServer {
  const server = new McpServer(
    { name: "solo-hq-company", title: "Company", version: manifest.version },
    { capabilities: { tools: {} } },
  );
  registerStandupBrief(server, office.reader);
  registerBoardList(server, office.reader);
  registerBoardUpdate(server, office);
  registerCompanyFacts(server, office.reader);
  registerRequestReview(server, office);
  registerSubmitVerdict(server, office);
  registerCheckDraft(server, office);
  registerCheckFiling(server, office);
  registerListOpenWork(server, office);
  registerOutsideSignals(server, office);
  registerReportGap(server, office);
  registerListPatterns(server, office);
  registerProposeChange(server, office);
  registerMakeFolder(server, office);
  if (office.run !== null) {
    registerHandOver(server, office, office.run);
    registerFinishRun(server, office, office.run);
  }
  return server;
}
