/**
 * A claim that is not true, from the first draft to the founder's audit, on the real client: the check
 * blocks it, the Lawyer blocks it, Marketing says it as a plan, the Lawyer approves.
 */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Asked } from "../../office/evals/conversation.ts";
import { type Office, openInstalledOffice, openOffice } from "./office.ts";
import { asAgent, company, handTo, inOrder, isPrompted, results, said } from "./script.ts";

const FILE = "Marketing/drafts/week-2026-W48.md";
const POST = `file:${FILE}#2026-11-24-x`;
const CLAIM = "Almadrava plans every crew with 99% accuracy.";
const PLAN = "I plan to measure the accuracy of the crew rota in Almadrava before I say a number.";
const REASON = "It is worded as a plan and promises no number.";
const WEEK = `# Week 2026-W48\n\n## 2026-11-24 · x · Crews\n\n- Status: draft\n- Product: Almadrava\n- Level: LIVE\n\n${CLAIM}\n`;

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

const check = company("check_draft", { draft: POST });

const request = (rest: object = {}) =>
  company("request_review", {
    from: "marketing",
    to: "lawyer",
    task: "The post of Tuesday",
    whatIDid: "Wrote it.",
    whatINeed: "May this be said of a product in beta?",
    context: "company_facts: Almadrava is in beta.",
    work: POST,
    ...rest,
  });

const verdict = (reviewId: string, answer: string, reason: string) =>
  company("submit_verdict", { reviewId, reviewer: "lawyer", verdict: answer, reasons: [reason] });

const approval = (answers: object[]) =>
  company("submit_verdict", {
    ...{ reviewId: "R-2", reviewer: "lawyer", verdict: "APPROVED", reasons: [REASON], answers },
  });

/** Hands the text of a request to the lawyer. */
const task = (asked: string) => handTo("lawyer", said(asked).text);

const isLawyer = (turn: Asked) => isPrompted(turn, "## Review request");

/** The founder's program; `bin` is where it lies in the repository. */
const hqIn = ({ root }: Office, bin: string, args: string[]) =>
  execFileSync(process.execPath, [path.join(root, bin, "hq"), ...args], {
    cwd: root,
    encoding: "utf8",
    env: { PATH: process.env.PATH, NO_COLOR: "1" },
  });

const hq = (...args: string[]) => hqIn(office, "bin", args);

describe("a claim that is not true", () => {
  it("is blocked by the check, and by the Lawyer as a subagent", async () => {
    const script = inOrder(
      () => ({ name: "create", args: { path: `${office.root}/${FILE}`, file_text: WEEK } }),
      () => check,
      () => request(),
      (before) => task(before[2] ?? ""),
      () => company("list_open_work", { agent: "marketing" }),
    );
    const run = await office.run(
      asAgent("marketing"),
      (turn) => {
        if (!isLawyer(turn)) return script(turn);
        return turn.results.length > 0
          ? "BLOCKING: the number is not proven."
          : [verdict("R-1", "BLOCKING", "Nothing proves 99%, and the product is in beta.")];
      },
      "marketing",
    );
    expect(run.code, run.stderr).toBe(0);
    const [, checked = "", asked = "", , open = ""] = results(run);
    expect(said(checked).ok).toBe(false);
    expect(checked).toContain('"rule":"figure-unproven","severity":"blocking"');
    expect(checked).toContain("Ask with request_review to lawyer");
    expect(said(asked)).toMatchObject({ reviewId: "R-1", reviewer: "lawyer" });
    expect(said(open).verdicts).toMatchObject([
      { reviewId: "R-1", verdict: "BLOCKING", attested: true },
    ]);
  });

  it("is said as a plan, and asked about again; nobody answers in the Lawyer's name", async () => {
    const run = await office.run(
      asAgent("marketing"),
      inOrder(
        () => ({
          name: "edit",
          args: {
            path: `${office.root}/${FILE}`,
            old_str: `- Level: LIVE\n\n${CLAIM}`,
            new_str: `- Level: ROADMAP\n\n${PLAN}`,
          },
        }),
        () => check,
        () => request({ inReplyTo: "R-1", whatIDid: "Said it as a plan." }),
        () => company("list_open_work", { agent: "marketing" }),
      ),
      "marketing",
    );
    const [, checked = "", asked = "", open = ""] = results(run);
    expect(checked).not.toContain("figure-unproven");
    expect(checked).toContain("review-blocking");
    expect(said(asked)).toMatchObject({ reviewId: "R-2" });
    expect(said(open).reviewsWaitedFor).toMatchObject([{ reviewId: "R-2" }]);

    const forger = await office.run(
      // The client's own agent, which has every tool.
      ["-p", "Go on.", "--allow-all-tools"],
      inOrder(() => verdict("R-2", "APPROVED", "I say so.")),
      "marketing",
    );
    expect(results(forger)[0]).toContain("each department speaks for itself");
    expect(hq("review", "show", "R-2")).toContain("R-2  open");
  });

  it("is approved as a plan by the Lawyer's own run", async () => {
    const run = await office.run(
      asAgent("lawyer"),
      inOrder(
        () => company("list_open_work", { agent: "lawyer", reviewId: "R-2" }),
        () => verdict("R-2", "APPROVED", REASON),
        () => approval([{ statement: 1, is: "LIVE" }]),
        () => approval([{ statement: 1, is: "ROADMAP" }]),
      ),
      "lawyer",
    );
    const [open = "", none = "", unproven = "", answered = ""] = results(run);
    expect(said(open).request).toContain(`1. line 9, "${PLAN}":`);
    expect(none).toContain("no answer to 1");
    expect(unproven).toContain("the row or the evidence that carries it");
    expect(said(open).reviewsToAnswer).toMatchObject([{ reviewId: "R-2", from: "marketing" }]);
    expect(said(open).request).toContain(PLAN);
    expect(said(answered)).toMatchObject({ verdict: "APPROVED", attestation: "headless-run" });

    const after = await office.run(
      asAgent("marketing"),
      inOrder(() => check),
      "marketing",
    );
    expect(said(results(after)[0] ?? "").ok).toBe(true);
  });

  it("is told by the audit, in order", () => {
    const story = hq("audit", "--post", "2026-11-24-x");
    const parts = [
      "marketing asked for review R-1",
      "lawyer answered R-1",
      "BLOCKING, guard-hook",
      "marketing asked for review R-2",
      "lawyer answered R-2",
      "APPROVED, headless-run",
      "lawyer answered a statement of R-2",
    ];
    const places = parts.map((part) => story.indexOf(part));
    expect(places, story).toEqual(places.toSorted((a, b) => a - b));
    expect(places, story).not.toContain(-1);
    for (const line of story.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe("a review in an installed kit", () => {
  it("is answered by the department that Copilot says it is, and by nobody else", async () => {
    const own = await openInstalledOffice();
    try {
      const run = await own.run(["--agent", "coo", "-p", "Go on.", "--allow-all-tools"], (turn) => {
        const { results } = turn;
        if (isLawyer(turn)) {
          return results.length > 0
            ? "CONCERNS"
            : [verdict("R-1", "CONCERNS", "No clause on liability.")];
        }
        switch (results.length) {
          case 0:
            return [request({ from: "coo", work: "A contract for the shop in Sines." })];
          case 1:
            return [task(results[0] ?? "")];
          case 2:
            // The main agent is not named to anybody: what it says in another's name is advice.
            return [request({ from: "coo", work: "A contract for the shop in Tavira." })];
          case 3:
            return [verdict("R-2", "APPROVED", "I say so.")];
          default:
            return "done";
        }
      });
      expect(run.code, run.stderr).toBe(0);
      const listed = hqIn(own, ".hq-kit/bin", ["review", "list", "--all"]);
      expect(listed).toMatch(/R-1 .*CONCERNS, attested/);
      expect(listed).toMatch(/R-2 .*APPROVED, unattested/);
    } finally {
      own.close();
    }
  });
});
