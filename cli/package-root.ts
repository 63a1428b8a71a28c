/** The folder of this package: where `bin/`, `dist/` and the sample company stand. */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** From dist/ (built) as well as from cli/ (tests): the nearest folder upward with `bin/launch.js`. */
export function packageRoot(): string {
  const start = path.dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "bin", "launch.js"))) return folder;
    if (path.dirname(folder) === folder) {
      throw new Error(`bin/launch.js stands in no folder above ${start}`);
    }
  }
}
