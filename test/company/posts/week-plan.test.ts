import { expect, it } from "vitest";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import { parseDrafts } from "../../../company/drafts.ts";
import { readRhythms } from "../../../company/posts/slots.ts";
import { weekPlan } from "../../../company/posts/week-plan.ts";

const { rhythms } = readRhythms(
  "## Channels\n\n| Channel | Slot |\n|---|---|\n| x | Tue 09:30, Thu 09:30 |\n| dev.to | Wed 10:00 |\n",
);
const { products } = parseConstitution(
  "## Products\n\n| Product | Status | Stack | URL | Social URL | Note |\n|---|---|---|---|---|---|\n| Farol | live | | | | |\n| Boia | beta | | | | |\n| Old | retired | | | | |\n",
  "page",
).constitution;

const post = (date: string, { channel = "x", title = "T", fields = "", status = "draft" } = {}) =>
  `## ${date} · ${channel} · ${title}\n\n- Status: ${status}\n${fields}\n\nText.\n\n`;

it("shows slots with their posts, free ones with the product in turn, collisions and strays", () => {
  const page = [
    post("2026-11-24", { title: "One", fields: "- Product: Farol" }),
    post("2026-11-24", { title: "Two", fields: "- At: 09:30 to 10:00" }),
    post("2026-11-24", { title: "Dropped", status: "dropped" }),
    post("2026-11-27", { title: "Stray" }),
    post("2026-12-03", { title: "Next week" }),
  ].join("");
  const { drafts } = parseDrafts(page, "w.md");
  const rows = weekPlan({ week: "2026-W48", rhythms, drafts, products, timeZone: "UTC" });
  expect(
    rows.map((row) => [row.date, row.time, row.channel, row.kind, row.posts, row.product]),
  ).toEqual([
    ["2026-11-24", "09:30", "x", "filled", ["2026-11-24-x-one", "2026-11-24-x-two"], null],
    ["2026-11-25", "10:00", "dev.to", "gap", [], "Boia"],
    ["2026-11-26", "09:30", "x", "gap", [], "Farol"],
    ["2026-11-27", null, "x", "outside", ["2026-11-27-x-stray"], null],
  ]);
});
