import type { ArgumentSpec, OptionSpec } from '../command.js';
import { type CompletedCommand, type CompletedProgram, type FirstWord, functionName } from './completion-model.js';

/** The completion script for zsh. */
export function zshCompletion({ name, words, commands }: CompletedProgram): string {
  return `#compdef ${name}
# ${name} completion for zsh: source <(${name} completion zsh)
${functionName(name)}() {
  local -a commands=(
${words.map(({ word, summary }) => `    ${quoted(`${word}:${summary}`)}`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=\${words[2]}
  shift words
  ((CURRENT--))
${groupCases(words)}  case $command in
${commands.map(commandCase).join('\n')}
    help) _describe command commands ;;
  esac
}
compdef ${functionName(name)} ${name}
`;
}

/** A group's second word is completed, and from the third on it belongs to the name of the command. */
function groupCases(words: readonly FirstWord[]): string {
  const groups = words.filter(({ then }) => then.length > 0);
  if (groups.length === 0) return '';
  const cases = groups.map(
    ({ word, then }) => `    ${word})
      commands=(
${then.map((next) => `        ${quoted(`${next.word}:${next.summary}`)}`).join('\n')}
      )
      if ((CURRENT == 2)); then
        _describe command commands
        return
      fi
      command="$command \${words[2]}"
      shift words
      ((CURRENT--))
      ;;`,
  );
  return `  case $command in\n${cases.join('\n')}\n  esac\n`;
}

function commandCase({ name, options, arguments: args }: CompletedCommand): string {
  const specs = [...options.map(optionSpec), ...args.map(argumentSpec)];
  return `    ${name.includes(' ') ? quoted(name) : name})
      _arguments \\
${specs.map((spec) => `        ${spec}`).join(' \\\n')}
      ;;`;
}

function optionSpec({ flag, value, meaning, choices, path, repeatable }: OptionSpec): string {
  const spec = `${repeatable === true ? '*' : ''}--${flag}`;
  const text = `[${meaning.replaceAll(/[[\]:]/g, String.raw`\$&`)}]`;
  return quoted(value === undefined ? `${spec}${text}` : `${spec}=${text}:${value}:${actionFor({ choices, path })}`);
}

function argumentSpec({ name, variadic, choices, path }: ArgumentSpec): string {
  return quoted(`${variadic === true ? '*' : ''}:${name}:${actionFor({ choices, path })}`);
}

function actionFor({ choices, path }: Pick<OptionSpec, 'choices' | 'path'>): string {
  if (choices !== undefined) return `(${choices.join(' ')})`;
  return path === true ? '_files' : '';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
