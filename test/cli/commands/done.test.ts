/** `hq done` finds what is meant, and says so when it cannot tell. */
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../../cli/program.ts";
import {
  clonedPackage,
  installedCompany,
  put,
  removeFolders,
  testIo,
} from "../../setup/company.ts";

afterAll(removeFolders);

const packageRoot = await clonedPackage({ packs: true });
const BOARD =
  "# Board\n\n## Now\n\n- [ ] T-001 Call the bank · @cfo\n- [ ] T-002 Call the notary · @lawyer\n\n## Next\n\n- [ ] T-012 Send SAF-T notes to the accountant\n\n## Blocked\n\n## Done\n\n- [x] T-003 Call the landlord\n";

async function company(): Promise<string> {
  const root = await installedCompany(packageRoot);
  await put(root, "BOARD.md", BOARD);
  return root;
}

async function hq(root: string, ...argv: string[]) {
  const io = testIo(root, "2027-01-20T09:00:00Z");
  const exit = await run([...argv, "--root", root], io);
  const words = (lines: readonly string[]) => lines.join("").replaceAll(/\s+/g, " ");
  return { exit, out: words(io.out), err: words(io.err) };
}

const board = (root: string) => readFile(path.join(root, "BOARD.md"), "utf8");

describe("hq done", () => {
  it("ticks the only task whose title has the words, in any order, and one by its id", async () => {
    const root = await company();
    expect(await hq(root, "done", "bank", "call")).toMatchObject({
      exit: 0,
      out: "T-001 Call the bank: done. ",
    });
    expect(await hq(root, "done", "t-002")).toMatchObject({ exit: 0 });
    for (const id of ["T-001", "T-002"]) expect(await board(root)).toContain(`- [x] ${id} Call`);
    expect(await board(root)).toContain("- [ ] T-012 Send");
  });

  it("closes a duty with its receipt", async () => {
    const root = await company();
    const done = await hq(
      root,
      "done",
      "SAF-T",
      "invoices",
      "--receipt",
      "R-9",
      "--on",
      "2027-01-04",
    );
    expect(done).toMatchObject({ exit: 0, err: "" });
    expect(done.out).toMatch(/^SAF-T invoices, due \d{4}-\d{2}-\d{2}: done on 2027-01-04\./);
  });

  it("records the run of a prompt", async () => {
    const root = await company();
    const done = await hq(root, "done", "weekly-review", "--result", "two tasks dropped");
    expect(done).toMatchObject({ exit: 0, out: "weekly-review ran: two tasks dropped. " });
    const shown = await hq(root, "memory", "show", "prompt-run:weekly-review");
    expect(shown.out).toContain("Last run: 2027-01-20T09:00:00.000Z");
    expect(shown.out).toContain("Result: two tasks dropped");
  });

  it("needs no board for a prompt or a duty", async () => {
    const root = await company();
    await rm(path.join(root, "BOARD.md"));
    expect(await hq(root, "done", "weekly-review")).toMatchObject({ exit: 0 });
  });

  it("changes nothing where several fit, and names them", async () => {
    const root = await company();
    const done = await hq(root, "done", "call");
    expect(done.exit).toBe(2);
    expect(done.err).toContain('"call" fits 2: T-001 Call the bank; T-002 Call the notary');
    expect(await board(root)).toBe(BOARD);
  });

  it.each([
    [["landlord"], /nothing open has "landlord"/],
    [["…"], /nothing open has "…"/],
    [["bank", "--receipt", "R-1"], /--receipt with T-001 Call the bank: it belongs to a duty/],
    [["bank", "--result", "fine"], /it belongs to a prompt/],
    [["weekly-review", "--on", "2027-01-01"], /it belongs to a duty/],
  ])("refuses what it cannot carry out: %s", async (words, why) => {
    const root = await company();
    const done = await hq(root, "done", ...words);
    expect(done.exit).not.toBe(0);
    expect(done.err).toMatch(why);
    expect(await board(root)).toBe(BOARD);
  });
});

describe("hq ran", () => {
  it("takes a row of Cadence only", async () => {
    const root = await company();
    expect(await hq(root, "ran", "/weekly-review")).toMatchObject({ exit: 0 });
    const strange = await hq(root, "ran", "knitting");
    expect(strange.exit).toBe(2);
    expect(strange.err).toMatch(/has no such prompt, expected one of .*weekly-review/);
  });
});
