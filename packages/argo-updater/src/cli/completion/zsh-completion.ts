import type { ArgumentSpec, OptionSpec } from '../frame/command.js';
import type { CompletedCommand } from './completion-model.js';

/** The completion script for zsh. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef argo-updater
# argo-updater completion for zsh: source <(argo-updater completion zsh)
_argo_updater() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=\${words[2]}
  shift words
  ((CURRENT--))
  case $command in
${commands.map(commandCase).join('\n')}
    help) _describe command commands ;;
  esac
}
compdef _argo_updater argo-updater
`;
}

function commandCase({ name, options, arguments: args }: CompletedCommand): string {
  const specs = [...options.map(optionSpec), ...args.map(argumentSpec)];
  return `    ${name})
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
