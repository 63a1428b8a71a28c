/** Pictures and other things of the founder's in the folders of the kit: none of hq's business. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { chmod, mkdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examine } from "../../doctor/examine.ts";
import { readCompany } from "../../files/company.ts";
import { runChange } from "../../setup/run-department.ts";
import { runInit } from "../../setup/run-init.ts";
import { runUpgrade } from "../../setup/run-upgrade.ts";
import {
  ANSWERS,
  clonedPackage,
  filesIn,
  initTools,
  installedCompany,
  put,
  realKit,
  removeFolders,
  tempFolder,
  testIo,
} from "./company.ts";

const VOICE = ".github/skills/voice/SKILL.md";
const LAWYER = ".github/agents/lawyer.agent.md";
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xd8, 0x00, 0x1a]);
const LATIN = Buffer.from("Café;10,00\n", "latin1");

let first: string;
let second: string;

beforeAll(async () => {
  first = await clonedPackage();
  second = await clonedPackage({
    version: "0.2.0",
    kit: { [VOICE]: `${(await realKit()).get(VOICE)}\nNew end.\n` },
  });
});
afterAll(removeFolders);

type Thing = [name: string, file: string, make: (place: string) => Promise<void>];

const bytes = (content: Uint8Array) => (place: string) => writeFile(place, content);
const THINGS: Thing[] = [
  ["a picture among drafts", "Marketing/drafts/boia.png", bytes(PNG)],
  ["a picture named like a draft", "Marketing/drafts/boia.md", bytes(PNG)],
  ["a picture beside agents", ".github/agents/logo.png", bytes(PNG)],
  ["a picture in a skill", ".github/skills/voice/logo.png", bytes(PNG)],
  ["a sound of a hook", ".github/hooks/done.mp3", bytes(PNG)],
  ["a program of a hook", ".github/hooks/notify.mjs", bytes(PNG)],
  ["what a file manager leaves", ".github/agents/.DS_Store", bytes(PNG)],
  ["the same in our own folder", ".hq-kit/.DS_Store", bytes(PNG)],
  ["the same beside the programs", ".hq-kit/dist/.DS_Store", bytes(PNG)],
  ["the same beside the pristine copies", ".hq-kit/base/Marketing/.DS_Store", bytes(PNG)],
  ["the export of a bank", "Founder/2026/bank.csv", bytes(LATIN)],
  [
    "a text of another encoding",
    "Marketing/ideias.txt",
    bytes(Buffer.from("\ufeffolá", "utf16le")),
  ],
  [
    "a file that is far too large",
    "Founder/archive.json",
    async (place) => {
      await writeFile(place, "{");
      await truncate(place, 80 * 1024 * 1024);
    },
  ],
  ["a pipe", "Marketing/pipe.md", async (place) => void execFileSync("mkfifo", [place])],
  [
    "a pipe among agents",
    ".github/agents/pipe.agent.md",
    async (place) => void execFileSync("mkfifo", [place]),
  ],
  ["a link to nothing", "Marketing/gone.md", (place) => symlink("nowhere", place)],
  [
    "a link to nothing among prompts",
    ".github/prompts/gone.prompt.md",
    (place) => symlink("nowhere", place),
  ],
  ["a link in a circle", "Founder/round.md", (place) => symlink("round.md", place)],
  [
    "a folder named like a draft",
    "Marketing/drafts/week-2026-W40.md",
    async (place) => void (await mkdir(place)),
  ],
  [
    "a folder named like an agent",
    ".github/agents/folder.agent.md",
    async (place) => void (await mkdir(place)),
  ],
];

async function plant(root: string, things: readonly Thing[] = THINGS): Promise<void> {
  for (const [, file, make] of things) {
    const place = path.join(root, file);
    await mkdir(path.dirname(place), { recursive: true });
    await make(place);
  }
}

/** What stands at each of the places, to the byte. */
function marks(root: string, things: readonly Thing[] = THINGS): string[] {
  return things.map(([, file]) => {
    const place = path.join(root, file);
    const entry = lstatSync(place);
    const content = entry.isFile()
      ? createHash("sha256").update(readFileSync(place)).digest("hex")
      : entry.isSymbolicLink()
        ? readlinkSync(place)
        : entry.isDirectory()
          ? readdirSync(place).join()
          : "";
    return [file, entry.mode, entry.mtimeMs, entry.ino, content].join(" ");
  });
}

async function change(root: string, action: "add" | "remove", id: string) {
  const tools = { io: testIo(root), confirm: async () => "yes" as const };
  return runChange({ action, id, options: { root } }, tools);
}

async function upgrade(root: string, packageRoot: string) {
  const outcome = await runUpgrade({ root }, { io: testIo(root), packageRoot });
  if (outcome.kind !== "written") throw new Error(outcome.kind);
  return outcome.plan;
}

const doctor = (root: string) =>
  examine({ root, now: new Date("2026-11-20T09:30:00Z"), env: {}, nodeVersion: "24.0.0" });

async function company(): Promise<string> {
  return installedCompany(first);
}

describe("what is no text and did not come with the kit", () => {
  test("is left alone by departments and upgrades", async () => {
    const root = await company();
    await plant(root);
    const before = marks(root);
    expect((await change(root, "remove", "lawyer")).kind).toBe("written");
    expect((await change(root, "add", "lawyer")).kind).toBe("written");
    const plan = await upgrade(root, second);
    expect(plan.conflicts).toEqual([]);
    expect(plan.changes.filter(({ kind }) => kind === "keep")).toEqual([]);
    expect(readFileSync(path.join(root, VOICE), "utf8")).toContain("New end.");
    expect(marks(root)).toEqual(before);
  });

  test("is no word of the doctor and of the plan for the day", async () => {
    const root = await company();
    const said = await doctor(root);
    await plant(root);
    expect(await doctor(root)).toEqual(said);
    expect((await readCompany(root)).notes).toEqual([]);
  });

  test("is left alone by an install into its repository", async () => {
    const root = await tempFolder();
    const things = THINGS.filter(([, file]) => !file.startsWith(".hq-kit/"));
    await plant(root, things);
    const before = marks(root, things);
    const given = { ...ANSWERS, product: [...ANSWERS.product], into: root };
    expect((await runInit(given, initTools(first))).kind).toBe("written");
    expect(marks(root, things)).toEqual(before);
    const named = (await doctor(root)).filter(({ file }) => things.some(([, own]) => own === file));
    expect(named).toEqual([]);
    await upgrade(root, second);
    expect(marks(root, things)).toEqual(before);
  });

  test("in a clone stops neither its own set-up nor an install from it", async () => {
    const clone = await clonedPackage();
    const things = THINGS.filter(([, file]) => !file.startsWith(".hq-kit/"));
    await plant(clone, things);
    await put(clone, "examples/mare/.DS_Store", "");
    await writeFile(path.join(clone, "bin", "photo.png"), PNG);
    const root = await installedCompany(clone);
    expect([...(await filesIn(root)).keys()].filter((file) => /boia|logo|bank/.test(file))).toEqual(
      [],
    );
    const given = { ...ANSWERS, product: [...ANSWERS.product] };
    expect((await runInit(given, initTools(clone))).kind).toBe("written");
    expect((await upgrade(root, clone)).conflicts).toEqual([]);
  });

  test("more of it than a kit has files is not counted", async () => {
    const root = await company();
    await mkdir(path.join(root, "Marketing", "photos"));
    for (let number = 0; number < 2_100; number += 1) {
      await writeFile(path.join(root, "Marketing", "photos", `${number}.png`), "");
    }
    expect((await doctor(root)).filter(({ what }) => what.includes("folders of the kit"))).toEqual(
      [],
    );
    expect((await upgrade(root, second)).to).toBe("0.2.0");
  });

  test.skipIf(process.getuid?.() === 0)("may be closed to everybody", async () => {
    const root = await company();
    const said = await doctor(root);
    await put(root, "Founder/private/diary.md", "Mine.\n");
    await put(root, "Marketing/closed.md", "Mine.\n");
    await chmod(path.join(root, "Founder", "private"), 0);
    await chmod(path.join(root, "Marketing", "closed.md"), 0);
    try {
      await change(root, "remove", "lawyer");
      await upgrade(root, second);
      expect((await doctor(root)).length).toBe(said.length);
    } finally {
      await chmod(path.join(root, "Founder", "private"), 0o700);
    }
  });
});

describe("what stands where the kit has a file", () => {
  test("is kept by init and named, and stays through upgrades", async () => {
    const things: Thing[] = [
      ["a page of another encoding", "AGENTS.md", bytes(Buffer.from("\ufeffMine", "utf16le"))],
      ["a picture", "Marketing/ideas.md", bytes(PNG)],
      ["a folder", "Marketing/voice.md", async (place) => void (await mkdir(place))],
      ["a link to nothing", LAWYER, (place) => symlink("nowhere", place)],
      ["a list of git's that is no text", ".gitattributes", bytes(PNG)],
      ["the same of what git ignores", ".gitignore", bytes(PNG)],
    ];
    const root = await tempFolder();
    await plant(root, things);
    const before = marks(root, things);
    const given = { ...ANSWERS, product: [...ANSWERS.product], into: root };
    const outcome = await runInit(given, initTools(first));
    if (outcome.kind !== "written") throw new Error(outcome.kind);
    const kept = outcome.plan.changes.filter((one) => one.kind === "keep");
    expect(kept.map((one) => one.path).sort()).toEqual(things.map(([, file]) => file).sort());
    expect(kept.every(({ note }) => /no (UTF-8 )?text/.test(note))).toBe(true);
    const third = await clonedPackage({ version: "0.3.0" });
    await upgrade(root, second);
    expect((await upgrade(root, third)).to).toBe("0.3.0");
    expect(marks(root, things)).toEqual(before);
  });

  test("and is new in this version is kept too", async () => {
    const root = await company();
    const file = ".github/skills/new-one/SKILL.md";
    await put(root, file, "");
    await writeFile(path.join(root, file), PNG);
    const third = await clonedPackage({
      version: "0.3.0",
      kit: { [file]: "---\nname: new-one\n---\n" },
    });
    for (const _ of ["once", "again"]) {
      const plan = await upgrade(root, third);
      expect(plan.changes.filter(({ kind }) => kind === "keep")).toMatchObject([{ path: file }]);
    }
    expect(new Uint8Array(readFileSync(path.join(root, file)))).toEqual(PNG);
    await rm(path.join(root, file));
    await upgrade(root, third);
    expect(readFileSync(path.join(root, file), "utf8")).toContain("new-one");
  });

  test("a kept text of a removed department is never written over", async () => {
    const root = await company();
    await put(root, LAWYER, "---\nname: lawyer\n---\nMine.\n");
    const taken = path.join(root, ".hq-kit", "removed", "lawyer.agent.md");
    await mkdir(path.dirname(taken));
    await writeFile(taken, PNG);
    const tools = { io: testIo(root), confirm: async () => "yes" as const };
    await runChange({ action: "remove", id: "lawyer", options: { root, force: true } }, tools);
    expect(new Uint8Array(readFileSync(taken))).toEqual(PNG);
    const copy = path.join(root, ".hq-kit", "removed", "lawyer-2.agent.md");
    expect(readFileSync(copy, "utf8")).toContain("Mine.");
  });
});

describe("a file that the kit installed and that is broken now", () => {
  test.each<[string, string]>([
    ["upgrade", VOICE],
    ["upgrade", "Marketing/strategy.md"],
    ["upgrade", `.hq-kit/base/${VOICE}`],
    ["department", LAWYER],
    ["department", "BOARD.md"],
    ["department", ".hq-kit/base/.github/copilot-instructions.md"],
  ])("stops %s with the way to get it back: %s", async (command, file) => {
    const root = await company();
    await writeFile(path.join(root, file), PNG);
    const before = await filesIn(root);
    const run = command === "upgrade" ? upgrade(root, second) : change(root, "remove", "lawyer");
    await expect(run).rejects.toMatchObject({
      code: "unreadable-file",
      message: expect.stringContaining(`${file}: bytes that are not UTF-8 text, expected`),
      hint: expect.stringContaining(`git checkout -- ${file}`),
    });
    expect(await filesIn(root)).toEqual(before);
  });

  test("does not stop a command that has no need of it", async () => {
    const root = await company();
    await writeFile(path.join(root, VOICE), PNG);
    expect((await change(root, "remove", "lawyer")).kind).toBe("written");
  });

  test.each(["bytes", "folder", "link"])("is named by the doctor: %s", async (how) => {
    const root = await company();
    await rm(path.join(root, VOICE));
    if (how === "bytes") await writeFile(path.join(root, VOICE), PNG);
    else if (how === "folder") await mkdir(path.join(root, VOICE));
    else await symlink("nowhere", path.join(root, VOICE));
    const found = (await doctor(root)).filter(({ file }) => file === VOICE);
    expect(found.map(({ severity }) => severity)).toContain("error");
  });

  test("and a skill of the product's own in another encoding is listed, not judged", async () => {
    const root = await company();
    const file = ".github/skills/mine/SKILL.md";
    await put(root, file, "");
    await writeFile(path.join(root, file), LATIN);
    const found = await doctor(root);
    expect(found.filter((one) => one.file === file)).toEqual([]);
    expect(found.find((one) => one.file === ".github")).toMatchObject({
      severity: "note",
      what: "yours, not checked: 1 page in another encoding (.github/skills/mine/SKILL.md)",
    });
  });

  test("and in a clone, which is the company's, a warning that stops nothing", async () => {
    const clone = await clonedPackage();
    const given = { ...ANSWERS, product: [...ANSWERS.product] };
    await runInit(given, initTools(clone));
    const file = ".github/skills/mine/SKILL.md";
    await put(clone, file, "");
    await writeFile(path.join(clone, file), LATIN);
    const found = (await doctor(clone)).filter((one) => one.file === file);
    expect(found).toMatchObject([{ severity: "warning", fix: "Save it as UTF-8 text." }]);
  });
});
