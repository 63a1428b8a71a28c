/** Reading a file to its last byte, whatever it holds, when there are no more than there may be. */
import { open } from "node:fs/promises";

/**
 * The bytes of a file, or of what a pipe brings. They are counted as they come: a file may grow
 * after a look at its size, and a device has none.
 * @throws Error that says what was found, and the file system's errors
 */
export async function readWhole(file: string, limitBytes: number): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    if (size > limitBytes) throw new Error(`${size} bytes (the limit is ${limitBytes})`);
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of handle.createReadStream({ autoClose: false })) {
      pieces.push(piece as Buffer);
      bytes += (piece as Buffer).length;
      if (bytes > limitBytes) throw new Error(`more than ${limitBytes} bytes, which is the limit`);
    }
    return Buffer.concat(pieces);
  } finally {
    await handle.close();
  }
}
