/** The `hq-company` program: serves the company of the nearest folder upward over stdio. */
import path from "node:path";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { HqError } from "../company/error.ts";
import { openOfficeAt } from "../office/open-office.ts";
import { mergeByItself } from "../office/records/merge-by-itself.ts";
import { leaveWithTheClient } from "./leave.ts";
import { createCompanyServer } from "./server.ts";

try {
  const { env } = process;
  const office = openOfficeAt({
    ...{ given: env.HQ_ROOT, cwd: process.cwd() },
    ...{ now: () => new Date(), env },
  });
  const packageRoot = path.resolve(process.argv[1] ?? "", "..", "..");
  const log = (line: string) => void process.stderr.write(`hq-company: ${line}\n`);
  void mergeByItself({ root: office.root, packageRoot }, log);
  serveStdio(() => createCompanyServer(office), {
    onerror: (error) => process.stderr.write(`hq-company: ${oneLine(error.message)}\n`),
  });
  leaveWithTheClient(() => office.ledger.close());
  // When the client is gone and the last call is done: what is recorded goes into one file.
  process.once("beforeExit", () => void office.ledger.close());
} catch (error) {
  if (!(error instanceof HqError)) throw error;
  const next = "Start it in your company's folder, or name that in HQ_ROOT.";
  process.stderr.write(`hq-company: ${error.message} ${next}\n`);
  process.exitCode = 1;
}

/** What the SDK says of a bad message is JSON over many lines; a log wants one. */
function oneLine(message: string): string {
  return message.replaceAll(/\s+/g, " ").slice(0, 300);
}
