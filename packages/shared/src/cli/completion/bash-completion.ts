import type { ArgumentSpec, OptionSpec } from '../command.js';
import { type CompletedCommand, type CompletedProgram, type FirstWord, functionName } from './completion-model.js';

/** The completion script for bash. */
export function bashCompletion({ name, words, commands }: CompletedProgram): string {
  const first = words.map(({ word }) => word);
  return `# ${name} completion for bash: source <(${name} completion bash)
${functionName(name)}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${[...first, 'help', '--help', '--version'].join(' ')}' -- "$current"))
    return
  fi
${groupCases(words)}  case $command in
${commands.map(commandCase).join('\n')}
    help) COMPREPLY=($(compgen -W '${first.join(' ')}' -- "$current")) ;;
  esac
}
complete -F ${functionName(name)} ${name}
`;
}

/** A group's second word is completed, and from the third on it belongs to the name of the command. */
function groupCases(words: readonly FirstWord[]): string {
  const groups = words.filter(({ then }) => then.length > 0);
  if (groups.length === 0) return '';
  const cases = groups.map(({ word, then }) => {
    const names = then.map((each) => each.word).join(' ');
    return `    ${word})
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W '${names}' -- "$current"))
        return
      fi
      command="$command \${COMP_WORDS[2]}"
      ;;`;
  });
  return `  case $command in\n${cases.join('\n')}\n  esac\n`;
}

function commandCase({ name, options, arguments: args }: CompletedCommand): string {
  const values = options.filter(({ value }) => value !== undefined).map(valueCase);
  const flags = options.map(({ flag }) => `--${flag}`).join(' ');
  return `    ${name.includes(' ') ? `'${name}'` : name})
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
