export const shells = ["bash", "zsh", "fish"] as const;

/**
 * What each shell reads once. All three ask the program itself, `gigahost-ddns __complete WORD…`, the last word being the
 * one that is typed: it prints a candidate a line, with a tab and its meaning behind it, or `:files` or `:directories`.
 */
export const shellScripts: Readonly<Record<(typeof shells)[number], string>> = {
  // bash takes words apart at = and :, and knows no meanings.
  bash: `# bash completion for gigahost-ddns
_gigahost_ddns() {
  local words=() word typed before line at
  for ((at = 1; at <= COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    if ((\${#words[@]} > 0)) && [[ $word == [=:]* || \${words[\${#words[@]} - 1]} == *[=:] ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
  done
  typed=\${COMP_WORDS[COMP_CWORD]}
  [[ $typed == [=:] ]] && typed=
  before=\${words[\${#words[@]} - 1]}
  before=\${before%"$typed"}
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files) compopt -o filenames 2>/dev/null && COMPREPLY+=($(compgen -f -- "$typed")) ;;
      :directories) compopt -o filenames 2>/dev/null && COMPREPLY+=($(compgen -d -- "$typed")) ;;
      *) line=\${line%%$'\\t'*} && COMPREPLY+=("\${line#"$before"}") ;;
    esac
  done < <("$1" __complete "\${words[@]}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -F _gigahost_ddns gigahost-ddns
`,
  zsh: `#compdef gigahost-ddns
# zsh completion for gigahost-ddns
_gigahost-ddns() {
  local line
  local -a candidates
  for line in "\${(@f)$("\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      :files) _files ;;
      :directories) _files -/ ;;
      ?*) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  (( \${#candidates} )) && _describe -V gigahost-ddns candidates
}
if [ "\${funcstack[1]}" = _gigahost-ddns ]; then
  _gigahost-ddns "$@"
else
  compdef _gigahost-ddns gigahost-ddns
fi
`,
  fish: `# fish completion for gigahost-ddns
function __gigahost_ddns_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :directories
                __fish_complete_directories (commandline -ct)
            case '*'
                printf '%s\\n' $line
        end
    end
end
complete -c gigahost-ddns -f -a '(__gigahost_ddns_complete)'
`,
};
