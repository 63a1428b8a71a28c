/** The examples in the help: every command has one, the parser takes each, and what can be tried without the world works. */
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMANDS } from "../../cli/command-list.ts";
import { wordsOfLine } from "../../cli/completion/complete.ts";
import type { Io } from "../../cli/context.ts";
import { EXAMPLES } from "../../cli/examples.ts";
import { runHq } from "./run-hq.ts";
import { copySample } from "./sample.ts";

/** The command line of an example, without what the shell does around it. */
function wordsOf(example: string): string[] {
  const inside = /<\((hq [^)]*)\)/.exec(example)?.[1] ?? example;
  return wordsOfLine(inside.replace(/ > \S+$/, ""));
}

/** Every command, with an action that says only which one was called. */
async function parser(): Promise<{ program: Command; called: string[] }> {
  const program = new Command("hq").exitOverride().enablePositionalOptions();
  program.configureOutput({ outputError: () => {}, writeErr: () => {} });
  const io = { stdout: () => {}, stderr: () => {}, columns: 80 } as unknown as Io;
  for (const { load } of COMMANDS) (await load())(program, io);
  const called: string[] = [];
  each(program, "", (command, name) => {
    command.exitOverride().configureOutput({ outputError: () => {}, writeErr: () => {} });
    if (command.commands.length === 0 || name === "improve") {
      command.action(() => {
        called.push(name);
      });
    }
  });
  return { program, called };
}

function each(command: Command, path: string, visit: (command: Command, name: string) => void) {
  for (const one of command.commands) {
    const name = `${path} ${one.name()}`.trim();
    visit(one, name);
    each(one, name, visit);
  }
}

it("every command and every action has an example, and no other has", async () => {
  const { program } = await parser();
  const names: string[] = [];
  each(program, "", (_, name) => names.push(name));
  expect(Object.keys(EXAMPLES).sort()).toEqual(names.sort());
});

it.each(Object.entries(EXAMPLES))("the parser takes the examples of hq %s", async (name, lines) => {
  for (const line of lines) {
    const words = wordsOf(line);
    const [group = "", action = ""] = words;
    const { program, called } = await parser();
    // A group alone shows its list, which the program sees to before the parser.
    const isGroup = program.commands.some(
      (one) => one.name() === group && one.commands.length > 0 && group !== "improve",
    );
    const isAlone = isGroup && (action === "" || action.startsWith("-"));
    if (!isAlone) await program.parseAsync(words, { from: "user" });
    const ran = called[0] ?? group;
    expect(`${ran} `.startsWith(`${name} `) || name.startsWith(ran)).toBe(true);
  }
});

/** What needs the network, a model, a record of its own, a person, or days of its own. */
const NOT_TRIED =
  /^(init|upgrade|up|tick|run|ask|weekly-review|start|service|notify|providers --retry|improve|runs|eval|channel|engage|signals|approvals|post (new|show|preview|check|approve|unapprove|hold|resolve|send|metrics)|claims|department|lesson (accept|drop)|memory (at|diff|import|merge|undo \d|export|graph|archive)|pack|facts|review|audit --review|standup --with-coo|duty check|duty stop|runner set|undo b12|doctor|completion|resume|stop|memory redact|setup --answer)/;

describe("tried in the sample company", () => {
  let company: Awaited<ReturnType<typeof copySample>>;
  beforeEach(async () => {
    company = await copySample();
    const world = { now: () => new Date("2026-11-20T08:00:00Z") };
    const hq = (...words: string[]) => runHq([...words, "--root", company.root], world);
    // What some examples speak of.
    await hq("memory", "add", "Redeiro", "Orders", "an old line");
    await hq("board", "assign", "T-036", "cfo");
    await hq("memory", "add", "Redeiro", "the newest");
  });
  afterEach(() => company.remove());

  const tried = Object.values(EXAMPLES)
    .flat()
    .filter(
      (line) =>
        !NOT_TRIED.test(line.replace(/^hq /, "")) &&
        line.startsWith("hq ") &&
        line !== "hq lesson add",
    );
  it.each([...new Set(tried)])("%s", async (line) => {
    const ran = await runHq([...wordsOf(line), "--root", company.root]);
    expect(ran).toMatchObject({ code: 0, stderr: expect.not.stringContaining("Cannot") });
  });

  it("tries most of them", () => {
    expect(tried.length).toBeGreaterThan(45);
  });
});

it("stands at the end of a command's help, as it can be typed here", async () => {
  const { stdout } = await runHq(["board", "done", "--help"], { program: "bin/hq" });
  expect(stdout).toMatch(/\nExample:\n {2}bin\/hq board done T-030\n$/);
});
