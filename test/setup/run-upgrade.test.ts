import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { readCompany } from "../../files/company.ts";
import { isUpToDate } from "../../setup/plan-upgrade.ts";
import { runChange } from "../../setup/run-department.ts";
import { runUpgrade } from "../../setup/run-upgrade.ts";
import {
  clonedPackage,
  filesIn,
  installedCompany,
  put,
  realKit,
  removeFolders,
  testIo,
} from "./company.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
const VOICE = ".github/skills/voice/SKILL.md";
const LAWYER = ".github/agents/lawyer.agent.md";
let first: string;
let kit: ReadonlyMap<string, string>;

beforeAll(async () => {
  first = await clonedPackage();
  kit = await realKit();
});
afterAll(removeFolders);

function text(file: string): string {
  return kit.get(file) ?? "";
}

async function upgrade(root: string, packageRoot: string, dryRun = false) {
  const outcome = await runUpgrade({ root, dryRun }, { io: testIo(root), packageRoot });
  if (outcome.kind !== "written" && outcome.kind !== "planned") throw new Error(outcome.kind);
  return outcome.plan;
}

test("the same version changes nothing, whichever country and departments", async () => {
  for (const options of [{}, { country: "Germany", departments: "coo,cfo" }]) {
    const root = await installedCompany(first, options);
    const before = await filesIn(root);
    const plan = await upgrade(root, first);
    expect(isUpToDate(plan)).toBe(true);
    expect(await filesIn(root)).toEqual(before);
  }
});

test("what the founder left alone is replaced, what the founder changed is kept, and new files come", async () => {
  const root = await installedCompany(first);
  const files = await filesIn(root);
  await put(root, "Marketing/strategy.md", "All mine.\n");
  await put(root, VOICE, `My words first.\n${files.get(VOICE)}`);
  const second = await clonedPackage({
    version: "0.2.0",
    kit: {
      [LAWYER]: `${text(LAWYER)}\nNew rule.\n`,
      [VOICE]: `${text(VOICE)}\nNew end.\n`,
      ".github/skills/new-one/SKILL.md": "---\nname: new-one\ndescription: x\n---\n",
      "Marketing/ideas.md": null,
    },
  });
  const plan = await upgrade(root, second);
  expect(plan.conflicts).toEqual([]);
  const after = await filesIn(root);
  expect(after.get(LAWYER)).toContain("New rule.");
  expect(after.get(VOICE)).toMatch(/^My words first\.\n.*\nNew end\.\n$/s);
  expect(after.get("Marketing/strategy.md")).toBe("All mine.\n");
  expect(after.has(".github/skills/new-one/SKILL.md")).toBe(true);
  expect(after.has("Marketing/ideas.md")).toBe(false);
  expect(JSON.parse(after.get(".hq-kit/manifest.json") ?? "").version).toBe("0.2.0");
  expect(isUpToDate(await upgrade(root, second))).toBe(true);
  expect(await filesIn(root)).toEqual(after);
});

test("servers installed before deferTools get it, beside what the founder added", async () => {
  const servers = ".mcp.json";
  const old = text(servers).replaceAll(/,\s*"deferTools": "never"/g, "");
  expect(old).not.toContain("deferTools");
  const earlier = await clonedPackage({ kit: { [servers]: old } });
  const alone = await installedCompany(earlier);
  const own = await installedCompany(earlier);
  const mine = JSON.parse((await filesIn(own)).get(servers) ?? "");
  mine.mcpServers.notes = { command: "npx", args: ["notes"] };
  mine.mcpServers.memory.env = { MEMORY_FILE_PATH: "memory.jsonl" };
  await put(own, servers, JSON.stringify(mine, null, 4));
  const second = await clonedPackage({ version: "0.2.0" });
  expect((await upgrade(alone, second)).conflicts).toEqual([]);
  const installed = (await filesIn(alone)).get(servers) ?? "";
  expect(installed).toBe(text(servers).replaceAll('"bin/', '".hq-kit/bin/'));
  expect((await upgrade(own, second)).conflicts).toEqual([]);
  const after = JSON.parse((await filesIn(own)).get(servers) ?? "");
  expect(after.mcpServers.memory).toEqual({ ...mine.mcpServers.memory, deferTools: "never" });
  expect(after.mcpServers.company.deferTools).toBe("never");
  expect(after.mcpServers.notes).toEqual(mine.mcpServers.notes);
});

test("the editor's setting for departments as subagents comes also beside the founder's own settings", async () => {
  const settings = ".vscode/settings.json";
  const earlier = await clonedPackage({ kit: { [settings]: null } });
  const second = await clonedPackage({ version: "0.2.0" });
  const wanted = JSON.parse(text(settings));
  for (const [mine, merged] of [
    [null, wanted],
    ['{"editor.tabSize": 3}', { "editor.tabSize": 3, ...wanted }],
    ['{"chat.agent.maxRequests": 7}', { "chat.agent.maxRequests": 7 }],
  ] as const) {
    const root = await installedCompany(earlier);
    if (mine !== null) await put(root, settings, mine);
    expect((await upgrade(root, second)).conflicts).toEqual([]);
    expect(JSON.parse((await filesIn(root)).get(settings) ?? "")).toEqual(merged);
  }
  const root = await installedCompany(earlier);
  await put(root, settings, "{\n  // mine\n}\n");
  await upgrade(root, second);
  // A comment is no reason to leave it out, and stays.
  const merged = (await filesIn(root)).get(settings) ?? "";
  expect(merged).toContain("  // mine\n");
  expect(JSON.parse(merged.replace("// mine", ""))).toEqual(wanted);
});

test("a conflict leaves the founder's file as it is and puts both versions beside it", async () => {
  const root = await installedCompany(first);
  const mine = text(VOICE).replace(/\n# .*/, "\n# My title");
  await put(root, VOICE, mine);
  const second = await clonedPackage({
    version: "0.2.0",
    kit: { [VOICE]: text(VOICE).replace(/\n# .*/, "\n# Their title") },
  });
  const plan = await upgrade(root, second);
  expect(plan.conflicts.map((conflict) => conflict.path)).toEqual([VOICE]);
  expect(plan.conflicts[0]?.regions).toEqual([
    expect.objectContaining({ mine: ["# My title"], theirs: ["# Their title"] }),
  ]);
  const after = await filesIn(root);
  expect(after.get(VOICE)).toBe(mine);
  expect(after.get(`.hq-kit/conflicts/${VOICE}`)).toContain(
    "<<<<<<< yours\n# My title\n=======\n# Their title\n>>>>>>>",
  );
  const again = await upgrade(root, second);
  expect(again.conflicts).toEqual([]);
  expect(again.waiting).toEqual([`.hq-kit/conflicts/${VOICE}`]);
  expect(await filesIn(root)).toEqual(after);
});

test("what the founder removed stays removed, and a department that left does not come back", async () => {
  const root = await installedCompany(first, { departments: "coo,cfo" });
  await rm(path.join(root, VOICE));
  const second = await clonedPackage({
    version: "0.2.0",
    kit: { [VOICE]: `${text(VOICE)}\nNew.\n`, [LAWYER]: `${text(LAWYER)}\nNew rule.\n` },
  });
  const plan = await upgrade(root, second);
  expect(plan.changes.filter(({ kind }) => kind === "keep").map((change) => change.path)).toEqual([
    VOICE,
  ]);
  const after = await filesIn(root);
  expect(after.has(VOICE)).toBe(false);
  expect(after.has(LAWYER)).toBe(false);
  await runChange(
    { action: "add", id: "lawyer", options: { root } },
    { io: testIo(root), confirm: async () => "yes" },
  );
  expect((await filesIn(root)).get(LAWYER)).toContain("New rule.");
});

test("rows of the company and of the kit's new constitution come together", async () => {
  const root = await installedCompany(first, { departments: "coo,marketing" });
  const topic = "| Customer data |";
  const theirs = text(CONSTITUTION)
    .replace(
      topic,
      "| Refunds above 50 | refund | cfo |\n| Brand names | trademark | lawyer |\n| Customer data |",
    )
    .replace("| UTC |", "| Etc/UTC |")
    .replace("| metric | 7 days |", "| metric | 5 days |");
  const second = await clonedPackage({ version: "0.2.0", kit: { [CONSTITUTION]: theirs } });
  const plan = await upgrade(root, second);
  expect(plan.conflicts).toEqual([]);
  const { constitution, findings } = await readCompany(root);
  expect(findings).toEqual([]);
  expect(constitution.company).toMatchObject({ name: "Maré Software", timeZone: "Europe/Lisbon" });
  expect(constitution.products.map(({ name }) => name)).toEqual(["Farol"]);
  expect(constitution.freshFacts.find(({ entityType }) => entityType === "metric")?.days).toBe(5);
  const brand = constitution.reviewTriggers.find((trigger) => trigger.topic === "Brand names");
  expect(brand?.reviewer).toBe("founder");
});

test("a changed date of a duty reaches the company, and one that the founder took out does not return", async () => {
  const root = await installedCompany(first);
  const page = (await filesIn(root)).get(CONSTITUTION) ?? "";
  const rows = parseConstitution(page, CONSTITUTION).constitution.obligations;
  const [gone, moved] = rows;
  if (gone === undefined || moved === undefined) throw new Error("the kit has too few duties");
  await put(
    root,
    CONSTITUTION,
    page
      .split("\n")
      .filter((_, at) => at !== gone.line - 1)
      .join("\n"),
  );
  const skill = ".github/skills/portuguese-tax/SKILL.md";
  const changed = text(skill)
    .split("\n")
    .map((line) =>
      line.startsWith(`| ${moved.obligation} | \``)
        ? line.replace(/`[^`]+`/, "`0 0 27 3 *`")
        : line,
    )
    .join("\n");
  const second = await clonedPackage({ version: "0.2.0", kit: { [skill]: changed } });
  expect((await upgrade(root, second)).conflicts).toEqual([]);
  const after = (await readCompany(root)).constitution.obligations;
  expect(after.find(({ obligation }) => obligation === moved.obligation)?.schedule).toBe(
    "0 0 27 3 *",
  );
  expect(after.some(({ obligation }) => obligation === gone.obligation)).toBe(false);
});

test("a company elsewhere is not given the skills of another country", async () => {
  const root = await installedCompany(first, { country: "Germany" });
  const skill = ".github/skills/irish-tax/SKILL.md";
  const page = "---\nname: irish-tax\ndescription: x\nmetadata:\n  country: Ireland\n---\n";
  const second = await clonedPackage({ version: "0.2.0", kit: { [skill]: page } });
  await upgrade(root, second);
  expect([...(await filesIn(root)).keys()].filter((file) => /irish|portuguese/.test(file))).toEqual(
    [],
  );
});

test("the program is renewed, and pieces of the old one go", async () => {
  const root = await installedCompany(first);
  await put(root, ".hq-kit/dist/chunk-OLD.js", "old\n");
  const second = await clonedPackage({ version: "0.2.0" });
  await put(second, "dist/hq.js", "console.log('second');\n");
  await upgrade(root, second);
  const after = await filesIn(root);
  expect(after.get(".hq-kit/dist/hq.js")).toBe("console.log('second');\n");
  expect(after.has(".hq-kit/dist/chunk-OLD.js")).toBe(false);
  expect(JSON.parse(after.get(".hq-kit/package.json") ?? "")).toMatchObject({
    version: "0.2.0",
    type: "module",
  });
});

test("a pristine copy that somebody changed is not trusted: both versions are shown", async () => {
  const root = await installedCompany(first);
  const mine = `${text(VOICE)}\nMine.\n`;
  await put(root, VOICE, mine);
  // As if the founder's text had been the kit's: trusted, it would be replaced without a word.
  await put(root, `.hq-kit/base/${VOICE}`, mine);
  const second = await clonedPackage({
    version: "0.2.0",
    kit: { [VOICE]: `${text(VOICE)}\nNew.\n` },
  });
  const plan = await upgrade(root, second);
  expect(plan.conflicts.map((conflict) => conflict.path)).toEqual([VOICE]);
  expect((await filesIn(root)).get(VOICE)).toBe(mine);
});

test("a dry run writes nothing", async () => {
  const root = await installedCompany(first);
  const before = await filesIn(root);
  const second = await clonedPackage({ version: "0.2.0", kit: { [VOICE]: "new\n" } });
  const plan = await upgrade(root, second, true);
  expect(isUpToDate(plan)).toBe(false);
  expect(await filesIn(root)).toEqual(before);
});

test("an upgrade that is cut off is completed by the next run", async () => {
  const root = await installedCompany(first);
  const second = await clonedPackage({
    version: "0.2.0",
    kit: {
      [LAWYER]: `${text(LAWYER)}\nNew rule.\n`,
      [VOICE]: `${text(VOICE)}\nNew.\n`,
      "Founder/new.md": "new\n",
    },
  });
  const whole = await installedCompany(first);
  await upgrade(whole, second);
  // A folder in the place of the program's licence makes the write of it fail, late in the list.
  await rm(path.join(root, ".hq-kit/LICENSE"));
  await put(root, ".hq-kit/LICENSE/x", "in the way");
  await expect(upgrade(root, second)).rejects.toMatchObject({ code: "write-failed" });
  await rm(path.join(root, ".hq-kit/LICENSE"), { recursive: true });
  expect((await upgrade(root, second)).conflicts).toEqual([]);
  const [one, other] = [await filesIn(root), await filesIn(whole)];
  expect([...one.keys()]).toEqual([...other.keys()]);
  for (const [file, content] of other)
    if (!file.startsWith("memory.")) expect(one.get(file)).toBe(content);
});

test("a company's memory is its own: an upgrade never touches it, whatever the kit's holds", async () => {
  const second = await clonedPackage({
    version: "0.2.0",
    kit: { [VOICE]: `${text(VOICE)}\nNew.\n` },
  });
  await put(
    second,
    "memory.jsonl",
    '{"type":"entity","name":"kit","entityType":"x","observations":[]}\n',
  );
  const root = await installedCompany(first);
  const before = (await filesIn(root)).get("memory.jsonl");
  const plan = await upgrade(root, second);
  expect(
    [...plan.changes, ...plan.conflicts].filter(({ path: file }) => /memory\./.test(file)),
  ).toEqual([]);
  expect((await filesIn(root)).get("memory.jsonl")).toBe(before);
  await rm(path.join(root, "memory.jsonl"));
  await upgrade(root, await clonedPackage({ version: "0.3.0" }));
  expect((await filesIn(root)).has("memory.jsonl")).toBe(false);
});

test("a clone is left to git, and the installed copy says that it has nothing newer", async () => {
  const io = testIo(first);
  expect(await runUpgrade({ root: first }, { io, packageRoot: first })).toEqual({
    kind: "clone",
    root: first,
  });
  const root = await installedCompany(first);
  const outcome = await runUpgrade({ root }, { io, packageRoot: path.join(root, ".hq-kit") });
  expect(outcome).toEqual({ kind: "itself", root, version: "0.1.0" });
});

test("a company with a newer kit, and one that was never set up, are refused", async () => {
  const second = await clonedPackage({ version: "0.10.0" });
  const root = await installedCompany(second);
  await expect(upgrade(root, first)).rejects.toMatchObject({ code: "wrong-state" });
  await rm(path.join(root, ".hq-kit"), { recursive: true });
  await expect(upgrade(root, second)).rejects.toThrow(/no \.hq-kit\/manifest\.json/);
});

test("line endings of a checkout on Windows are no change of the founder's", async () => {
  const root = await installedCompany(first);
  await put(root, LAWYER, text(LAWYER).replaceAll("\n", "\r\n"));
  const second = await clonedPackage({
    version: "0.2.0",
    kit: { [LAWYER]: `${text(LAWYER)}\nNew rule.\n` },
  });
  expect((await upgrade(root, second)).conflicts).toEqual([]);
  expect((await filesIn(root)).get(LAWYER)).toBe(
    `${text(LAWYER)}\nNew rule.\n`.replaceAll("\n", "\r\n"),
  );
});
