/** What `hq init` does to a JSON file of the kit that a repository has already. */
import { type Change, toText } from "./change.ts";
import { isPlainJson } from "./json-edit.ts";
import { mergeJson } from "./json-merge.ts";
import { BASE_FOLDER } from "./manifest.ts";
import { serversKey } from "./relocate.ts";

/** Of a file that was merged, and in which the founder has something left to do. */
export const UNREAD_NOTE =
  "your comments stay, but Copilot CLI reads nothing of this file while it has comments or trailing commas";

/** Our keys beside the founder's; what was kept, and what is left to him, is said. */
export function jsonChange(path: string, now: string, ours: string): Change[] {
  const merge = mergeJson(now, ours, serversKey(path));
  if (merge.kind === "not-json") {
    return [
      { kind: "keep", path, note: `${merge.reason}; add by hand what ${BASE_FOLDER}/${path} has` },
    ];
  }
  const kept: Change[] =
    merge.kept.length === 0
      ? []
      : [
          {
            kind: "keep",
            path,
            note: `your own ${merge.kept.join(", ")} kept; Solo HQ's is in ${BASE_FOLDER}/${path}`,
          },
        ];
  return [
    ...toText(path, now, { text: merge.text, note: `added ${merge.added.join(", ")}` }),
    ...kept,
    ...unread(path, merge.text),
  ];
}

/** VS Code's own file may hold comments; of any other Copilot CLI reads nothing then (seen on 1.0.102). */
function unread(path: string, text: string): Change[] {
  if (path === ".vscode/mcp.json" || isPlainJson(text)) return [];
  return [{ kind: "keep", path, note: UNREAD_NOTE }];
}
