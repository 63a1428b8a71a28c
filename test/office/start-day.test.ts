/** `npm start`: the sample company of today, whose duties fall on the days of the law and not on moved ones. */
import path from "node:path";
import { expect, it } from "vitest";
import { startDay } from "../../office/start-day.ts";
import { put, removeFolders, tempFolder } from "../setup/company.ts";

const KIT = path.join(import.meta.dirname, "..", "..");
const EMPTY = `# Constitution\n\n## Company\n\n| Field | Value |\n|---|---|\n| Name | not set |\n`;

it.each(["2026-11-20", "2027-01-12", "2027-08-24", "2028-05-22"])(
  "has on %s nothing late of the country's duties, and what is due with its period",
  async (today) => {
    const root = await tempFolder();
    await put(root, ".github/copilot-instructions.md", EMPTY);
    const now = new Date(`${today}T09:00:00Z`);
    const { outcome, sample } = await startDay({ root, source: KIT, now });
    expect(sample).toEqual({ company: "Maré Baixa" });
    const { items } = outcome.plan.obligations;
    const ofLaw = items.filter(({ period }) => period !== null);
    expect(ofLaw.length).toBeGreaterThan(0);
    expect(ofLaw.filter(({ due }) => due < today)).toEqual([]);
    expect(ofLaw.filter(({ unconfirmed }) => unconfirmed !== null)).toEqual([]);
    // Days that come once and are past were seen to.
    const late = items.filter(({ state }) => state === "overdue");
    expect(late.map(({ obligation }) => obligation)).toEqual([
      "Last day to give notice to the mail provider before the price rise",
    ]);
    await removeFolders();
  },
);
