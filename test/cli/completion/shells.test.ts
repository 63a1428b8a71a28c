/** The printed scripts in the shells themselves: what the tab key gives. zsh and fish where they are installed. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtProgram } from "../../run/built-program.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

const HQ = path.join(import.meta.dirname, "..", "..", "..", "cli", "hq.ts");

let company: Awaited<ReturnType<typeof copySample>>;

beforeAll(async () => {
  company = await copySample();
  const program = await builtProgram(HQ);
  // As in a clone: the launcher, and beside it what shows that it is ours.
  mkdirSync(path.join(company.root, "bin"));
  const launcher = `#!/usr/bin/env node\nimport(${JSON.stringify(pathToFileURL(program).href)});\n`;
  writeFileSync(path.join(company.root, "bin", "hq"), launcher);
  writeFileSync(path.join(company.root, "bin", "launch.js"), "");
  chmodSync(path.join(company.root, "bin", "hq"), 0o755);
  for (const shell of ["bash", "zsh", "fish"]) {
    const { stdout } = await runHq(["completion", shell], { program: "bin/hq" });
    writeFileSync(path.join(company.root, `hq.${shell}`), stdout);
  }
});
afterAll(() => company.remove());

const ENV = () => ({
  PATH: `${path.dirname(process.execPath)}:${process.env.PATH ?? ""}`,
  HOME: company.root,
  LC_ALL: "C.UTF-8",
});

function has(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

function shell(command: string, words: string[], input?: string): string {
  const { stdout, stderr } = spawnSync(command, words, {
    cwd: company.root,
    env: ENV(),
    encoding: "utf8",
    ...(input === undefined ? {} : { input }),
    timeout: 30_000,
  });
  return `${stdout}${stderr}`;
}

/** What readline would offer for the line: the function that bash knows for the word, called as bash calls it. */
function bash(line: string): string[] {
  const code = `
    source hq.bash
    COMP_LINE=$1 COMP_POINT=\${#1} COMP_TYPE=9 COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
    IFS=' ' read -ra COMP_WORDS <<<"$1"
    case "$1" in *' ') COMP_WORDS+=("") ;; esac
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    spec=$(complete -p hq); name=\${spec#*-F }; name=\${name%% *}
    $name hq
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  return shell("bash", ["--norc", "--noprofile", "-c", code, "bash", line])
    .split("\n")
    .filter(Boolean);
}

describe("completion in bash", () => {
  it.each<[string, string[]]>([
    ["hq boa", ["board"]],
    ["bin/hq boa", ["board"]],
    ["hq board uncl", []],
    ["hq board unb", ["unblock"]],
    ["hq board done T-030", ["T-030"]],
    ['hq board add "Call the bank" --agent cf', ["cfo"]],
    ["hq board add x --agent=cf", ["cfo"]],
    ["hq board add x --section No", ["Now"]],
    ["hq board move T-030 Blo", ["Blocked"]],
    ["hq board due T-030 tom", ["tomorrow"]],
    ["hq board --al", ["--all"]],
    ["hq duty done saf", ["saf-t-invoices"]],
    ["hq ran weekly", ["weekly-review"]],
    ["hq lesson add --category kn", ["knowledge"]],
    // What stands before the colon is on the line.
    ["hq memory show metric:almadrava-beta", ["almadrava-beta-boats"]],
    ["hq help boa", ["board"]],
    ["hq completion fi", ["fish"]],
    ["hq nonsense ", []],
  ])("%s", (line, expected) => {
    expect(bash(line)).toEqual(expected);
  });

  it("shows what each of several is", () => {
    expect(bash("hq board done T-03")).toContainEqual(
      expect.stringMatching(/^T-030 {2}\(Restore drill from the second region/),
    );
  });

  it("leaves files to bash", () => {
    expect(bash("hq memory import ")).toEqual([]);
  });

  it.runIf(process.platform === "linux" && has("script"))("at the keyboard", () => {
    const keys = 'hq() { echo "GOT:$*:"; }\nhq board don\tT-030\t\nexit\n';
    const inside = "bash --noprofile --rcfile hq.bash -i";
    // Before it reads, a shell's terminal would take the tab for a letter.
    const typed = `(sleep 1; printf '%s' "$KEYS"; sleep 2) | script -qec "$INSIDE" /dev/null`;
    const { stdout } = spawnSync("bash", ["-c", typed], {
      cwd: company.root,
      env: { ...ENV(), KEYS: keys, INSIDE: inside },
      encoding: "utf8",
      timeout: 30_000,
    });
    expect(stdout).toContain("GOT:board done T-030:");
  });
});

describe.runIf(has("fish"))("completion in fish", () => {
  const fish = (line: string) =>
    shell("fish", ["--no-config", "-c", `source hq.fish; complete -C ${JSON.stringify(line)}`])
      .split("\n")
      .filter(Boolean);

  it.each<[string, RegExp[]]>([
    ["hq boa", [/^board\tlist and change/]],
    ["hq board done T-030", [/^T-030\tRestore drill/]],
    ["hq board add x --agent cf", [/^cfo\t/]],
    ["hq memory show metric:almadrava-beta", [/^metric:almadrava-beta-boats\tmetric$/]],
  ])("%s", (line, expected) => {
    expect(fish(line)).toEqual(expected.map((each) => expect.stringMatching(each)));
  });
});

describe.runIf(has("zsh"))("completion in zsh", () => {
  it("at the keyboard", () => {
    const code = `
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell 'PS1=; autoload -Uz compinit; compinit -u -D; source ./hq.zsh; hq() { print -r -- "GOT:$*:" }; print READY'
      zpty -r shell out '*READY*READY*'
      zpty -w -n shell $'hq board don\\tT-030\\t\\n'
      zpty -r -t shell out; repeat 60; do sleep 0.1; zpty -r -t shell more && out+=$more; [[ $out == *GOT:*:* ]] && break; done
      print -r -- "$out"
      zpty -d shell`;
    expect(shell("zsh", ["-f", "-c", code])).toContain("GOT:board done T-030:");
  });
});

it("is found from a folder below, and says so where no company is", () => {
  const code = "source hq.bash; mkdir -p a/b; cd a/b; hq board list | head -1; cd /; hq board list";
  const said = shell("bash", ["--norc", "--noprofile", "-c", code]);
  expect(said).toContain("Now");
  expect(said).toContain("No company here");
  expect(existsSync(path.join(company.root, "a", "b", ".hq"))).toBe(false);
});
