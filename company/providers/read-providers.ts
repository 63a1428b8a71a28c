/** The providers of models that the environment names, in the order in which they are tried. */
import { HqError } from "../error.ts";

export interface Provider {
  /** As HQ_PROVIDERS writes it. */
  name: string;
  /** The environment of a client that asks it. */
  env: Record<string, string | undefined>;
  /** Has to be named on each start: a session that is taken up asks for the model of its beginning. */
  model: string | undefined;
  /** How many runs may ask it at once; null for as many as there are. */
  slots: number | null;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The plan of the founder's own Copilot login. */
const COPILOT = "copilot";
const NAME = /^[a-z][a-z0-9]{0,19}$/;
const MOST = 8;
/** Ours; every other field is one of the client's own variables of a provider. */
const OWN_FIELDS = new Set(["MODEL", "SLOTS"]);

/**
 * Empty when HQ_PROVIDERS names none: then the client's own variables stand as they are. For
 * `HQ_PROVIDERS=gpu,backup` each `HQ_PROVIDER_GPU_X` becomes the client's `COPILOT_PROVIDER_X`.
 * @throws HqError `wrong-state` for a name, a number or an address that cannot be used; values are never told
 */
export function readProviders(env: Env): Provider[] {
  const names = (env.HQ_PROVIDERS ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) {
    refuseUnnamed(env);
    return [];
  }
  if (names.length > MOST) {
    throw unusable(`HQ_PROVIDERS names ${names.length} providers`, `at most ${MOST}`);
  }
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined) {
    throw unusable(
      `HQ_PROVIDERS names "${wrong.slice(0, 40)}"`,
      "names of small letters and digits, with commas between",
    );
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw unusable(`HQ_PROVIDERS names ${twice} twice`, "each name once");
  return names.map((name) => readProvider(name, env));
}

function readProvider(name: string, env: Env): Provider {
  const fields = fieldsOf(name, env);
  const variable = (field: string) => `HQ_PROVIDER_${name.toUpperCase()}_${field}`;
  const model = fields.get("MODEL");
  const isOwn = name !== COPILOT || fields.has("BASE_URL");
  if (isOwn && !URL.canParse(fields.get("BASE_URL") ?? "")) {
    throw unusable(
      fields.has("BASE_URL")
        ? `${variable("BASE_URL")} is no address`
        : `${variable("BASE_URL")} is missing`,
      "an address such as http://127.0.0.1:11434/v1",
    );
  }
  if (isOwn && model === undefined) {
    throw unusable(`${variable("MODEL")} is missing`, "the name of the model to ask for");
  }
  return {
    name,
    env: clientEnv(env, { isOwn, fields }),
    model,
    slots: slotsOf(fields, variable("SLOTS")),
  };
}

/** Of one provider, without what is empty. */
function fieldsOf(name: string, env: Env): Map<string, string> {
  const beginning = `HQ_PROVIDER_${name.toUpperCase()}_`;
  const fields = Object.entries(env)
    .filter(([variable]) => variable.startsWith(beginning))
    .map(([variable, value]) => [variable.slice(beginning.length), value?.trim() ?? ""] as const)
    .filter(([, value]) => value !== "");
  return new Map(fields);
}

function clientEnv(
  env: Env,
  { isOwn, fields }: { isOwn: boolean; fields: ReadonlyMap<string, string> },
): Provider["env"] {
  const isOther = (name: string) =>
    name.startsWith("COPILOT_PROVIDER_") || name === "COPILOT_MODEL";
  const rest = Object.entries(env).filter(
    // Offline there is no login, so that the plan could not be asked.
    ([name]) => !isOther(name) && (isOwn || name !== "COPILOT_OFFLINE"),
  );
  const own = [...fields]
    .filter(([field]) => !OWN_FIELDS.has(field))
    .map(([field, value]) => [`COPILOT_PROVIDER_${field}`, value] as const);
  const model = fields.get("MODEL");
  return {
    ...Object.fromEntries([...rest, ...own]),
    ...(model === undefined ? {} : { COPILOT_MODEL: model }),
  };
}

function slotsOf(fields: ReadonlyMap<string, string>, variable: string): number | null {
  const given = fields.get("SLOTS");
  if (given === undefined) return null;
  const slots = Number(given);
  if (Number.isInteger(slots) && slots >= 1 && slots <= 100) return slots;
  throw unusable(`${variable} is "${given.slice(0, 20)}"`, "how many runs at once, from 1 to 100");
}

/** Settings that count for nothing are a mistake of whoever wrote them. */
function refuseUnnamed(env: Env): void {
  const set = Object.keys(env).find((name) => name.startsWith("HQ_PROVIDER_"));
  if (set === undefined) return;
  throw unusable(
    `${set} is set and HQ_PROVIDERS is not`,
    "the names of the providers in it, in order",
  );
}

/** What of the settings cannot be used; null when all can. */
export function providersTrouble(env: Env): { found: string; expected: string } | null {
  try {
    readProviders(env);
    return null;
  } catch (error) {
    if (error instanceof ProviderSettingsError) return error;
    throw error;
  }
}

class ProviderSettingsError extends HqError {
  readonly found: string;
  readonly expected: string;

  constructor(found: string, expected: string) {
    super("wrong-state", `Cannot ask a model: ${found}, expected ${expected}.`, { hint: HINT });
    this.found = found;
    this.expected = expected;
  }
}

const HINT = "What each variable means stands in docs/reference.md, under Providers.";

function unusable(found: string, expected: string): HqError {
  return new ProviderSettingsError(found, expected);
}
