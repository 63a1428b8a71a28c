/** The sample company with a client at its tools, in one process and with a clock of the test's own. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { createCompanyServer } from "../../mcp-company/server.ts";
import { openMemoryStore } from "../../mcp-memory/open.ts";
import { type CompanyOffice, openOffice } from "../../office/open-office.ts";
import { copySample } from "../cli/sample.ts";
import type { ListedTool } from "../mcp-memory/listed-schemas.ts";

export interface Said {
  isError: boolean;
  /** What the model reads. */
  text: string;
  /** The structured content; empty for an error. */
  value: Record<string, unknown>;
}

export interface Counter {
  root: string;
  clock: { now: Date };
  office: CompanyOffice;
  call(tool: string, args: object): Promise<Said>;
  listTools(): Promise<ListedTool[]>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Observations of an entity of the memory; null when there is none. */
  remembered(name: string): Promise<string[] | null>;
  close(): Promise<void>;
}

/** `HQ_AGENT` in `env` makes it the headless run of that department. */
export async function openCounter(env: Record<string, string> = {}): Promise<Counter> {
  const company = await copySample();
  const clock = { now: new Date("2026-11-20T08:30:00.000Z") };
  const { root } = company;
  const now = () => clock.now;
  const office = openOffice({ root, now, env });
  const [here, there] = InMemoryTransport.createLinkedPair();
  await createCompanyServer(office).connect(there);
  const client = new Client({ name: "test", version: "1" });
  await client.connect(here);
  return {
    root,
    clock,
    office,
    call: async (name, args) => {
      const said = await client.callTool({ name, arguments: args as Record<string, unknown> });
      const [first] = said.content as { text?: string }[];
      return {
        isError: said.isError === true,
        text: first?.text ?? "",
        value: (said.structuredContent ?? {}) as Record<string, unknown>,
      };
    },
    listTools: async () => (await client.listTools()).tools as ListedTool[],
    read: (file) => readFile(path.join(root, file), "utf8"),
    write: (file, text) => writeFile(path.join(root, file), text),
    remembered: async (name) => {
      const store = await openMemoryStore({ filePath: path.join(root, "memory.jsonl"), now });
      try {
        return (await store.openNodes([name])).entities[0]?.observations ?? null;
      } finally {
        await store.close();
      }
    },
    close: async () => {
      await client.close();
      await office.ledger.close();
      await company.remove();
    },
  };
}
