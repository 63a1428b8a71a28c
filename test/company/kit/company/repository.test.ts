import { expect, test } from "vitest";
import {
  checkIgnored,
  checkMergeSetup,
  checkRemoteSecrets,
  checkRemotes,
  remoteHost,
} from "../../../../company/kit/company/repository.ts";

test.each([
  ["git@github.com:owner/name.git", "github.com"],
  ["ssh://git@gitlab.com:22/owner/name", "gitlab.com"],
  ["https://user:pw@codeberg.org/owner/name.git", "codeberg.org"],
  ["https://git.company.example/name.git", "git.company.example"],
  ["/srv/git/name.git", null],
  ["../name.git", null],
  ["file:///srv/git/name.git", null],
  ["C:\\git\\name", null],
])("the host of %s is %s", (url, host) => {
  expect(remoteHost(url)).toBe(host);
});

test("a remote on a public host is named, one of one's own is not", () => {
  const remotes = [
    { name: "origin", url: "git@github.com:owner/name.git" },
    { name: "backup", url: "ssh://nas.example/company.git" },
  ];
  const findings = checkRemotes(remotes);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ file: "memory.jsonl", severity: "warning" });
  expect(findings[0]?.what).toContain('"origin" is on github.com');
  expect(findings[0]?.expected).toContain("cannot be known offline");
});

test("a host that only looks like a public one is not named", () => {
  expect(checkRemotes([{ name: "origin", url: "https://notgithub.com/a/b" }])).toEqual([]);
});

test("a password in a remote's address is named without being repeated", () => {
  const findings = checkRemoteSecrets([{ name: "origin", url: "https://me:hunter2@a.example/b" }]);
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toContain("hunter2");
});

test.each([
  ".hq/\n.memory/\n",
  "/.hq\n/.memory\n",
  ".hq/**\r\n.memory/*\r\n",
  "**/.hq/\n**/.memory\n",
])("%j ignores the local folders", (text) => {
  expect(checkIgnored(text)).toEqual([]);
});

test("without ignore files both folders are findings", () => {
  expect(checkIgnored(null)).toHaveLength(2);
  expect(checkIgnored("# .hq/\n.memory/\n")).toHaveLength(1);
});

test("a clone without the merge driver is named with the command that installs it", () => {
  expect(checkMergeSetup({ unassigned: [], driver: "installed" })).toEqual([]);
  const findings = checkMergeSetup({ unassigned: ["memory.jsonl"], driver: "missing" });
  expect(findings.map(({ file }) => file)).toEqual([".gitattributes", "."]);
  for (const { severity, fix } of findings) {
    expect([severity, fix]).toEqual(["warning", "Run: hq memory merge --install"]);
  }
  expect(checkMergeSetup({ unassigned: [], driver: "stale" })[0]?.what).toContain("not there");
});
