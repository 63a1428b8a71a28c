/**
 * Whether a few lines of Python or JavaScript only read. What is not known to be harmless counts as a
 * change: every name behind a dot must be one of these, and no other way to a file may stand there.
 */

const LIMIT_CHARS = 4_000;
const METHODS = new Set(
  `Counter defaultdict OrderedDict DictReader reader datetime date today strftime fromisoformat isoformat Path mean
   median pprint dedent append args argv capitalize casefold count dumps endswith entries enumerate exists
   extend filter find findall finditer flat flatMap forEach format fromEntries fromkeys get group groups
   has hasOwn includes index indexOf is_file is_dir items join json keys length lines load loads
   log lower lstrip map match matchAll max min most_common name names node nonzero now parse path
   readFileSync read readFile read_text readline readlines readdirSync existsSync reduce rstrip search set
   slice sort sorted split splitlines startsWith startswith stdin strip stem some every statSync size
   stringify sub suffix sum then title toFixed toISOString toLowerCase toString toUpperCase trim update
   upper utf8 value values version dependencies devDependencies scripts mcpServers servers memory company
   command env observations entityType type description id hooks tools dict list`
    .split(/\s+/)
    .filter(Boolean),
);
const MODULES = {
  python:
    /^(json|re|sys|collections|itertools|csv|datetime|math|statistics|textwrap|pprint|pathlib)$/,
  javascript: /^((node:)?(fs|path|util)|\.{0,2}\/?[\w./@-]+\.json)$/,
};
const FORBIDDEN = {
  python:
    /__|\b(exec|eval|compile|getattr|setattr|delattr|globals|locals|vars|input|breakpoint|del)\b/,
  javascript:
    /`|\\|__|=>\s*\{\s*with|\b(eval|Function|globalThis|global|process|import|module|constructor|prototype|Reflect|Proxy|Deno|Bun|WebAssembly|this|setTimeout|setInterval|setImmediate|with)\b/,
};
/** Names by which a file is changed or a program started, wherever they stand. */
const CHANGES =
  /write|append(?!\()|unlink|rename|remove|truncate|chmod|chown|mkdir|symlink|copy|spawn|exec|fork|stream|rm(Sync|dir|tree)|\bcp\b|utimes|shutil|subprocess|socket/i;
const READS_PYTHON =
  /\bopen\(\s*§\d+(\s*,\s*§\d+)?(\s*,\s*(encoding|newline|errors)\s*=\s*§\d+)*\s*\)/g;

export function onlyReads(code, language) {
  if (code.length > LIMIT_CHARS || /'''|"""/.test(code)) return false;
  const { bare, strings } = withoutStrings(code, language);
  if (bare === null || FORBIDDEN[language].test(bare) || CHANGES.test(bare)) return false;
  // Between brackets a text or a name may be that of a method.
  if (/\[\s*§/.test(bare) && strings.some((word) => CHANGES.test(word))) return false;
  if (language === "javascript" && /\[\s*[A-Za-z_$]/.test(bare) && /\bfs\b/.test(code))
    return false;
  const behindDots = [...bare.matchAll(/\.\s*([A-Za-z_$][\w$]*)/g)].map(([, name]) => name);
  if (!behindDots.every((name) => METHODS.has(name))) return false;
  return language === "python" ? readsPython(bare, strings) : readsJavaScript(bare, strings);
}

/** The code with `§1` in the place of each text; `bare` is null when it is not plain. */
function withoutStrings(code, language) {
  const strings = [];
  let isOdd = false;
  const bare = code.replace(
    /([A-Za-z]{0,2})'([^'\n]*)'|([A-Za-z]{0,2})"([^"\n]*)"/g,
    (...found) => {
      const [, before, single, before2, double] = found;
      const body = single ?? double;
      const prefix = before ?? before2 ?? "";
      if (/\\(?![nt])/.test(body) || /f/i.test(prefix)) isOdd = true;
      strings.push(body);
      return `${language === "python" ? "" : prefix}§${strings.length - 1} `;
    },
  );
  const plain = language === "python" ? bare.replace(/#[^\n]*/g, "") : bare;
  return { bare: isOdd || /['"]/.test(plain) ? null : plain, strings };
}

function readsPython(bare, strings) {
  const opens = [...bare.matchAll(READS_PYTHON)];
  if (opens.length !== (bare.match(/\bopen\b/g) ?? []).length) return false;
  const modes = opens.map(([, mode]) => strings[Number(/\d+/.exec(mode ?? "")?.[0] ?? -1)] ?? "r");
  if (!modes.every((mode) => /^(r|rb|rt)$/.test(mode))) return false;
  const imports = [...bare.matchAll(/\b(?:from\s+([\w.]+)\s+)?import\s+([^\n;]+)/g)];
  return imports.every(([, from, names]) => {
    if (names.includes("*") && from !== undefined) return false;
    const modules =
      from === undefined ? names.split(",").map((name) => name.trim().split(" ")[0]) : [from];
    return modules.every((name) => MODULES.python.test(name));
  });
}

function readsJavaScript(bare, strings) {
  const asked = [...bare.matchAll(/\brequire\(\s*§(\d+)\s*\)/g)];
  if (asked.length !== (bare.match(/\brequire\b/g) ?? []).length) return false;
  return asked.every(([, at]) => MODULES.javascript.test(strings[Number(at)] ?? ""));
}
