// Links every script of the folder that is given, without running any: a name that is imported and not there is an error.
// usage: node --experimental-vm-modules link-all.mjs FOLDER
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { SourceTextModule, SyntheticModule } from "node:vm";

const folder = process.argv[2];
const known = new Map();

function moduleAt(name) {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = isBuiltin(name) ? builtin(name) : script(name);
  known.set(name, made);
  return made;
}

function script(name) {
  const file = path.join(folder, name);
  return new SourceTextModule(readFileSync(file, "utf8"), { identifier: file });
}

function builtin(name) {
  const names = ["default", ...Object.keys(process.getBuiltinModule(name))];
  return new SyntheticModule([...new Set(names)], () => {}, { identifier: name });
}

const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
for (const name of names) {
  const module = moduleAt(name);
  if (module.status === "unlinked")
    await module.link((asked) => moduleAt(asked.replace(/^\.\//, "")));
}
process.stdout.write(`${names.length}\n`);
