import type { ArgumentSpec, OptionSpec } from '../frame/command.js';
import type { CompletedCommand } from './completion-model.js';

/** The completion script for bash. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  return `# argo-updater completion for bash: source <(argo-updater completion bash)
_argo_updater() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${[...commands.map(({ name }) => name), 'help', '--help', '--version'].join(' ')}' -- "$current"))
    return
  fi
  case $command in
${commands.map(commandCase).join('\n')}
    help) COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$current")) ;;
  esac
}
complete -F _argo_updater argo-updater
`;
}

function commandCase({ name, options, arguments: args }: CompletedCommand): string {
  const values = options.filter(({ value }) => value !== undefined).map(valueCase);
  const flags = options.map(({ flag }) => `--${flag}`).join(' ');
  return `    ${name})
      case $previous in
${values.join('\n')}
      esac
      if [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W '${flags}' -- "$current"))
      else
        ${wordsFor(args[0])}
      fi
      ;;`;
}

function valueCase(option: OptionSpec): string {
  const names = option.short === undefined ? `--${option.flag}` : `-${option.short} | --${option.flag}`;
  return `        ${names}) ${wordsFor(option)}; return ;;`;
}

function wordsFor(spec: Pick<OptionSpec | ArgumentSpec, 'choices' | 'path'> | undefined): string {
  if (spec?.choices !== undefined) return `COMPREPLY=($(compgen -W '${spec.choices.join(' ')}' -- "$current"))`;
  return spec?.path === true ? 'COMPREPLY=($(compgen -f -- "$current"))' : ':';
}
