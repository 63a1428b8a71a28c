/** A text from the founder's own editor, as git asks for a message. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { HqError } from "../../company/error.ts";
import { childEnvironment } from "../../files/child-environment.ts";
import { readText } from "../../files/text.ts";

/**
 * What stands in the file when the editor ends. `editor` is VISUAL or EDITOR, options and all, run by a shell
 * as git does it.
 * @throws HqError `usage` without an editor, `wrong-state` when it fails
 */
export async function writeInEditor(editor: string | undefined): Promise<string> {
  if (editor === undefined || editor.trim() === "") {
    throw new HqError("usage", "Cannot open an editor: neither VISUAL nor EDITOR is set.", {
      hint: "Set one, or give the text with --file FILE or --text TEXT.",
    });
  }
  const folder = await mkdtemp(path.join(tmpdir(), "hq-post-"));
  try {
    const file = path.join(folder, "post.md");
    await writeFile(file, "");
    const env = childEnvironment(process.env);
    const child = spawn("sh", ["-c", `${editor} "$1"`, "hq-post", file], { stdio: "inherit", env });
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) {
      throw new HqError("wrong-state", `Cannot take the text: the editor ended with ${code}.`);
    }
    return (await readText(file)) ?? "";
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
