import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listedTools } from "../departments/listed-tools.ts";
import { type Parts, promptParts, type Servers, total } from "../departments/prompt-parts.ts";
import { type Office, openOffice } from "./office.ts";

const FILE = path.join(import.meta.dirname, "../../scripts/bench-prompt/parts.mjs");
/** A path in the session's folder and the like; no part of ours depends on them. */
const SLACK_BYTES = 20;

type Measured = Parts & { ours: number };
type PartsOf = (of: { raw: string; root: string; agent: string }) => Measured;

let office: Office;
let servers: Servers;
let partsOf: PartsOf;

beforeAll(async () => {
  ({ partsOf } = (await import(FILE)) as { partsOf: PartsOf });
  servers = await listedTools();
  office = await openOffice();
});

afterAll(() => office?.close());

it.each(["coo", "marketing"])(
  "what the budget counts is what the client sends: %s",
  async (agent) => {
    const { asked } = await office.run(["--agent", agent, "-p", "hello"], () => "hello");
    const sent = partsOf({ raw: asked[0]?.raw ?? "{}", root: office.root, agent });
    const counted = promptParts(office.root, servers, agent);
    for (const [part, bytes] of Object.entries(counted)) {
      expect(Math.abs(sent[part as keyof Parts] - bytes), part).toBeLessThan(SLACK_BYTES);
    }
    expect(Math.abs(sent.ours - total(counted))).toBeLessThan(SLACK_BYTES);
  },
);
