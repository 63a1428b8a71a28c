/** Calls in a department's name, the guard's notes of them, and the server that reads the notes. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callDigest, createSpeakerTeller } from "../../../office/people/speaker.ts";
import { judge, KIT, openWorkplace } from "../workplace.ts";

const signed = (await import(path.join(KIT, ".github", "hooks", "guard", "signed.mjs"))) as {
  callDigest: (verb: string, input: object) => string;
};

const VERDICT = {
  reviewId: "R-1",
  reviewer: "lawyer",
  verdict: "BLOCKING",
  reasons: ["99% is not proven"],
};

describe("a call in another department's name", () => {
  let close: () => void;
  beforeEach(() => {
    ({ close } = openWorkplace());
  });
  afterEach(() => close());

  it.each([
    ["company-submit_verdict", VERDICT],
    ["mcp__company__submit_verdict", VERDICT],
    ["mcp_company_submit_verdict", VERDICT],
    ["mcp_company2_submit_verdict", VERDICT],
    ["mcp_solo_hq_compa_submit_verdict", VERDICT],
    ["mcp_solo_hq_comp2_submit_verdict", VERDICT],
    ["company/submit_verdict", VERDICT],
    ["Company.Submit_Verdict", VERDICT],
    ["functions.company-submit_verdict", VERDICT],
    ["mcp__my_company__submit_verdict", VERDICT],
    ["company-submit_verdict", { ...VERDICT, reviewer: " @Lawyer" }],
    ["company-submit_verdict", { reviewId: "R-1" }],
    ["company-request_review", { from: "lawyer", to: "cfo" }],
    ["company-board_update", { by: "coo", action: "done", id: "T-1" }],
    ["company-report_gap", { from: "improver" }],
    ["mcp_solo_hq_compa_request_review", { from: "lawyer", to: "cfo" }],
    ["mcp_company3_board_update", { by: "coo", action: "done", id: "T-1" }],
    ["mcp_solo_hq_comp2_report_gap", { from: "improver" }],
  ])("%s is refused to a subagent of marketing", (tool_name, tool_input) => {
    const said = judge({ tool_name, tool_input, agent_type: "marketing" });
    expect(said).toContain("each department speaks for itself");
  });

  it("is refused to the main agent of a run that is another's, in both spellings of the client", () => {
    const toolArgs = JSON.stringify(VERDICT);
    expect(
      judge({ tool_name: "company-submit_verdict", tool_input: VERDICT }, "marketing"),
    ).toContain('with your own id "marketing"');
    expect(judge({ toolName: "company-submit_verdict", toolArgs }, "marketing")).not.toBeNull();
  });

  it.each([
    { tool_name: "company-submit_verdict", tool_input: VERDICT, agent_type: "lawyer" },
    {
      tool_name: "company-submit_verdict",
      tool_input: { ...VERDICT, reviewer: "@Lawyer " },
      agent_type: "lawyer",
    },
    // Nobody knows who the main agent of an editor is.
    { tool_name: "company-submit_verdict", tool_input: VERDICT },
    { tool_name: "company-board_list", tool_input: { agent: "coo" }, agent_type: "marketing" },
    // Another server's tool of that name has nothing to do with us.
    { tool_name: "memory-log_lesson", tool_input: { agent: "coo" }, agent_type: "marketing" },
  ])("%j goes on", (payload) => {
    expect(judge(payload)).toBeNull();
  });
});

describe("the guard's note", () => {
  let root: string;
  const now = () => new Date();

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "nota "));
    cpSync(path.join(KIT, ".github", "hooks"), path.join(root, ".github", "hooks"), {
      recursive: true,
    });
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const guard = (payload: object) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [path.join(root, ".github", "hooks", "guard.mjs")],
      { input: JSON.stringify({ cwd: root, ...payload }), encoding: "utf8", env: {} },
    );
    return { status, stdout };
  };
  const asLawyer = {
    tool_name: "company-submit_verdict",
    tool_input: VERDICT,
    agent_type: "lawyer",
  };
  const call = { tool: "submit_verdict", args: VERDICT, declared: "lawyer" };

  it("tells the server who called, once", async () => {
    const tell = createSpeakerTeller({ root, runOf: null, now });
    expect(await tell(call)).toEqual({ agent: "lawyer", attestation: null });
    expect(guard(asLawyer)).toEqual({ status: 0, stdout: "" });
    const { reasons, verdict, reviewId, reviewer } = VERDICT;
    const otherOrder = {
      ...call,
      args: { reasons, verdict, reviewId, reviewer, workHash: undefined },
    };
    expect(await tell(otherOrder)).toEqual({ agent: "lawyer", attestation: "guard-hook" });
    expect(await tell(call)).toEqual({ agent: "lawyer", attestation: null });
    expect(readdirSync(path.join(root, ".hq", "seen"))).toEqual([]);
  });

  it.each([
    "mcp_company_submit_verdict",
    "mcp_company2_submit_verdict",
    "mcp_solo_hq_compa_submit_verdict",
    "mcp_solo_hq_comp2_submit_verdict",
    "mcp__company__submit_verdict",
    "company/submit_verdict",
  ])("is left of %s too", async (tool_name) => {
    expect(guard({ ...asLawyer, tool_name })).toEqual({ status: 0, stdout: "" });
    const tell = createSpeakerTeller({ root, runOf: null, now });
    expect(await tell(call)).toEqual({ agent: "lawyer", attestation: "guard-hook" });
  });

  it.each([
    "mcp__my_company__submit_verdict",
    "functions.company-submit_verdict",
    "mcp_company_files_submit_verdict",
    "memory-submit_verdict",
  ])("is not left of %s, which is no call of our server", (tool_name) => {
    guard({ ...asLawyer, tool_name });
    expect(existsSync(path.join(root, ".hq"))).toBe(false);
  });

  it("is for exactly that call", async () => {
    guard(asLawyer);
    const tell = createSpeakerTeller({ root, runOf: null, now });
    const approved = { ...call, args: { ...VERDICT, verdict: "APPROVED" } };
    expect(await tell(approved)).toEqual({ agent: "lawyer", attestation: null });
    const asked = { ...call, tool: "request_review" };
    expect(await tell(asked)).toEqual({ agent: "lawyer", attestation: null });
  });

  it("lets a subagent speak in another department's run, and nobody else", async () => {
    const tell = createSpeakerTeller({ root, runOf: "marketing", now });
    expect(await tell(call)).toMatchObject({
      error: expect.stringContaining("this run is marketing's"),
    });
    guard(asLawyer);
    expect(await tell(call)).toEqual({ agent: "lawyer", attestation: "guard-hook" });
    const own = { tool: "request_review", args: {}, declared: "Marketing" };
    expect(await tell(own)).toEqual({ agent: "marketing", attestation: "headless-run" });
  });

  it("does not count when it is old, or from a clock that is ahead", async () => {
    const tell = createSpeakerTeller({ root, runOf: null, now });
    for (const hours of [-1, 1]) {
      guard(asLawyer);
      const note = path.join(root, ".hq", "seen", callDigest("submit_verdict", VERDICT));
      const then = new Date(Date.now() + hours * 3_600_000);
      utimesSync(note, then, then);
      expect(await tell(call)).toEqual({ agent: "lawyer", attestation: null });
    }
  });

  it("is none when a folder or a large file lies in its place, which costs no other note", async () => {
    const tell = createSpeakerTeller({ root, runOf: null, now });
    const seen = path.join(root, ".hq", "seen");
    const note = path.join(seen, callDigest("submit_verdict", VERDICT));
    mkdirSync(note, { recursive: true });
    expect(await tell(call)).toEqual({ agent: "lawyer", attestation: null });
    writeFileSync(note, `lawyer${" ".repeat(10_000)}`);
    expect(await tell(call)).toEqual({ agent: "lawyer", attestation: null });
    const old = new Date(Date.now() - 3_600_000);
    mkdirSync(path.join(seen, "left"));
    utimesSync(path.join(seen, "left"), old, old);
    guard(asLawyer);
    expect(await tell(call)).toEqual({ agent: "lawyer", attestation: "guard-hook" });
    expect(readdirSync(seen)).toEqual([]);
  });

  it("is left of a long request too, which is judged in a thread", async () => {
    const args = { from: "cto", to: "lawyer", work: "Segurança à mão. ".repeat(10_000) };
    guard({ tool_name: "company-request_review", tool_input: args, agent_type: "cto" });
    const tell = createSpeakerTeller({ root, runOf: null, now });
    const long = { tool: "request_review", args, declared: "cto" };
    expect(await tell(long)).toEqual({ agent: "cto", attestation: "guard-hook" });
  });

  it("is not left of a call that was refused, nor of one whose speaker nobody knows", () => {
    guard({ ...asLawyer, agent_type: "marketing" });
    guard({ ...asLawyer, agent_type: undefined });
    guard({ ...asLawyer, agent_type: "explore" });
    expect(existsSync(path.join(root, ".hq"))).toBe(false);
  });

  it("stops no call when it cannot be written", () => {
    writeFileSync(path.join(root, ".hq"), "in the way");
    expect(guard(asLawyer)).toEqual({ status: 0, stdout: "" });
  });

  it("of a call that never came is removed by and by", async () => {
    const folder = path.join(root, ".hq", "seen");
    mkdirSync(folder, { recursive: true });
    const lost = path.join(folder, "0".repeat(64));
    writeFileSync(lost, "lawyer\n");
    utimesSync(lost, new Date(0), new Date(0));
    guard(asLawyer);
    await createSpeakerTeller({ root, runOf: null, now })(call);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("has the same name on both sides, whatever the arguments are", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (args) => {
        const seen = JSON.parse(JSON.stringify(args)) as object;
        expect(signed.callDigest("submit_verdict", seen)).toBe(callDigest("submit_verdict", seen));
      }),
    );
  });
});
