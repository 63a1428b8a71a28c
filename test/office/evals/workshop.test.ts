import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { readEvalCompany } from "../../../company/evals/scenario.ts";
import { lookAt } from "../../../files/look.ts";
import { readKitTexts } from "../../../office/evals/kit-texts.ts";
import { copyTemplate, makeTemplate, openWorkshop } from "../../../office/evals/workshop.ts";

const NOW = () => new Date("2026-11-30T09:00:00Z");
const REPOSITORY = path.join(import.meta.dirname, "../../..");
const place = () => mkdtempSync(path.join(tmpdir(), "workshop-"));

const sources = (temporary: string) => ({
  ...{ temporary, holder: "mine", today: "2026-11-30", now: NOW },
  isGone: (holder: string) => holder === "dead",
});

it("clears away what killed processes left, and nothing of living ones or of others", async () => {
  const temporary = place();
  const make = (name: string, holder: string | null) => {
    mkdirSync(path.join(temporary, name, "company-x"), { recursive: true });
    if (holder !== null) writeFileSync(path.join(temporary, name, "holder"), holder);
  };
  make("hq-eval-dead", "dead");
  make("hq-eval-alive", "alive");
  make("hq-eval-young", null);
  make("hq-eval-old", null);
  make("other", "dead");
  const long = new Date(Date.now() - 2 * 3_600_000);
  utimesSync(path.join(temporary, "hq-eval-old"), long, long);
  const workshop = await openWorkshop(sources(temporary));
  const left = ["hq-eval-alive", "hq-eval-young", "other"];
  expect(readdirSync(temporary).sort()).toEqual([...left, path.basename(workshop.folder)].sort());
  await workshop.close();
  expect(readdirSync(temporary).sort()).toEqual(left.sort());
});

it("makes a company of the kit's texts, without who the founder is", async () => {
  const kit = new Map(await readKitTexts(REPOSITORY));
  const page = ".github/copilot-instructions.md";
  const own = (kit.get(page) ?? "")
    .replace("| Name | not set |", "| Name | Adega Real |")
    .replace(
      "|---|---|---|---|---|---|\n\n## Departments",
      "|---|---|---|---|---|---|\n| Vinho | live | | | | |\n\n## Departments",
    )
    .replace("Stay in your domain", "Stay in your own field");
  kit.set(page, own);
  const text = kit.get(".github/evals/company.json") ?? "";
  const read = readEvalCompany({ path: ".github/evals/company.json", text });
  if (read.kind === "bad") throw new Error(JSON.stringify(read.findings));
  const workshop = await openWorkshop(sources(place()));
  const template = await makeTemplate(workshop, kit, read.company);
  const made = template.texts.get(page) ?? "";
  expect(made).toContain("Stay in your own field");
  expect(made).toContain("| Name | Farol |");
  expect(made).not.toMatch(/Adega|Vinho/);
  expect(made).toContain("| Since | 2026-09-01 |");
  expect([...template.texts.keys()].some((file) => file.startsWith(".github/evals/"))).toBe(false);

  const agent = ".github/agents/ceo.agent.md";
  const less = new Map(kit).set(agent, "---\nname: ceo\n---\nNothing.\n");
  less.delete("AGENTS.md");
  const { root } = await copyTemplate(workshop, template, less);
  const found = await lookAt(path.join(root, agent));
  expect(found).toMatchObject({ kind: "text", text: "---\nname: ceo\n---\nNothing.\n" });
  expect((await lookAt(path.join(root, "AGENTS.md"))).kind).toBe("nothing");
  expect((await lookAt(path.join(root, "memory.jsonl"))).kind).toBe("text");
  await workshop.close();
});
