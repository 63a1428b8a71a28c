import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConstitution } from "../../../files/company.ts";
import { companyChannels } from "../../../office/posts/outgoing.ts";
import { readSecret } from "../../../office/posts/secrets.ts";
import { type ForemServer, openForem } from "../../channels/forem-server.ts";
import { runHq } from "../../cli/run-hq.ts";
import { approve, BEFORE, type Company, DUE, emptyCompany, writeWeek } from "./approved-company.ts";

const NAME = "HQ_DEVTO_API_KEY";
const PLANTED = "planted-secret-0451";

let company: Company;

beforeEach(async () => {
  company = await emptyCompany();
  await mkdir(path.join(company.root, ".hq"));
});

afterEach(() => company.remove());

async function put(text: string, mode = 0o600) {
  const file = path.join(company.root, ".hq/secrets.env");
  await writeFile(file, text);
  await chmod(file, mode);
}

describe("a secret", () => {
  it("comes from the environment, else the file, else the command", async () => {
    const read = (env = {}) => readSecret(company.root, env, NAME);
    expect(await read()).toBeNull();
    const command = { HQ_SECRETS_COMMAND: "printf 'of the command for %s'" };
    expect(await read(command)).toBe(`of the command for ${NAME}`);
    await put(`# keys\n${NAME}="of the file"\n`);
    expect(await read(command)).toBe("of the file");
    expect(await read({ ...command, [NAME]: "of the environment" })).toBe("of the environment");
  });

  it("is refused from a file that others may read, and told nowhere", async () => {
    await put(`${NAME}=${PLANTED}`, 0o644);
    const refused = await readSecret(company.root, {}, NAME).catch((error: Error) => error);
    expect(refused).toMatchObject({
      code: "wrong-state",
      hint: expect.stringContaining("chmod 600"),
    });
    const failing = { HQ_SECRETS_COMMAND: `echo ${PLANTED}; echo ${PLANTED} >&2; exit 3; :` };
    await put("", 0o600);
    const failed = await readSecret(company.root, failing, NAME).catch((error: Error) => error);
    expect(failed).toMatchObject({ code: "wrong-state" });
    expect(`${failed} ${JSON.stringify(failed)}`).not.toContain(PLANTED);
  });
});

describe("dev.to with a key", () => {
  const ID = "2026-11-24-devto-a-drill";
  let forem: ForemServer;

  beforeEach(async () => {
    forem = await openForem(PLANTED);
    await put(`${NAME}=${PLANTED}\n`);
    await writeWeek(company.root, [
      {
        title: "A drill",
        channel: "dev.to",
        text: "The drill took 41 minutes.",
        fields: "- Canonical: https://mare.example/drill\n",
      },
    ]);
  });

  afterEach(() => forem.close());

  it("takes an approved article from the draft to its address, and the key is nowhere in between", async () => {
    const env = { HQ_DEVTO_URL: forem.base };
    const { constitution } = await readConstitution(company.root);
    const open = await companyChannels(company.root, constitution, { env, now: () => DUE });
    await approve(company.root, ID, { open, now: BEFORE });
    const sent = await runHq(["post", "send", "--json"], {
      cwd: company.root,
      env,
      now: () => DUE,
    });
    expect(JSON.parse(sent.stdout).posts).toMatchObject([
      { id: ID, kind: "posted", url: `${forem.base}/mare/100` },
    ]);
    const tested = await runHq(["channel", "test", "dev.to"], { cwd: company.root, env });
    const told = await runHq(["audit", "--post", ID], { cwd: company.root, now: () => DUE });
    const { readdirSync, readFileSync } = await import("node:fs");
    const files = readdirSync(company.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "secrets.env")
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"));
    expect(files.length).toBeGreaterThan(4);
    for (const text of [
      ...files,
      ...[sent, tested, told].flatMap((ran) => [ran.stdout, ran.stderr]),
    ]) {
      expect(text).not.toContain(PLANTED);
    }
  });

  it("sends no key to an address that is not encrypted", async () => {
    const { constitution } = await readConstitution(company.root);
    const env = { HQ_DEVTO_URL: "http://forem.example" };
    await expect(
      companyChannels(company.root, constitution, { env, now: () => DUE }),
    ).rejects.toMatchObject({ code: "usage" });
  });
});
