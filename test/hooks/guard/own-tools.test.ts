/** Our own tools under every name that a client gives them, and the tools of others that look alike. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judge, KIT, openWorkplace } from "../workplace.ts";

const guard = (await import(path.join(KIT, ".github", "hooks", "guard", "own-tools.mjs"))) as {
  OWN_TOOLS: Record<"memory" | "company", string[]>;
  ownTool: (name: string) => string | null;
};

/** As VS Code 1.139 makes the beginning of a tool's name from a server's title. */
function vsCodePrefix(title: string, index: number): string {
  const slug = title.toLowerCase().replace(/[^a-z0-9_.-]+/g, "_");
  const end = `${index === 1 ? "" : index}_`;
  return `mcp_${slug.slice(0, 13).slice(0, 18 - "mcp_".length - end.length)}${end}`;
}

/** What the clients put before the name of a tool of this server. */
const beginnings = {
  memory: clientsOf("memory", ["Memory", "Solo HQ memory"]),
  company: clientsOf("company", ["Company", "Solo HQ company"]),
};

function clientsOf(server: string, titles: string[]): string[] {
  const numbers = [1, 2, 3, 9, 10, 42, 99];
  const inVsCode = titles.flatMap((title) => numbers.map((at) => vsCodePrefix(title, at)));
  return [`${server}-`, `${server}/`, `mcp__${server}__`, ...inVsCode];
}

const servers = ["memory", "company"] as const;

let close: () => void;
beforeAll(() => {
  ({ close } = openWorkplace());
});
afterAll(() => close());

describe("a tool of ours", () => {
  it("has the names that were seen in the clients", () => {
    expect(beginnings.company).toEqual(
      expect.arrayContaining([
        "company-",
        "mcp__company__",
        "mcp_company_",
        "mcp_company2_",
        "mcp_solo_hq_compa_",
        "mcp_solo_hq_comp2_",
        "mcp_solo_hq_com10_",
      ]),
    );
    expect(beginnings.memory).toEqual(
      expect.arrayContaining(["mcp_memory_", "mcp_solo_hq_memor_", "mcp_solo_hq_memo2_"]),
    );
  });

  it.each(servers)("of %s is known by each of them", (server) => {
    for (const tool of guard.OWN_TOOLS[server])
      for (const beginning of beginnings[server])
        expect(guard.ownTool(beginning + tool), beginning + tool).toBe(tool);
  });

  it.each([
    ["log_lesson", { agent: "improver", detail: "The link in .github/skills/standup/SKILL.md" }],
    ["report_gap", { from: "ceo", what: "BOARD.md", evidence: "rm -rf .github/hooks" }],
    ["create_entities", { entities: [{ name: "x", observations: ["Decision: .mcp.json"] }] }],
    ["recall", { query: "BOARD.md" }],
    ["open_nodes", { names: ["BOARD.md", "package.json"] }],
    ["record_prompt_run", { prompt: "standup", result: "wrote BOARD.md" }],
    ["board_update", { by: "coo", blocked: "waits for .vscode/mcp.json" }],
    ["request_review", { from: "lawyer", work: "file:.github/copilot-instructions.md" }],
  ])("may speak of protected files: %s", (tool, tool_input) => {
    const server = servers.find((one) => guard.OWN_TOOLS[one].includes(tool)) ?? "memory";
    const agent_type =
      "by" in tool_input ? tool_input.by : "from" in tool_input ? tool_input.from : "improver";
    for (const beginning of beginnings[server]) {
      const tool_name = beginning + tool;
      expect(judge({ tool_name, tool_input }), tool_name).toBeNull();
      expect(judge({ tool_name, tool_input, agent_type }), tool_name).toBeNull();
    }
  });
});

describe("make_folder, which touches a path", () => {
  const allowed = {
    improver: [".github/skills/invoice-chasing", "ROOT/.github/instructions/x"],
    marketing: ["Marketing/launch", "Marketing/launch/farol"],
    accountant: ["Founder/2026"],
  };
  const told = (by: string, folder: string, more: object = {}) =>
    beginnings.company.map((beginning) =>
      judge({
        tool_name: `${beginning}make_folder`,
        tool_input: { by, path: folder },
        agent_type: by,
        ...more,
      }),
    );

  it.each(Object.entries(allowed))("may be called by %s under each name", (by, folders) => {
    for (const folder of folders) {
      for (const said of told(by, folder)) expect(said, folder).toBeNull();
      // The path is the server's, which knows nothing of where the client was started.
      for (const said of told(by, folder, { cwd: "ROOT/Marketing" })) expect(said).toBeNull();
    }
  });

  it.each([
    ["marketing", "Founder/2026", "marketing may not write Founder/2026"],
    ["marketing", "Marketing/../Founder", "marketing may not write Founder"],
    ["marketing", "Marketing/pictures/x", ".github/hooks/x is protected"],
    ["marketing", "/etc/x", "outside the repository"],
    ["accountant", "Founder/contracts/2026", "Founder/contracts/2026 is protected"],
    ["improver", ".github/hooks/more", ".github/hooks/more is protected"],
    ["improver", ".GitHub/Hooks/more", "is protected"],
    ["lawyer", "Founder/2026", "lawyer may not write Founder/2026, no file"],
  ])("is refused to %s for %s", (by, folder, reason) => {
    for (const said of told(by, folder)) expect(said).toContain(reason);
  });

  it("is refused in another's name, and to anybody in a protected place", () => {
    for (const beginning of beginnings.company) {
      const tool_name = `${beginning}make_folder`;
      const tool_input = { by: "improver", path: ".github/skills/x" };
      expect(judge({ tool_name, tool_input, agent_type: "marketing" })).toContain(
        'may not call make_folder as "improver"',
      );
      expect(judge({ tool_name, tool_input: { path: ".hq/seen/x" } })).toContain("is protected");
      expect(judge({ tool_name, tool_input: {} })).toContain("cannot see which file");
    }
  });
});

describe("a tool of another server", () => {
  it.each([
    "mcp_company_files_write",
    "mcp_memory_bank_save_file",
    "mcp_memory-server_create_entities",
    "memory-write_file",
    "company-files-write",
    "company/write",
    "memory_bank-create_entities",
    "mcp__memory_bank__create_entities",
    "mcp__company__write_file",
    "mcp_solo_hq_compa_write_file",
    // Our names on the other server of ours, and numbers that no client gives.
    "company-create_entities",
    "mcp_memory_board_update",
    "mcp_company1_board_update",
    "mcp_company02_board_update",
    "mcp_company100_board_update",
    "mcp_solo_hq_compa2_board_update",
    "mcp_solo_hq_company_board_update",
    // Less or more than a whole name.
    "company-board_update_all",
    "company-board",
    "mcp_company_",
    "board_update",
    "company_board_update",
    "mcp__company_board_update",
    "my_company-board_update",
    "functions.company-board_update",
    "Company-Board_Update",
  ])("is none of ours, and may not write what is protected: %s", (tool_name) => {
    expect(guard.ownTool(tool_name)).toBeNull();
    const tool_input = { path: ".mcp.json", by: "coo" };
    expect(judge({ tool_name, tool_input })).toContain(".mcp.json is protected");
  });
});
