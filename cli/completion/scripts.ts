/** What a shell reads once, so that the tab key asks `hq`. */
import { ASK } from "./ask.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * `hq` is on no PATH: where there is no such command, the script makes one that finds the company's own
 * program from the folder one stands in, upward. The program that is asked is the one that was typed.
 */
const FIND = `__hq_program() {
  local dir="$PWD"
  while :; do
    if [ -f "$dir/bin/hq" ] && [ -f "$dir/bin/launch.js" ]; then printf '%s\\n' "$dir/bin/hq"; return; fi
    if [ -f "$dir/.hq-kit/bin/hq" ]; then printf '%s\\n' "$dir/.hq-kit/bin/hq"; return; fi
    [ "$dir" = "/" ] || [ -z "$dir" ] && return 1
    dir="\${dir%/*}"
    [ -n "$dir" ] || dir="/"
  done
}
if ! command -v hq >/dev/null 2>&1; then
  hq() {
    local program
    program="$(__hq_program)" || { echo "No company here: stand in the folder of one." >&2; return 1; }
    node "$program" "$@"
  }
fi`;

const BASH = `# Completion of hq for bash. In ~/.bashrc:  source <(bin/hq completion bash)
${FIND}
__hq_complete() {
  local line="\${COMP_LINE:0:COMP_POINT}" typed="\${COMP_WORDS[0]}" lead="" out program word value says
  local cur="\${line##*[[:space:]]}"
  local -a answer=()
  typed="\${typed/#\\~/$HOME}"
  if [[ $typed != */* && $(type -t -- "$typed") != file ]]; then
    program="$(__hq_program)" || return
    out="$(node "$program" ${ASK} --line "$line" 2>/dev/null)"
  else
    out="$("$typed" ${ASK} --line "$line" 2>/dev/null)"
  fi
  COMPREPLY=()
  case "$out" in
    :file) compopt -o default -o filenames 2>/dev/null; return ;;
    :folder) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "\${cur#*=}")); return ;;
  esac
  while IFS= read -r word; do [[ -n $word ]] && answer+=("$word"); done <<<"$out"
  # bash breaks words at ":" and "=", which ids of the memory and options have: what stands before is on the line.
  if [[ $COMP_WORDBREAKS == *=* && $cur == --*=* ]]; then lead="\${cur%%=*}="; fi
  if [[ $COMP_WORDBREAKS == *:* && $cur == *:* ]]; then lead="\${cur%"\${cur##*:}"}"; fi
  for word in "\${answer[@]}"; do
    value="\${word%%$'\\t'*}"
    says="\${word#*$'\\t'}"
    printf -v value '%q' "\${value:\${#lead}}"
    # Where there is a choice each word is shown with what it is; on the line comes only what they share.
    if ((\${#answer[@]} > 1)) && [[ -n $says && \${COMP_TYPE:-9} != 37 && \${COMP_TYPE:-9} != 42 ]]; then
      value+="  ($says)"
    fi
    COMPREPLY+=("$value")
  done
}
complete -F __hq_complete hq
`;

const ZSH = `#compdef hq
# Completion of hq for zsh. In ~/.zshrc, behind compinit:  source <(bin/hq completion zsh)
${FIND}
_hq() {
  local typed="\${words[1]/#\\~/$HOME}" out word value says program
  local -a asked values shown
  asked=("\${(@Q)words[2,CURRENT]}")
  if [[ $typed != */* ]] && (( ! $+commands[$typed] )); then
    program="$(__hq_program)" || return 1
    out="$(node "$program" ${ASK} "\${asked[@]}" 2>/dev/null)"
  else
    out="$("$typed" ${ASK} "\${asked[@]}" 2>/dev/null)"
  fi
  case "$out" in
    :file) _files; return ;;
    :folder) _files -/; return ;;
  esac
  for word in "\${(@f)out}"; do
    [[ -n $word ]] || continue
    value="\${word%%$'\\t'*}"
    says="\${word#*$'\\t'}"
    values+=("$value")
    if [[ -n $says ]]; then shown+=("$value  -- $says"); else shown+=("$value"); fi
  done
  (( $#values )) || return 1
  compadd -l -d shown -a -- values
}
if (( $+functions[compdef] )); then compdef _hq hq; fi
`;

const FISH = `# Completion of hq for fish. Once:  bin/hq completion fish > ~/.config/fish/completions/hq.fish
function __hq_program
  set -l dir $PWD
  while true
    if test -f "$dir/bin/hq" -a -f "$dir/bin/launch.js"
      echo "$dir/bin/hq"
      return
    end
    if test -f "$dir/.hq-kit/bin/hq"
      echo "$dir/.hq-kit/bin/hq"
      return
    end
    test "$dir" = /; and return 1
    set dir (path dirname $dir)
  end
end
if not type -q hq
  function hq
    set -l program (__hq_program); or begin
      echo "No company here: stand in the folder of one." >&2
      return 1
    end
    node $program $argv
  end
end
function __hq_complete
  set -l tokens (commandline -opc) (commandline -ct | string unescape)
  test (count $tokens) -gt (count (commandline -opc)); or set -a tokens ""
  set -l typed (string replace -r '^~' $HOME -- $tokens[1])
  set -l asked $tokens[2..-1]
  set -l out
  if string match -q '*/*' -- $typed; or command -sq -- $typed
    set out ($typed ${ASK} $asked 2>/dev/null)
  else
    set -l program (__hq_program); or return
    set out (node $program ${ASK} $asked 2>/dev/null)
  end
  switch "$out[1]"
    case :file
      __fish_complete_path (commandline -ct)
    case :folder
      __fish_complete_directories (commandline -ct)
    case '*'
      printf '%s\\n' $out
  end
end
complete -c hq -f -a '(__hq_complete)'
`;

/** The script; the first line says where it belongs. */
export function completionScript(shell: Shell): string {
  return { bash: BASH, zsh: ZSH, fish: FISH }[shell];
}
