/** Who can approve, and what an approval still holds for. */
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { appendFile, chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseDrafts } from "../../../company/drafts.ts";
import { parseApproval, printApproval } from "../../../company/posts/approval.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { KEY_FILE, openApprovalKey } from "../../../office/posts/approval-key.ts";
import {
  approvalFile,
  approvalStanding,
  postNow,
} from "../../../office/posts/approval-standing.ts";
import { approvePost, askToApprove } from "../../../office/posts/approve-post.ts";
import { readPosts } from "../../../office/posts/company-posts.ts";
import { companyChannels } from "../../../office/posts/outgoing.ts";
import { protectApprovals } from "../../../office/posts/protect-approvals.ts";
import { unapprovePost } from "../../../office/posts/unapprove-post.ts";
import { rounds } from "../../run/rounds.ts";
import {
  answerAll,
  approve,
  BEFORE,
  type Company,
  emptyCompany,
  PAGE,
  WEEK,
  writeWeek,
} from "./approved-company.ts";

const ID = "2026-11-24-x-a-drill";
const PICTURE = "Marketing/media/graph.png";
const POST = {
  title: "A drill",
  text: "The drill of the database took 41 minutes.\n---\nThe key lay in a drawer.",
  fields: `- Campaign: drills\n- Media: ![The graph](${PICTURE})\n`,
};
const PASSPHRASE = "correct horse";

let company: Company;
let others: string[] = [];

beforeEach(async () => {
  company = await emptyCompany();
  mkdirSync(path.join(company.root, "Marketing/media"));
  await writeFile(path.join(company.root, PICTURE), "a graph");
  await writeWeek(company.root, [POST, { title: "Another", text: "Other words." }]);
});

afterEach(async () => {
  await company.remove();
  for (const each of others) await rm(each, { recursive: true, force: true });
  others = [];
});

async function standing(root = company.root, id = ID) {
  const { posts, constitution } = await readPosts(root);
  const post = posts.find((each) => each.id === id);
  if (post === undefined) return { kind: "none" } as const;
  const open = await companyChannels(root, constitution, { env: {}, now: () => BEFORE });
  const channel = open(post.draft.channel);
  const { facts } = await postNow(root, post, {
    constitution,
    channel,
    account: "Marketing/published",
  });
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    return await ledger.read(({ approvals }) =>
      approvalStanding(root, { facts, constitution }, approvals),
    );
  } finally {
    await ledger.close();
  }
}

const at = (file: string) => path.join(company.root, file);
const week = () => readFile(at(WEEK), "utf8");
const why = async (root?: string) => {
  const found = await standing(root);
  return found.kind === "void" ? found.why : found.kind;
};

async function edit(from: string | RegExp, to: string) {
  const page = await week();
  expect(page).toMatch(from);
  await writeFile(at(WEEK), page.replace(from, to));
}

describe("an approval", () => {
  it("is a file beside the draft, whose status says so, and counts here", async () => {
    const { file } = await approve(company.root, ID);
    expect(file).toBe(`Marketing/approvals/${ID}.json`);
    expect(await standing()).toMatchObject({ kind: "approved", proof: "this machine" });
    expect(parseDrafts(await week(), WEEK).drafts[0]?.status).toBe("approved");
    expect((await week()).replace("Status: approved", "Status: draft")).toContain(
      "- Campaign: drills",
    );
    const kept = parseApproval(await readFile(at(file), "utf8"));
    expect(kept).toMatchObject({ post: ID, channel: "x", goesTo: "folder", signature: null });
    expect(kept?.waived.length).toBeGreaterThan(0);
  });

  it.each([
    ["a word", "41 minutes", "14 minutes", "what the outside would see has changed since"],
    ["the time", "09:30 to", "09:40 to", "its window was"],
    [
      "what a picture shows",
      "![The graph]",
      "![A graph]",
      "what the outside would see has changed",
    ],
    ["the product", "- Campaign", "- Product: Redeiro\n- Campaign", "what the outside would see"],
  ])("is void when %s changes", async (...[, from, to, expected]) => {
    await approve(company.root, ID);
    await edit(from, to);
    expect(await why()).toContain(expected);
  });

  it("is void when a picture has other bytes, or is gone", async () => {
    await approve(company.root, ID);
    await writeFile(at(PICTURE), "another graph");
    expect(await why()).toContain("what the outside would see has changed");
    await rm(at(PICTURE));
    expect(await why()).toContain("what the outside would see has changed");
    await writeFile(at(PICTURE), "a graph");
    expect(await why()).toBe("approved");
  });

  it("holds whatever happens to the rest of the file, and to what only we see", async () => {
    await approve(company.root, ID);
    await edit("Campaign: drills", "Campaign: winter\n- Reviews: none");
    await edit("Other words.", "Wholly other words.");
    await appendFile(at(WEEK), "\n## 2026-11-26 · x · Third\n\n- Status: draft\n\nThree.\n");
    expect(await why()).toBe("approved");
  });

  it("does not go along when the post moves to another day or gets another title", async () => {
    await approve(company.root, ID);
    await edit("· A drill", "· The drill");
    expect((await standing(company.root, "2026-11-24-x-the-drill")).kind).toBe("none");
  });

  it("taken back is gone, and its file alone brings it not back", async () => {
    const { file } = await approve(company.root, ID);
    const kept = await readFile(at(file), "utf8");
    const done = await unapprovePost({ root: company.root, now: () => BEFORE }, ID);
    expect(done).toEqual({ id: ID, wasApproved: true, isOut: false });
    expect(await why()).toBe("none");
    expect(await week()).toContain("- Status: review");
    await writeFile(at(file), kept);
    expect(await why()).toBe("you took it back");
  });
});

describe("nobody else approves", () => {
  it("by writing the file, or by copying that of another post", async () => {
    const { approval } = await approve(company.root, ID);
    const forged = { ...approval, approvedAt: "2026-11-24T08:00:01.000Z" };
    await writeFile(at(approvalFile(ID)), printApproval(forged));
    expect(await why()).toContain("not given on this machine");
    await writeFile(at(approvalFile("2026-11-24-x-another")), printApproval(approval));
    const other = await standing(company.root, "2026-11-24-x-another");
    expect(other).toMatchObject({ kind: "void", why: expect.stringContaining("another post") });
    for (const junk of ["", "{}", "null", "[1]", '{"version":1}', "\u0000"]) {
      await writeFile(at(approvalFile(ID)), junk.replace("\u0000", "x"));
      expect(await why()).toBe("its file is no approval");
    }
  });

  it("on another machine, while no key signs", async () => {
    await approve(company.root, ID);
    expect(await why(await clone())).toContain("not given on this machine");
  });

  it("by an entry in the record, once a key is set up", async () => {
    const { approval } = await approve(company.root, ID);
    await protectApprovals(company.root, PASSPHRASE);
    expect(await why()).toBe("it is not signed");
    const signature = { key: Buffer.from("no key").toString("base64"), value: "AAAA" };
    await writeFile(at(approvalFile(ID)), printApproval({ ...approval, signature }));
    expect(await why()).toContain("another key");
  });
});

async function clone(): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "solo-hq-clone-"));
  others.push(root);
  cpSync(company.root, root, {
    recursive: true,
    filter: (from) => !from.includes(`${path.sep}.hq`),
  });
  return root;
}

describe("a signed approval", () => {
  it("counts in every clone of the company, with the fingerprint of its page", async () => {
    const fingerprint = await protectApprovals(company.root, PASSPHRASE);
    expect(await readFile(at(PAGE), "utf8")).toContain(`| Approval key | ${fingerprint} |`);
    await approve(company.root, ID, { passphrase: PASSPHRASE });
    expect(await standing()).toMatchObject({ kind: "approved", proof: fingerprint });
    expect(await standing(await clone())).toMatchObject({ kind: "approved", proof: fingerprint });
  });

  it("of another company counts for nothing, whatever its file says", async () => {
    await protectApprovals(company.root, PASSPHRASE);
    const other = await emptyCompany();
    others.push(other.root);
    await protectApprovals(other.root, PASSPHRASE);
    mkdirSync(path.join(other.root, "Marketing/media"));
    await writeFile(path.join(other.root, PICTURE), "a graph");
    await writeWeek(other.root, [POST]);
    await approve(other.root, ID, { passphrase: PASSPHRASE });
    mkdirSync(at("Marketing/approvals"));
    cpSync(path.join(other.root, approvalFile(ID)), at(approvalFile(ID)));
    expect(await why()).toContain("signed with another key");
  });

  it("with one changed field, or the key in its place, is void", async () => {
    await protectApprovals(company.root, PASSPHRASE);
    const { approval } = await approve(company.root, ID, { passphrase: PASSPHRASE });
    const { signature } = approval;
    for (const change of [
      { costMicroUsd: 1 },
      { waived: [] },
      { approvedAt: "2026-11-24T08:00:00.001Z" },
      { approvedBy: "Somebody" },
      { signature: { key: signature?.key ?? "", value: Buffer.alloc(64).toString("base64") } },
      { signature: { key: signature?.key ?? "", value: "" } },
    ]) {
      await writeFile(at(approvalFile(ID)), printApproval({ ...approval, ...change }));
      expect(await why(), JSON.stringify(change)).toBe("its signature does not fit it");
    }
  });
});

describe("the key", () => {
  it("is closed to others and opened by its passphrase alone", async () => {
    await protectApprovals(company.root, PASSPHRASE);
    expect((await stat(at(KEY_FILE))).mode & 0o777).toBe(0o600);
    await expect(openApprovalKey(company.root, "incorrect horse")).rejects.toMatchObject({
      code: "wrong-state",
    });
    await chmod(at(KEY_FILE), 0o644);
    await expect(openApprovalKey(company.root, PASSPHRASE)).rejects.toThrow("others may read");
    await chmod(at(KEY_FILE), 0o600);
    await writeFile(at(KEY_FILE), "{}");
    await expect(openApprovalKey(company.root, PASSPHRASE)).rejects.toThrow("no key of ours");
    await rm(at(KEY_FILE));
    await expect(openApprovalKey(company.root, PASSPHRASE)).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("is made once, with a passphrase that is one", async () => {
    await expect(protectApprovals(company.root, "short")).rejects.toMatchObject({ code: "usage" });
    expect(existsSync(at(KEY_FILE))).toBe(false);
    await protectApprovals(company.root, PASSPHRASE);
    await expect(protectApprovals(company.root, PASSPHRASE)).rejects.toMatchObject({
      code: "wrong-state",
    });
  });

  it("that is not the one of the page signs nothing", async () => {
    await protectApprovals(company.root, PASSPHRASE);
    const page = await readFile(at(PAGE), "utf8");
    await writeFile(
      at(PAGE),
      page.replace(/(?<=SHA256:)\S/, (first) => (first === "-" ? "_" : "-")),
    );
    await expect(approve(company.root, ID, { passphrase: PASSPHRASE })).rejects.toThrow(
      /the constitution names/,
    );
    expect(existsSync(at(approvalFile(ID)))).toBe(false);
  });
});

describe("a post cannot be approved", () => {
  const sources = () => ({ root: company.root, now: () => BEFORE, env: {} });

  it("while a statement has no answer, whatever reason is given", async () => {
    const { textHash, approvable } = await askToApprove(sources(), ID);
    expect(approvable).toMatchObject({
      ok: false,
      forbidden: [
        expect.stringContaining(
          "nobody has answered. Do it with: hq claims answer 2026-11-24-x-a-drill",
        ),
      ],
    });
    const waived = new Map(
      ["lawyer", "cto", "statements"].map((what) => [what, "I know it."] as const),
    );
    await expect(
      approvePost(sources(), ID, { waived, textHash, passphrase: null }),
    ).rejects.toThrow("nobody has answered");
    expect(await why()).toBe("none");
  });

  it("without a reason for each thing that is missing", async () => {
    await answerAll(company.root, ID);
    const { textHash, approvable } = await askToApprove(sources(), ID);
    expect(approvable.waivable.length).toBeGreaterThan(0);
    const answer = { waived: new Map(), textHash, passphrase: null };
    await expect(approvePost(sources(), ID, answer)).rejects.toThrow(
      "waived by name, with a reason",
    );
    expect(await why()).toBe("none");
  });

  it("as something else than what was shown", async () => {
    const { textHash, approvable } = await askToApprove(sources(), ID);
    const waived = new Map(approvable.waivable.map(({ what }) => [what, "Fine."]));
    await edit("41 minutes", "41 hours");
    await expect(
      approvePost(sources(), ID, { waived, textHash, passphrase: null }),
    ).rejects.toThrow("changed since it was shown");
  });

  it.each([
    ["too long", { text: "a ".repeat(200) }, "weighs"],
    ["without a picture that it shows", { fields: "- Media: ![x](none.png)\n" }, "none.png"],
    [
      "that says what it may not",
      { text: "Redeiro has zero downtime, guaranteed, always." },
      "Line",
    ],
    ["for a day that has passed", { date: "2026-11-23" }, "window has passed"],
  ])("%s", async (_name, changes, expected) => {
    const post = { title: "B", text: "Words.", ...changes };
    await writeWeek(company.root, [post]);
    const { approvable } = await askToApprove(
      sources(),
      `${"date" in changes ? changes.date : "2026-11-24"}-x-b`,
    );
    expect(approvable.ok).toBe(false);
    expect(approvable.forbidden.join(" ")).toContain(expected);
  });
});

it("holds for the bytes that the outside sees and for no others, over random changes", async () => {
  await approve(company.root, ID);
  const page = await week();
  const [draft] = parseDrafts(page, WEEK).drafts;
  const before = JSON.stringify([
    draft?.text,
    draft?.title,
    draft?.channel,
    draft?.date,
    draft?.product,
    draft?.level,
    draft?.extra?.at,
    draft?.extra?.media,
  ]);
  const end = page.indexOf("## 2026-11-24 · x · Another");
  let [voided, kept] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: end - 2 }),
      fc.constantFrom("", "x", " ", "\n", "é", "- ", "---\n"),
      fc.nat({ max: 2 }),
      async (place, put, cut) => {
        const changed = page.slice(0, place) + put + page.slice(place + cut);
        await writeFile(at(WEEK), changed);
        const now = parseDrafts(changed, WEEK).drafts[0];
        const seen = JSON.stringify([
          now?.text,
          now?.title,
          now?.channel,
          now?.date,
          now?.product,
          now?.level,
          now?.extra?.at,
          now?.extra?.media,
        ]);
        const is = (await standing()).kind;
        if (seen === before) {
          kept += 1;
          expect(is).toBe("approved");
        } else if (is === "approved") {
          // Another way to write the same: `9:30` for `09:30`.
          expect(now?.text).toBe(draft?.text);
          expect(now?.title).toBe(draft?.title);
          expect(now?.extra?.media).toEqual(draft?.extra?.media);
        } else voided += 1;
      },
    ),
    { numRuns: rounds({ few: 80, many: 10_000 }) },
  );
  expect(Math.min(voided, kept)).toBeGreaterThan(3);
});
