/** Rules about the repository that holds the company: what git keeps and where it sends it. */
import { clip } from "../../clip.ts";
import type { Finding } from "../../finding.ts";
import { errorAt, warningAt } from "../findings.ts";

const NAMES_CHARS = 300;
const NAMED = 6;

const LOCAL_FOLDERS = [
  { folder: ".hq", holds: "local state and secrets" },
  { folder: ".memory", holds: "the memory's database" },
];

/**
 * Local folders that git would keep.
 * @param text all the ignore files that count for the root, joined; null when there are none.
 */
export function checkIgnored(text: string | null): Finding[] {
  const lines = new Set(
    (text ?? "").split(/\r?\n/).map((line) => line.trim().replace(/^\/|^\*\*\//, "")),
  );
  return LOCAL_FOLDERS.filter(
    ({ folder }) =>
      ![folder, `${folder}/`, `${folder}/**`, `${folder}/*`].some((line) => lines.has(line)),
  ).map(({ folder, holds }) =>
    errorAt(".gitignore", 0, {
      what: `no line for ${folder}/`,
      expected: `${folder}/ ignored: it holds ${holds}`,
      fix: `Add the line ${folder}/ to .gitignore.`,
    }),
  );
}

/** Files of the company that git leaves out: no other machine would have them. */
export function checkUnkept(unkept: readonly string[]): Finding[] {
  const [first] = unkept;
  if (first === undefined) return [];
  const isOne = unkept.length === 1;
  const shown = clip(unkept.join(", "), NAMES_CHARS);
  return [
    {
      ...warningAt(isOne ? first : ".gitignore", 0, {
        what: isOne
          ? "a file of the company that git ignores"
          : `${unkept.length} files of the company that git ignores: ${shown}`,
        expected: "files that git keeps: other machines have them from there alone",
        fix: keepingThem(unkept),
      }),
      details: unkept,
    },
  ];
}

/** How to keep them, each by its name: beside them may lie what is ignored for a reason. */
export function keepingThem(unkept: readonly string[]): string {
  const names = unkept.slice(0, NAMED);
  const more = unkept.length > names.length ? " and so on for each" : "";
  return `Run: git add -f ${names.join(" ")}${more}`;
}

/** How git merges the memory's files in this clone. */
export interface MergeFacts {
  /** Files of the memory that no attribute gives to the driver. */
  unassigned: readonly string[];
  /** `stale`: it starts a program that is not there. */
  driver: "installed" | "missing" | "stale";
}

/** Without the driver two machines that both remembered something meet a conflict in the memory. */
export function checkMergeSetup({ unassigned, driver }: MergeFacts): Finding[] {
  const fix = "Run: hq memory merge --install";
  const attributes = unassigned.map((file) =>
    warningAt(".gitattributes", 0, {
      what: `no line that lets hq merge ${file}`,
      expected: `the line: ${file} merge=hq-memory`,
      fix,
    }),
  );
  if (driver === "installed") return attributes;
  const what =
    driver === "missing"
      ? "git has no merge driver for the memory in this clone"
      : "git's merge driver for the memory starts a program that is not there";
  const expected = "one on every machine: git does not copy drivers when it clones";
  return [...attributes, warningAt(".", 0, { what, expected, fix })];
}

const PUBLIC_HOSTS = [
  "github.com",
  "gitlab.com",
  "bitbucket.org",
  "codeberg.org",
  "git.sr.ht",
  "gitea.com",
  "gitee.com",
];

/** The host of a git remote, null for a folder on this machine. */
export function remoteHost(url: string): string | null {
  const scheme = /^[a-z+]+:\/\/(?:[^/@]*@)?([^/:]+)/i.exec(url);
  if (scheme !== null) return url.startsWith("file:") ? null : (scheme[1] ?? null);
  // scp form: git@github.com:owner/name.git (a drive letter is one character).
  return /^(?:[^@/\s]+@)?([^:/\s]{2,}):(?!\/\/)/.exec(url)?.[1] ?? null;
}

/** A remote that may show the company's memory to everybody. No network is asked. */
export function checkRemotes(remotes: readonly { name: string; url: string }[]): Finding[] {
  return remotes.flatMap(({ name, url }) => {
    const host = remoteHost(url)?.toLowerCase();
    const isPublic = PUBLIC_HOSTS.some((known) => host === known || host?.endsWith(`.${known}`));
    if (host === undefined || !isPublic) return [];
    return [
      warningAt("memory.jsonl", 0, {
        what: `git keeps the memory, and the remote "${name}" is on ${host}`,
        expected: "a private repository; whether it is one cannot be known offline",
        fix: `Check on ${host} that the repository is private before you push.`,
      }),
    ];
  });
}

/** An address with a password or token in it is a secret in .git/config. */
export function checkRemoteSecrets(remotes: readonly { name: string; url: string }[]): Finding[] {
  return remotes
    .filter(({ url }) => /^[a-z+]+:\/\/[^/@:]*:[^/@]+@/i.test(url))
    .map(({ name }) =>
      warningAt(".", 0, {
        what: `the remote "${name}" has a password in its address`,
        expected: "an address without one",
        fix: `Run: git remote set-url ${name} <address>, and use a credential helper.`,
      }),
    );
}
