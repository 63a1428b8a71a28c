/** What stands in the user's own settings of the clients and reaches into the company. */
import path from "node:path";
import { HqError } from "../company/error.ts";
import type { Finding } from "../company/finding.ts";
import { isRecord } from "../company/kit/fields.ts";
import { readJson } from "../company/kit/json.ts";
import { checkHelpers } from "../company/kit/settings/client-helpers.ts";
import { OUR_SERVERS, startsOurs, userServer } from "../company/kit/settings/own-servers.ts";
import { copilotHome, userHome } from "../files/copilot-home.ts";
import { readText } from "../files/text.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Nothing when the environment names no home folder: there is no user then. */
export async function checkUserSettings(env: Env): Promise<Finding[]> {
  const home = copilotHome(env);
  if (home === null) return [];
  const at = (name: string) => readIfThere(path.join(home.folder, name));
  const [settings, servers, ofEditor] = await Promise.all([
    at("settings.json"),
    at("mcp-config.json"),
    readIfThere(editorServers(env)),
  ]);
  return [
    ...checkHelpers(settings, `${home.shown}/settings.json`),
    ...sameNames(servers, "mcpServers", `${home.shown}/mcp-config.json`),
    ...sameNames(ofEditor, "servers", "VS Code's mcp.json of the user"),
  ];
}

function sameNames(text: string | null, key: string, shown: string): Finding[] {
  if (text === null) return [];
  const reading = readJson({ path: shown, text }, "jsonc");
  const servers = reading.kind === "object" ? reading.value[key] : undefined;
  if (!isRecord(servers)) return [];
  return OUR_SERVERS.filter(
    (name) => Object.hasOwn(servers, name) && !startsOurs(name, servers[name]),
  ).map((name) => userServer(shown, name));
}

/** https://code.visualstudio.com/docs/configure/settings: where the user's own files are. */
function editorServers(env: Env): string | null {
  const home = userHome(env);
  const folder: Partial<Record<NodeJS.Platform, string | undefined>> = {
    darwin: home === null ? undefined : path.join(home, "Library", "Application Support"),
    win32: env.APPDATA,
    linux: env.XDG_CONFIG_HOME || (home === null ? undefined : path.join(home, ".config")),
  };
  const at = folder[process.platform];
  return at === undefined ? null : path.join(at, "Code", "User", "mcp.json");
}

/** What cannot be read is the user's own affair. */
async function readIfThere(file: string | null): Promise<string | null> {
  if (file === null) return null;
  try {
    return await readText(file);
  } catch (error) {
    if (error instanceof HqError) return null;
    throw error;
  }
}
