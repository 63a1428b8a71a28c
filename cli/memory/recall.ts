/** `hq memory recall | overview`: what the departments see when they ask the memory. */
import type { Command } from "commander";
import { clipWords } from "../../company/clip.ts";
import { wrap } from "../../company/wrap.ts";
import type { Recalled } from "../../mcp-memory/recall/answer.ts";
import type { LawRow } from "../../mcp-memory/recall/law.ts";
import { overlookMemory } from "../../office/memory/overlook-memory.ts";
import { recallFacts } from "../../office/memory/recall-facts.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, colors, plain, printJson, widthOf } from "../output.ts";
import { dayGiven } from "../require-date.ts";
import { memoryOf } from "./memory-of.ts";

interface RecallOptions extends CommonOptions {
  type?: string[];
  agent?: string;
  since?: string;
  budget?: string;
  cursor?: string;
}

export function registerRecall(memory: Command, io: Io): void {
  addCommand(memory, "recall", "the best matches for some words, as the departments see them")
    .argument("<words...>", "in any order, English or Portuguese")
    .option("--type <type...>", "only these entity types")
    .option("--agent <id>", "only what this department wrote")
    .option("--since <date>", "only what was written since")
    .option("--budget <tokens>", "length of the answer (default: 2000)")
    .option("--cursor <cursor>", "what comes after an earlier answer")
    .action((words: string[], options: RecallOptions) =>
      printRecall(io, { ...options, query: words.join(" ") }),
    );
  addCommand(memory, "overview", "counts by type, newest decisions, open deadlines")
    .option("--page <n>", "the next decisions and deadlines")
    .action((options: CommonOptions & { page?: string }) => printOverview(io, options));
}

async function printRecall(io: Io, options: RecallOptions & { query: string }): Promise<void> {
  const { query, type, agent, budget, cursor } = options;
  const since = await dayGiven(io, options, { words: options.since, towards: "past" });
  const answer = await recallFacts(memoryOf(io, options), {
    query,
    ...(type === undefined ? {} : { types: type }),
    ...(agent === undefined ? {} : { agent }),
    ...(since === undefined ? {} : { since }),
    ...(budget === undefined ? {} : { budgetTokens: Number(budget) }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  if (options.json) {
    printJson(io, { ok: true, ...answer });
    return;
  }
  const lines = answer.results.flatMap((result) => resultLines(io, result));
  if (answer.law.length > 0) lines.push(colors(io).bold("The law, by the country's pack"));
  lines.push(...answer.law.flatMap((row) => lawLines(io, row)));
  if (answer.note !== null) lines.push(...wrap("", plain(answer.note), { width: widthOf(io) }));
  if (answer.nextCursor !== null) lines.push(`More: --cursor ${answer.nextCursor}`);
  io.stdout(`${lines.join("\n")}\n`);
}

function resultLines(io: Io, result: Recalled): string[] {
  const c = colors(io);
  const stale =
    result.freshness === undefined || result.freshness === "fresh" ? [] : [result.freshness];
  const about = [result.by, result.date ?? "no date", ...stale].join(", ");
  return [
    `${c.bold(plain(result.name))} ${c.dim(`(${plain(about)})`)}`,
    ...result.observations.flatMap((text) =>
      wrap("  - ", plain(text.replaceAll(/\s+/g, " ")), { width: widthOf(io) }),
    ),
    ...(result.omitted > 0 ? [c.dim(`  and ${result.omitted} more`)] : []),
    ...result.relations.map((relation) => c.dim(`  ${plain(clipWords(relation, widthOf(io)))}`)),
  ];
}

function lawLines(io: Io, { id, kind, title, says, source, link, validity }: LawRow): string[] {
  const about = [source, validity].filter((one) => one !== undefined).join("; ");
  return [
    ...wrap("", plain(`${id} (${kind}): ${title}`), { width: widthOf(io) }),
    ...[says, about].flatMap((text) =>
      text === undefined || text === "" ? [] : wrap("  ", plain(text), { width: widthOf(io) }),
    ),
    ...(link === undefined ? [] : [`  ${plain(link)}`]),
  ];
}

async function printOverview(io: Io, options: CommonOptions & { page?: string }): Promise<void> {
  const page = Number(options.page ?? 1);
  const overview = await overlookMemory(memoryOf(io, options), page);
  if (options.json) {
    printJson(io, { ok: true, ...overview });
    return;
  }
  const c = colors(io);
  const { entities, relations, types, decisions, openDeadlines, nextPage } = overview;
  const item = (head: string, text: string) =>
    plain(clipWords(`  ${head}${text === "" ? "" : `: ${text}`}`, widthOf(io))).replace(
      /^(?! {2})/,
      "  ",
    );
  const lines = [
    `${entities} entities, ${relations} relations`,
    ...types.map(({ type, count }) => plain(`  ${String(count).padStart(6)}  ${type}`)),
    c.bold("Newest decisions"),
    ...decisions.map(({ name, decision }) => item(name, decision)),
    c.bold("Open deadlines"),
    ...openDeadlines.map(({ name, due, what }) => item(`${due} ${name}`, what)),
  ];
  if (decisions.length === 0 && page === 1) lines.splice(types.length + 2, 0, "  none");
  if (openDeadlines.length === 0) lines.push("  none");
  if (nextPage !== null) lines.push(`More: hq memory overview --page ${nextPage}`);
  io.stdout(`${lines.join("\n")}\n`);
}
