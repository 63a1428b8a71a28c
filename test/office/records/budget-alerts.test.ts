/** A warning of a cap stands in the next plan of the day. */
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConstitution } from "../../../files/company.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { missedJobs } from "../../../office/records/missed-jobs.ts";
import { copySample } from "../../cli/sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;
const told = async (now: string) => {
  const { constitution } = await readConstitution(company.root);
  return missedJobs({ root: company.root, now: new Date(now) }, constitution);
};

beforeEach(async () => {
  company = await copySample();
});
afterEach(() => company.remove());

it("is told on the day after, also where no machine runs the company, and not for ever", async () => {
  const ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  const at = "2026-11-20T15:00:00.000Z";
  const about = { at, who: "hq", subject: "run-1", hash: null };
  await ledger.write(async ({ events }) => {
    await events.add({ ...about, what: "budget.alert", detail: "80% of the cap is used." });
    await events.add({ ...about, what: "run.done", detail: "marketing" });
  });
  await ledger.close();
  expect(await told("2026-11-21T08:30:00Z")).toEqual(["80% of the cap is used. See hq spend."]);
  expect(await told("2026-11-23T08:30:00Z")).toEqual([]);
});
