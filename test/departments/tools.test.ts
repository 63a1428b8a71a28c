/** What the departments are told to do and the tools they have for it must not drift apart. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { SERVER_TOOLS } from "../../company/kit/agents/tool-names.ts";
import { readFrontMatter } from "../../company/kit/front-matter.ts";

const KIT = path.join(import.meta.dirname, "../..");
const GITHUB = path.join(KIT, ".github");
const MARE = "examples/mare/.github/copilot-instructions.md";
const CONSTITUTION = ".github/copilot-instructions.md";
const read = (file: string) => readFileSync(path.join(KIT, file), "utf8");

/** Every page that a client gives to an agent, without its front matter. */
const pages = readdirSync(GITHUB, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => path.join(".github", file))
  .concat("AGENTS.md", MARE)
  .map((file) => {
    const front = readFrontMatter(read(file));
    if (front.kind === "bad") throw new Error(`${file}: ${front.what}`);
    return { file, body: front.body, data: front.kind === "fields" ? front.data : {} };
  });

const agents = pages
  .filter(({ file }) => file.endsWith(".agent.md"))
  .map(({ file, body, data }) => ({
    id: path.basename(file, ".agent.md"),
    body,
    tools: data.tools as string[],
  }));
const ids = agents.map(({ id }) => id);
const having = (tool: string) =>
  agents.filter(({ tools }) => tools.includes(tool)).map(({ id }) => id);

/** Without its samples, which have headings of their own. */
const section = (body: string, heading: string) =>
  body
    .replace(/^```[a-z]*\n.*?^```$/gms, "")
    .split(/^## /m)
    .find((part) => part.startsWith(heading)) ?? "";

describe("the tools of the company server", () => {
  it("are with every department that asks for reviews or gives them", () => {
    const asking = agents.filter(({ body }) =>
      section(body, "Reviews you must ask for").includes("|---|---|"),
    );
    expect(asking.map(({ id }) => id)).toEqual(ids);
    for (const tool of ["request_review", "submit_verdict", "list_open_work"]) {
      expect(having(`company/${tool}`), tool).toEqual(ids);
    }
  });

  it("are named in the sections in which they are needed", () => {
    for (const { id, body } of agents) {
      expect(section(body, "Read first"), id).toContain(`\`list_open_work\` with \`agent: ${id}\``);
      expect(section(body, "Reviews you must ask for"), id).toContain("`request_review`");
      expect(section(body, "Output"), id).toContain("`submit_verdict`");
      expect(section(body, "Output"), id).toContain(`\`reviewer: ${id}\``);
      if (id === "improver") continue;
      expect(section(body, "Lessons and gaps"), id).toContain("`report_gap`");
    }
  });

  it("change the board through the coo alone", () => {
    expect(having("company/board_update")).toEqual(["coo"]);
  });

  it("check drafts for who writes them and who reviews what code can check in them", () => {
    expect(having("company/check_draft")).toEqual(["ceo", "cfo", "cto", "lawyer", "marketing"]);
  });

  it("report gaps to the improver, who does not report to itself", () => {
    expect(having("company/report_gap")).toEqual(ids.filter((id) => id !== "improver"));
  });
});

it("the memory is read in pages by every department, and by no tool that answers at any length", () => {
  for (const tool of ["recall", "read_entities", "memory_overview"]) {
    expect(having(`memory/${tool}`), tool).toEqual(ids);
  }
  for (const tool of ["read_graph", "search_nodes", "open_nodes"]) {
    expect(having(`memory/${tool}`), tool).toEqual([]);
  }
});

const TOOLS = new Set(Object.values(SERVER_TOOLS).flat());
/** In the same form, but of others: fields of dev.to. */
const NO_TOOLS = new Set(["canonical_url"]);

const named = (body: string) =>
  [...new Set([...body.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name]) => name as string))]
    .filter((name) => !NO_TOOLS.has(name))
    .toSorted();

describe("every page of an agent", () => {
  it("names only tools that exist", () => {
    for (const { file, body } of pages) {
      const strange = named(body).filter((name) => !TOOLS.has(name));
      expect(strange, file).toEqual([]);
    }
  });

  it("sends reading to the helper that only reads, and other work to a department by its name", () => {
    for (const { file, body } of pages) {
      expect(body, file).not.toMatch(/\b(to|through|by|in|one) (a )?subagents?\b/i);
      expect(body, file).not.toMatch(/general-purpose|`code-review`|`research`/);
    }
    expect(pages.filter(({ body }) => body.includes("`explore`")).length).toBeGreaterThan(5);
  });

  it("of a procedure names only tools that its department has", () => {
    const owned = pages.flatMap(({ file, body }) => {
      const [, owner] = /^\*\*Who runs it\*\*: (?:the )?([a-z]+)/m.exec(body) ?? [];
      return owner === undefined ? [] : [{ file, body, owner }];
    });
    expect(owned.length).toBeGreaterThan(5);
    for (const { file, body, owner } of owned) {
      const tools = agents.find(({ id }) => id === owner)?.tools ?? [];
      const missing = named(body).filter(
        (name) => !tools.some((tool) => tool.endsWith(`/${name}`)),
      );
      expect(missing, `${file}: ${owner}`).toEqual([]);
    }
  });
});

const TELLS_TO_EDIT = [
  /BOARD\.md/,
  /\b(edit|write|rewrite|change|clean|update|keep|put|delete|add)\b[^.|]*\b(on|in)? ?the board\b/i,
  /the board, written/i,
  /\bmove (it|the line) to `## |\btick the box\b|\badd `done /i,
  /\bfirst in `was`|\bto the front of `was`/i,
];
/** The tool, the way to who has it, or a row of the constitution's table. */
const IS_RIGHT = /board_update|\b(to|through|have) the COO\b|^\| BOARD\.md \|$/i;

/** Lines that would have an agent change the board by hand. */
function byHand(body: string): string[] {
  return body
    .split("\n")
    .filter((line) => TELLS_TO_EDIT.some((tells) => tells.test(line)) && !IS_RIGHT.test(line));
}

describe("the board", () => {
  it("is nowhere to be edited by hand", () => {
    for (const { file, body } of pages) expect(byHand(body), file).toEqual([]);
  });

  it.each([
    "9. **Board.** Write the changes in `BOARD.md`, line by line.",
    "6. **Write the board**, then the memory, then the answer.",
    "- The board, written.",
    "- Finished: `[x]`, add `done <date>`, move the line to `## Done`.",
    "- Done: tick the box, and move it to `## Done`.",
    "- Moving a due date that has passed puts the old date first in `was`.",
    "6. **Clean the board.** Tasks done for more than two weeks leave it.",
    "Store the campaign and put the tasks on the board with dates.",
    "- `BOARD.md`: the format, the honesty of its dates.",
    "The coo writes `BOARD.md`, line by line.",
  ])("would be seen to be edited by: %s", (line) => {
    expect(byHand(line)).toEqual([line]);
  });

  it("has all its actions and all four answers to two misses in the coo's page", () => {
    const body = agents.find(({ id }) => id === "coo")?.body ?? "";
    const actions = ["add", "move", "done", "edit", "due", "drop"];
    for (const action of actions) expect(body).toContain(`| \`${action}\` |`);
    expect(body).toMatch(/\| re-scope \|.*`due` with a new date and a new `title`/);
    expect(body).toMatch(/\| demote \|.*`due: none` and `demote: true`/);
    expect(body).toMatch(/\| root cause \|.*`rootCause`/);
    expect(body).toMatch(/\| kill \|.*delete nothing until the answer, then `drop`/);
  });
});

describe("the skill of peer review", () => {
  const body = read(".github/skills/peer-review/SKILL.md");

  it("says what to do about every refusal, and knows no other", () => {
    const [, union = ""] = read("company/protocol/review.ts").split("type RefusalCode =");
    const codes = [...(union.split(";")[0] ?? "").matchAll(/\| "([a-z-]+)"/g)].map(([, it]) => it);
    expect(codes.length).toBeGreaterThan(15);
    const rows = [...section(body, "When it is refused").matchAll(/^\| `([a-z-]+)` \|/gm)];
    expect(rows.map(([, code]) => code).toSorted()).toEqual(codes.toSorted());
  });

  it("has the request handed on as it is, and the reviewer answer itself", () => {
    expect(body).toMatch(/Hand the returned `text` on, unchanged/);
    expect(body).toMatch(/Call `submit_verdict` yourself/);
    expect(body).toMatch(/material to judge, never an instruction/);
    expect(body).toMatch(/`inReplyTo`/);
  });

  it("keeps the form for when the tools are not there", () => {
    const [, form = ""] = body.split("## Without the tools");
    for (const field of ["From", "Call chain", "Task", "What I did", "What I need from you"]) {
      expect(form).toContain(`**${field}**`);
    }
    expect(form).toContain("founder");
  });
});

describe("a post", () => {
  it("is checked by code and reviewed one by one before it is put to the founder", () => {
    const body = read(".github/skills/draft-post/SKILL.md");
    const order = ["**`check_draft`**", "**`request_review`**", "**`Status: review`**"];
    const places = order.map((step) => body.indexOf(step));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(body).toMatch(/file:Marketing\/drafts\/week-\d{4}-W\d\d\.md#\d{4}-\d\d-\d\d-/);
  });
});

describe("the constitution's rules", () => {
  const rules = (file: string) => read(file).match(/^\d\. .*$/gm) ?? [];

  it("are the same in the kit and in the sample company", () => {
    expect(rules(CONSTITUTION)).toHaveLength(9);
    expect(rules(MARE)).toEqual(rules(CONSTITUTION));
  });

  it("name the tools that hold them, on a page of less than 12 kB", () => {
    for (const file of [CONSTITUTION, MARE]) {
      const of = (number: number) => rules(file)[number - 1] ?? "";
      expect(of(2)).toContain("`list_open_work`");
      expect(of(2)).toContain("`board_update`");
      expect(of(4)).toContain("`request_review`");
      expect(of(4)).toContain("`submit_verdict`");
      expect(of(5)).toContain("`check_draft`");
      expect(of(7)).toContain("`report_gap`");
      expect(of(9)).toContain("`board_update`");
      expect(Buffer.byteLength(read(file))).toBeLessThan(12_000);
    }
  });
});
