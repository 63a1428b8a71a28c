/**
 * Puts our servers where a repository has others of the same names. Nothing of the founder's goes: the
 * files as they were are kept beside the kit, and the other memory's own file stays where it is.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { OUR_SERVERS, shownStart, startsOurs } from "../company/kit/settings/own-servers.ts";
import { KIT_FOLDER, MEMORY_FILE } from "../files/root.ts";
import { readText } from "../files/text.ts";
import { applyChanges } from "./apply.ts";
import { type Change, toText } from "./change.ts";
import { editJson, isJsonObject, type Json, type JsonObject, parseJson } from "./json-edit.ts";
import { BASE_FOLDER } from "./manifest.ts";
import { serversKey } from "./relocate.ts";

const CONFIG_FILES = [".mcp.json", ".vscode/mcp.json"];
const KEPT_FOLDER = `${KIT_FOLDER}/before`;
// biome-ignore lint/suspicious/noTemplateCurlyInString: the client's own variable, not ours
const WORKSPACE = "${workspaceFolder}";

interface ForeignServer {
  path: string;
  name: string;
  /** How it is started, for a person. */
  start: string;
}

export interface TakeOver {
  servers: ForeignServer[];
  changes: Change[];
  /** Files in which the other memories keep their facts, as far as they can be known. */
  dataFiles: string[];
  /** Whether one of them does not say where it keeps its facts. */
  hasUnknownData: boolean;
}

/** What would be taken over in the company at `root`; nothing is changed. */
export async function planTakeOver(root: string): Promise<TakeOver> {
  const plan: TakeOver = { servers: [], changes: [], dataFiles: [], hasUnknownData: false };
  for (const file of CONFIG_FILES) {
    const [now, base] = await Promise.all([
      readText(path.join(root, file)),
      readText(path.join(root, BASE_FOLDER, file)),
    ]);
    if (now !== null && base !== null) planFile(plan, { root, file, now, base });
  }
  plan.dataFiles = [...new Set(plan.dataFiles)];
  return plan;
}

/** @throws HqError `write-failed`, naming what was written */
export async function applyTakeOver(root: string, plan: TakeOver): Promise<void> {
  await applyChanges(root, plan.changes);
}

interface ConfigFile {
  root: string;
  file: string;
  now: string;
  base: string;
}

function planFile(plan: TakeOver, { root, file, now, base }: ConfigFile): void {
  const key = serversKey(file) ?? "";
  const settings = parseJson(now);
  const [servers, ours] = [at(settings, key), at(parseJson(base), key)];
  if (!isJsonObject(settings) || !isJsonObject(servers) || !isJsonObject(ours)) return;
  const others = OUR_SERVERS.filter(
    (name) => Object.hasOwn(servers, name) && !startsOurs(name, servers[name]),
  );
  if (others.length === 0) return;
  const wanted: JsonObject = { ...servers };
  for (const name of others) if (ours[name] !== undefined) wanted[name] = ours[name];
  const text = editJson(now, { ...settings, [key]: wanted });
  // A key that stands twice: the doctor goes on saying that the server is another's.
  if (text === null) return;
  for (const name of others) {
    plan.servers.push({ path: file, name, start: shownStart(servers[name]) });
    if (name === "memory") addData(plan, { root, server: servers[name] });
  }
  const note = `${others.join(" and ")} of Solo HQ in the place of yours`;
  plan.changes.push(
    { kind: "create", path: freeName(root, file), text: now },
    ...toText(file, now, { text, note }),
  );
}

/** Never over a file that an earlier take-over kept. */
function freeName(root: string, file: string): string {
  for (let turn = 1; ; turn += 1) {
    const name = `${KEPT_FOLDER}/${turn === 1 ? "" : `${turn}/`}${file}`;
    if (!existsSync(path.join(root, name))) return name;
  }
}

/** The reference server and those made after it are told by MEMORY_FILE_PATH where to keep their facts. */
function addData(plan: TakeOver, { root, server }: { root: string; server: Json | undefined }) {
  const named = at(at(server, "env"), "MEMORY_FILE_PATH");
  if (typeof named !== "string" || named === "") {
    plan.hasUnknownData = true;
    return;
  }
  const file = path.resolve(root, named.replace(WORKSPACE, root));
  // Our own file: what is in it is ours already.
  if (file === path.join(root, MEMORY_FILE)) return;
  if (existsSync(file)) plan.dataFiles.push(file);
  else plan.hasUnknownData = true;
}

function at(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
