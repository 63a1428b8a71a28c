import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConstitution } from "../../../files/company.ts";
import { companyChannels } from "../../../office/posts/outgoing.ts";
import { readSecret } from "../../../office/posts/secrets.ts";
import { type ForemServer, openForem } from "../../channels/forem-server.ts";
import { type Mailbox, openMailbox, PASSWORD, USER } from "../../channels/smtp-server.ts";
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

/** In no file of the company but the one that is for it, and in no word of the commands. */
function expectNowhere(secret: string, ran: readonly { stdout: string; stderr: string }[]): void {
  const files = readdirSync(company.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "secrets.env")
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"));
  expect(files.length).toBeGreaterThan(4);
  for (const text of [...files, ...ran.flatMap(({ stdout, stderr }) => [stdout, stderr])]) {
    expect(text).not.toContain(secret);
  }
}

describe("a newsletter with a mail server", () => {
  const ID = "2026-11-24-newsletter-a-drill";
  let box: Mailbox;

  beforeEach(async () => {
    box = await openMailbox();
    const url = `smtp://${USER}:${PASSWORD}@127.0.0.1:${box.port}`;
    await put(
      `HQ_SMTP_URL=${url}\nHQ_NEWSLETTER_TO=list@mare.example\nHQ_NEWSLETTER_FROM=Ana <ana@mare.example>\n`,
    );
    await writeWeek(company.root, [
      { title: "A drill", channel: "newsletter", text: "The drill took 41 minutes." },
    ]);
    const { constitution } = await readConstitution(company.root);
    const open = await companyChannels(company.root, constitution, { env: {}, now: () => DUE });
    await approve(company.root, ID, { open, now: BEFORE });
  });

  afterEach(() => box.close());

  const hq = (...args: string[]) => runHq(args, { cwd: company.root, now: () => DUE });
  const kind = ({ stdout }: { stdout: string }) => JSON.parse(stdout).posts[0]?.kind;

  it("is mailed once, and the password is nowhere in between", async () => {
    const sent = await hq("post", "send", "--json");
    expect(kind(sent)).toBe("posted");
    expect(box.letters).toHaveLength(1);
    const again = await hq("post", "send", "--json");
    expect(box.letters).toHaveLength(1);
    await writeFile(
      path.join(company.root, "Marketing/sop.md"),
      "# SOP\n\n## Channels\n\n| Channel | Slot |\n|---|---|\n| newsletter | Wed 10:00 |\n",
    );
    const tested = await hq("channel", "test", "newsletter");
    expect(tested.stdout).toContain("list@mare.example");
    expectNowhere(PASSWORD, [sent, again, tested, await hq("audit", "--post", ID)]);
  });

  it("whose answer was lost is never sent again, until the founder says what is there", async () => {
    box.faults.push("cut-after-letter");
    expect(kind(await hq("post", "send", "--json"))).toBe("unknown");
    await hq("post", "send", "--json");
    expect(box.letters).toHaveLength(1);
    await hq("post", "resolve", ID, "--posted", "https://list.mare.example/1");
    const told = await hq("audit", "--post", ID);
    expect(told.stdout).toContain("https://list.mare.example/1");
    expectNowhere(PASSWORD, [told]);
  });

  it("to another list, or by another sender, is to be approved anew", async () => {
    const file = path.join(company.root, ".hq/secrets.env");
    const before = readFileSync(file, "utf8");
    await put(before.replace("list@mare", "other@mare"));
    expect(kind(await hq("post", "send", "--json"))).toBe("void");
    expect(box.letters).toHaveLength(0);
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
    expectNowhere(PLANTED, [sent, tested, told]);
  });

  it("sends no key to an address that is not encrypted", async () => {
    const { constitution } = await readConstitution(company.root);
    const env = { HQ_DEVTO_URL: "http://forem.example" };
    await expect(
      companyChannels(company.root, constitution, { env, now: () => DUE }),
    ).rejects.toMatchObject({ code: "usage" });
  });
});
