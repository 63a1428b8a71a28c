import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { HqError } from "../../company/error.ts";
import { type Provider, readProviders } from "../../company/providers/read-providers.ts";
import { openUntil } from "../../engine/providers/breaker.ts";

import { requireRoot } from "../../files/root.ts";
import { askAgain } from "../../office/ask-again.ts";
import { type ListedProvider, listProviders } from "../../office/list-providers.ts";
import type { Io } from "../context.ts";
import { instantText } from "../job-lines.ts";
import { addCommand, type CommonOptions, colors, printJson, sentences } from "../output.ts";

interface Options extends CommonOptions {
  retry?: string;
}

export function registerProviders(program: Command, io: Io): void {
  addCommand(program, "providers", "whom runs ask for models, who is left alone and why")
    .option("--retry <name>", "ask one that is left alone again, from the next run on")
    .action((options: Options) => providers(io, options));
}

async function providers(io: Io, options: Options): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const named = providersIn(io);
  const { retry } = options;
  if (retry !== undefined) {
    if (!named.some(({ name }) => name === retry)) {
      const known = named.map(({ name }) => name).join(", ") || "none";
      const found = `Cannot ask "${clip(retry, 40)}" again: HQ_PROVIDERS does not name it`;
      throw new HqError("usage", `${found}, expected one of: ${known}.`);
    }
    const wasAlone = await askAgain({ root, now: io.now() }, retry);
    const words = wasAlone
      ? `${retry} is asked again from the next run on.`
      : `${retry} was not left alone; nothing was changed.`;
    if (options.json) printJson(io, { ok: true, provider: retry, wasAlone });
    else io.stdout(sentences(io, words));
    return;
  }
  const listed = await listProviders({
    ...{ root, providers: named },
    openUntil: (breaker) => openUntil(breaker, io.now()),
  });
  if (options.json) printJson(io, { ok: true, providers: listed.providers });
  else print(io, listed.providers, listed.timeZone);
}

/** Here the settings are what was asked about. */
function providersIn(io: Io): Provider[] {
  try {
    return readProviders(io.env);
  } catch (error) {
    if (!(error instanceof HqError)) throw error;
    const { message, hint } = error;
    throw new HqError("usage", message, hint === undefined ? {} : { hint });
  }
}

function print(io: Io, listed: readonly ListedProvider[], timeZone: string): void {
  if (listed.length === 0) {
    io.stdout(sentences(io, NONE));
    return;
  }
  const c = colors(io);
  for (const [at, { name, model, slots, leftAlone, asking, waiting }] of listed.entries()) {
    const places = slots === null ? "" : `, ${asking.length} of ${slots} places taken`;
    const queue = waiting.length === 0 ? "" : `, ${waiting.join(", ")} waiting`;
    const state = leftAlone === null ? "is asked" : "is left alone";
    io.stdout(
      sentences(
        io,
        `${name} (${model ?? "the plan's model"}) ${state}${places}${queue}`,
        `${at + 1}. `,
      ),
    );
    if (leftAlone === null) continue;
    const until = instantText(leftAlone.until, timeZone);
    const times = leftAlone.faults === 1 ? "" : `, ${leftAlone.faults} times in a row`;
    const text = `until ${until}${times}: ${leftAlone.why} Mended? hq providers --retry ${name}`;
    io.stdout(c.yellow(sentences(io, text, "   ")));
  }
}

const NONE =
  "Runs ask whatever your Copilot CLI asks: its own login, or the provider in COPILOT_PROVIDER_BASE_URL. To have several in order, name them in HQ_PROVIDERS; docs/reference.md has the variables.";
