/** The key with which the founder signs approvals: only a passphrase opens it, only its fingerprint is public. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type ScryptOptions,
  scrypt,
  sign,
  verify,
} from "node:crypto";
import { chmod, lstat, mkdir, open } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { HqError } from "../../company/error.ts";
import { readText } from "../../files/text.ts";

export const KEY_FILE = ".hq/approval-key.json";

/** OWASP's minimum for scrypt (N 2^17, r 8, p 1): some 0.3 s and 128 MB for each try. */
const COST = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const PASSPHRASE_CHARS = 8;
const FILE = z.strictObject({
  version: z.literal(1),
  /** SubjectPublicKeyInfo, base64. */
  publicKey: z.base64(),
  salt: z.base64(),
  nonce: z.base64(),
  tag: z.base64(),
  /** PKCS #8, encrypted with AES-256-GCM. */
  sealed: z.base64(),
});

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** `SHA256:` and 43 letters of base64url. */
export function fingerprintOf(publicKey: string): string {
  const hash = createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("base64url");
  return `SHA256:${hash}`;
}

/**
 * Makes a key and writes it, sealed, where there is none.
 * @throws HqError `usage` for a short passphrase, `wrong-state` where there is a key already
 */
export async function makeApprovalKey(root: string, passphrase: string): Promise<string> {
  if ([...passphrase].length < PASSPHRASE_CHARS) {
    throw new HqError(
      "usage",
      `Cannot protect approvals: the passphrase has fewer than ${PASSPHRASE_CHARS} characters.`,
    );
  }
  const { publicKey, privateKey } = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "der" },
  });
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", await derive(passphrase, salt, 32, COST), nonce);
  const sealed = Buffer.concat([cipher.update(privateKey), cipher.final()]);
  const base64 = (bytes: Buffer): string => bytes.toString("base64");
  const file: z.infer<typeof FILE> = {
    version: 1,
    publicKey: base64(publicKey),
    salt: base64(salt),
    nonce: base64(nonce),
    tag: base64(cipher.getAuthTag()),
    sealed: base64(sealed),
  };
  await writeOnce(path.join(root, KEY_FILE), `${JSON.stringify(file, null, 2)}\n`);
  return fingerprintOf(file.publicKey);
}

/** Never readable by others, not for a moment, and never over a key that is there. */
async function writeOnce(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    const handle = await open(file, "wx", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new HqError("wrong-state", `Cannot protect approvals: there is a key in ${KEY_FILE}.`, {
      hint: "To begin anew, move it away and take the row Approval key out of the constitution.",
    });
  }
}

export interface ApprovalSigner {
  /** Base64 of the public key. */
  publicKey: string;
  fingerprint: string;
  /** Base64 of the signature. */
  sign(text: string): string;
}

/**
 * Opens the key of this machine.
 * @throws HqError `not-found` where there is none, `wrong-state` when others may read it or the passphrase
 * does not open it
 */
export async function openApprovalKey(root: string, passphrase: string): Promise<ApprovalSigner> {
  const place = path.join(root, KEY_FILE);
  const text = await readText(place, 10_000);
  if (text === null) {
    throw new HqError("not-found", `Cannot sign the approval: there is no ${KEY_FILE} here.`, {
      hint: "Copy it from the machine where you ran hq approvals protect.",
    });
  }
  if (((await lstat(place)).mode & 0o077) !== 0) {
    throw new HqError("wrong-state", `Cannot sign the approval: others may read ${KEY_FILE}.`, {
      hint: `Close it with: chmod 600 ${KEY_FILE}`,
    });
  }
  const file = FILE.safeParse(jsonOf(text)).data;
  if (file === undefined) throw unopened("it is no key of ours");
  const bytes = (value: string): Buffer => Buffer.from(value, "base64");
  const key = await derive(passphrase, bytes(file.salt), 32, COST);
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes(file.nonce), { authTagLength: 16 });
    decipher.setAuthTag(bytes(file.tag));
    const der = Buffer.concat([decipher.update(bytes(file.sealed)), decipher.final()]);
    const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    return {
      publicKey: file.publicKey,
      fingerprint: fingerprintOf(file.publicKey),
      sign: (words) => sign(null, Buffer.from(words), privateKey).toString("base64"),
    };
  } catch (error) {
    throw unopened("the passphrase does not open it", error);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function unopened(found: string, cause?: unknown): HqError {
  return new HqError("wrong-state", `Cannot sign the approval with ${KEY_FILE}: ${found}.`, {
    hint: "Nothing was approved. Try again.",
    cause,
  });
}

/** Whether the signature is one of that key over that text. */
export function isSignedBy(text: string, signature: { key: string; value: string }): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.from(signature.key, "base64"),
      format: "der",
      type: "spki",
    });
    if (key.asymmetricKeyType !== "ed25519") return false;
    return verify(null, Buffer.from(text), key, Buffer.from(signature.value, "base64"));
  } catch (error) {
    // What is no key at all is one error or another of the library.
    if (error instanceof Error) return false;
    throw error;
  }
}
