// Import directions of docs/design.md. dependency-cruiser passes when it could read no module at
// all (a newer TypeScript than it knows, a wrong folder), so an empty reading is a failure here.
import { existsSync } from "node:fs";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import config, { rooms } from "../.dependency-cruiser.mjs";

const folders = rooms.filter((room) => existsSync(room));
const { output } = await cruise(
  folders,
  { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true },
  { extensions: [".ts", ".js", ".mjs", ".json"] },
  { tsConfig: extractTSConfig("tsconfig.json") },
);
const ours = output.modules.filter((module) => module.source.endsWith(".ts"));
const edges = ours.flatMap((module) => module.dependencies).length;
if (ours.length < 20 || edges < 20) {
  console.error(
    `Cannot check import directions: ${ours.length} modules and ${edges} imports were read, expected at least 20 of each. Does dependency-cruiser know this TypeScript?`,
  );
  process.exit(1);
}
for (const { rule, from, to } of output.summary.violations) {
  console.error(`${from} → ${to}: ${rule.name}`);
}
console.log(
  `${ours.length} modules, ${edges} imports, ${output.summary.violations.length} against the walls`,
);
process.exit(output.summary.violations.length > 0 ? 1 : 0);
