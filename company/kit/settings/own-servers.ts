/** The two servers of the kit, and programs of others that go by their names. */
import { clip } from "../../clip.ts";
import type { Finding } from "../../finding.ts";
import { secretIn } from "../company/secrets.ts";
import { isRecord, isTextList } from "../fields.ts";
import { errorAt, warningAt } from "../findings.ts";

/** The servers that every department counts on. */
export const OUR_SERVERS: readonly string[] = ["memory", "company"];

const SHOWN_CHARS = 60;

const WITHOUT: Readonly<Record<string, string>> = {
  memory:
    "the departments have no recall, and what they remember goes into its file, where the plan does not look",
  company: "the departments have no plan, no board and no reviews",
};

/** Whether this entry starts our launcher, wherever it stands. */
export function startsOurs(name: string, server: unknown): boolean {
  if (!isRecord(server)) return false;
  const words = [server.command, ...(isTextList(server.args) ? server.args : [])];
  const launcher = new RegExp(`(^|[/\\\\])hq-${name}(\\.js)?$`);
  return words.some((word) => typeof word === "string" && launcher.test(word));
}

/** A server of somebody else's under a name that our departments call. */
export function foreignServer(
  file: string,
  line: number,
  found: { name: string; server: unknown },
): Finding {
  const { name, server } = found;
  return errorAt(file, line, {
    what: `the server "${name}" is another program (${shownStart(server)})`,
    expected: `Solo HQ's own, which starts hq-${name}.js`,
    fix: `Run hq init: it asks whether to put ours in its place${name === "memory" ? ", and takes its facts over" : ""}; nothing of yours is deleted. Until then ${WITHOUT[name] ?? ""}.`,
  });
}

/** One in the user's own settings: it stands back where the company's own is loaded. */
export function userServer(shown: string, name: string): Finding {
  return warningAt(".", 0, {
    what: `a server "${name}" of your own in ${shown}`,
    expected: `no other server of that name: in a folder that is not trusted yet the departments get yours`,
    fix: "Give yours another name there.",
  });
}

/** How it is started, without what might be a key. */
export function shownStart(server: unknown): string {
  if (!isRecord(server)) return "no command";
  if (typeof server.url === "string") return "over the network";
  const args = isTextList(server.args) ? server.args : [];
  const start = [String(server.command ?? "no command"), ...args].join(" ");
  return secretIn(start) === null ? clip(start, SHOWN_CHARS) : String(server.command);
}
