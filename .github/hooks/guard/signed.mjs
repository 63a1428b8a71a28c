/** Calls that speak in a department's name: a client tells the guard who a subagent is, and only it. */
import { createRequire } from "node:module";
import { ownTool } from "./own-tools.mjs";

/** Tools of the company server, and the argument in which each names who speaks. */
const NAMED_BY = {
  submit_verdict: "reviewer",
  request_review: "from",
  board_update: "by",
  report_gap: "from",
  make_folder: "by",
  outside_signals: "agent",
};

const SIGNED = new RegExp(`^(.*[^a-z])(${Object.keys(NAMED_BY).join("|")})$`);

/**
 * The call with the department that it names; null when it is no such call. A false name is refused
 * under names that only look like ours too, because a client may find the tool by one that we do not
 * know; `isOurs` says that the name is one of ours, and only of such a call a note may be left.
 */
export function signedCall(tool, input) {
  const own = ownTool(tool);
  const verb = own ?? likeOurs(tool);
  if (!Object.hasOwn(NAMED_BY, verb ?? "")) return null;
  const named = input[NAMED_BY[verb]];
  const declared = typeof named === "string" ? named.trim().replace(/^@/, "").toLowerCase() : "";
  return { verb, declared, input, isOurs: own !== null };
}

function likeOurs(tool) {
  const [, server = "", verb] = SIGNED.exec(tool.toLowerCase()) ?? [];
  return /(^|[^a-z])company([^a-z]|$)/.test(server) ? verb : null;
}

/** The sentence for a department that speaks in another's name; null when it may go on. */
export function falseNameRefusal(signed, agent) {
  if (signed === null || agent === null || signed.declared === agent) return null;
  const own = `Call ${signed.verb} with your own id "${agent}"`;
  return `${agent} may not call ${signed.verb} as "${signed.declared.slice(0, 40)}": each department speaks for itself. ${own}, or hand the text to that department.`;
}

/** One name for one call; the server works it out likewise (office/people/speaker.ts). */
export function callDigest(verb, input) {
  // Loaded only for the few calls that need it: the guard runs before every tool.
  const { createHash } = createRequire(import.meta.url)("node:crypto");
  return createHash("sha256")
    .update(`${verb}\n${canonical(input)}`)
    .digest("hex");
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}
