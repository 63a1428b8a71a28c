#!/usr/bin/env bash
# dependency-cruiser beside TypeScript 7 reads no TypeScript, and its rules pass.
#
# Seen with: dependency-cruiser 18.7.2 with TypeScript 6.0.3 and 7.0.2; Node 24.21. Needs Node 22.
# Guess:     a checker of imports that cannot read the sources fails, at least when it was given
#            folders full of them; and if it read anything, it read all.
# Really:    with TypeScript 6 the forbidden import is found, exit code 1. With TypeScript 7 and nothing
#            else changed: "no dependency violations found (0 modules ...)", exit code 0. The report
#            for people and the JSON add a hint that TypeScript is too new; Markdown, CSV and the
#            reports for pipelines have no word of it. As soon as one .mjs file imports one of the
#            sources, the count is no longer 0: the source is counted as a module, but what it imports
#            is not looked at.
# Matters:   an upgrade of the compiler takes the walls between folders down, and every check stays
#            green. A guard that fails on 0 modules, the obvious mending, is content with one script.
# So:        compare the number of sources read, and of imports found in them, with what there is;
#            or break a rule on purpose once in every run, and see it reported.
set -euo pipefail

node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 22 ? 1 : 0)' ||
  { echo "Cannot try this: it needs Node 22 or newer, found $(node -v)." >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
add() {
  npm install --loglevel=error --no-audit --no-fund --ignore-scripts --save-exact "$@" >/dev/null ||
    { echo "Cannot try this: npm could not install $*." >&2; exit 2; }
}

mkdir -p src/rules src/disk
echo 'import { read } from "../disk/read.ts"; export const rule = () => read();' >src/rules/rule.ts
echo 'export const read = () => "text";' >src/disk/read.ts
cat >.dependency-cruiser.mjs <<'JS'
export default {
  forbidden: [
    {
      name: "rules-know-no-disk",
      severity: "error",
      from: { path: "^src/rules" },
      to: { path: "^src/disk" },
    },
  ],
  options: { tsPreCompilationDeps: true },
};
JS

# The verdict that a pipeline sees: exit code, counts, and whether the report hints at TypeScript.
verdict() {
  local code=0
  npx --no-install depcruise "$@" >report.txt 2>&1 || code=$?
  echo "  exit code $code, $(grep -o '[0-9]* modules, [0-9]* dependencies' report.txt)," \
    "hints at TypeScript: $(grep -q 'missing-tsc-transpiler' report.txt && echo yes || echo no)"
}
verdicts() {
  echo "$1, for people:"
  verdict src
  echo "$1, for a pipeline (azure-devops):"
  verdict src --output-type azure-devops
}

add dependency-cruiser@18.7.2 typescript@6.0.3
with6=$(verdicts "TypeScript 6")
add typescript@7.0.2
with7=$(verdicts "TypeScript 7")
other=$(
  for type in json markdown csv teamcity; do
    code=0
    npx --no-install depcruise src --output-type "$type" >report.txt 2>&1 || code=$?
    hint=$(grep -q 'missing-tsc-transpiler' report.txt && echo yes || echo no)
    echo "TypeScript 7, $type: exit code $code, hints at TypeScript: $hint"
  done
)
mkdir scripts
echo 'import { rule } from "../src/rules/rule.ts"; rule();' >scripts/run.mjs
mixed=$(echo "TypeScript 7 and one .mjs file:" && verdict src scripts)

saw=$(printf '%s\n%s\n%s\n%s' "$with6" "$with7" "$other" "$mixed")
expected=$(
  cat <<'END'
TypeScript 6, for people:
  exit code 1, 2 modules, 1 dependencies, hints at TypeScript: no
TypeScript 6, for a pipeline (azure-devops):
  exit code 1, 2 modules, 1 dependencies, hints at TypeScript: no
TypeScript 7, for people:
  exit code 0, 0 modules, 0 dependencies, hints at TypeScript: yes
TypeScript 7, for a pipeline (azure-devops):
  exit code 0, 0 modules, 0 dependencies, hints at TypeScript: no
TypeScript 7, json: exit code 0, hints at TypeScript: yes
TypeScript 7, markdown: exit code 0, hints at TypeScript: no
TypeScript 7, csv: exit code 0, hints at TypeScript: no
TypeScript 7, teamcity: exit code 0, hints at TypeScript: no
TypeScript 7 and one .mjs file:
  exit code 0, 2 modules, 1 dependencies, hints at TypeScript: yes
END
)
echo "$saw"
[ "$saw" = "$expected" ] || { echo "Changed: expected" >&2; echo "$expected" >&2; exit 1; }
