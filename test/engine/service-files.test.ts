import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { serviceFile } from "../../engine/service-files.ts";

const place = {
  root: "/srv/my company 100%",
  program: ["/srv/node 24/bin/node", "/srv/my company 100%/bin/hq"],
  machine: "desk",
};

it("keeps blanks, quotes and percent signs of a path in the line for cron", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "hq o'cron 5% "));
  try {
    const program = path.join(folder, "say");
    mkdirSync(path.join(folder, "it's here"));
    writeFileSync(program, '#!/bin/sh\necho "$PWD $HQ_MACHINE $1"\n', { mode: 0o755 });
    const root = path.join(folder, "it's here");
    const text = serviceFile("cron", { ...place, root, program: [program] });
    const line = text.split("\n").find((each) => each.startsWith("*/5")) ?? "";
    // As cron does: behind the five fields, with \% for a percent sign.
    const command = line.split(" ").slice(5).join(" ").replaceAll("\\%", "%");
    expect(line.replaceAll("\\%", "")).not.toContain("%");
    const said = execFileSync("sh", ["-c", command], { encoding: "utf8", cwd: "/" });
    expect(said).toBe(`${root} desk tick\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it("limits memory and processor where the system can, and doubles the percent signs of a unit", () => {
  const text = serviceFile("systemd", place);
  expect(text).toContain("MemoryMax=2G");
  expect(text).toContain("CPUQuota=150%");
  expect(text).toContain("WorkingDirectory=/srv/my company 100%%\n");
  expect(text).toContain('ExecStart="/srv/node 24/bin/node" "/srv/my company 100%%/bin/hq" up\n');
});

it("is XML that names the words of the command one by one", () => {
  const text = serviceFile("launchd", { ...place, root: "/srv/ana & co" });
  expect(text).toContain("<string>/srv/ana &amp; co</string>");
  expect(text).toContain("<string>/srv/node 24/bin/node</string>");
});

it("is a workflow that keeps the record, and lets no two run at once", () => {
  const workflow = parse(serviceFile("actions", place));
  expect(workflow.concurrency).toBe("solo-hq");
  expect(workflow.jobs.tick.env.HQ_MACHINE).toBe("desk");
  const paths = workflow.jobs.tick.steps.flatMap(
    (step: { with?: { path?: string } }) => step.with?.path ?? [],
  );
  expect(paths).toEqual([".hq", ".hq"]);
});
