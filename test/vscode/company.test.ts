/** A person's day in an installed company, in a real VS Code: one window, one step after another. */
import { afterAll, beforeAll, describe } from "vitest";
import { installKit } from "../copilot/furnish.ts";
import { type Editor, openEditor } from "./editor/editor.ts";
import { fence } from "./steps/fence.ts";
import { kitFiles, servers } from "./steps/loading.ts";
import { review } from "./steps/review.ts";
import { standup } from "./steps/standup.ts";
import { tools } from "./steps/tools.ts";

let editor: Editor;

beforeAll(async () => {
  editor = await openEditor("company", installKit);
});

afterAll(() => editor?.close());

describe("an installed company in VS Code", () => {
  // The first message starts the servers.
  standup(() => editor);
  servers(() => editor);
  review(() => editor);
  tools(() => editor);
  fence(() => editor);
  kitFiles(() => editor);
});
