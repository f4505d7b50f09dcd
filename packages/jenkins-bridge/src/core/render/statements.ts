import { trimEndOf } from '@towline/shared/text';
import type { EnvironmentValue } from '../pipeline/model/settings.js';
import { block, type Code, type Lines } from './code.js';
import { groovyArguments, groovyLine, groovyString, quotedLines } from './groovy-text.js';
import type { Shell } from './shell.js';

/** A person's commands, as they are. */
export function runStep(shell: Shell, script: string): string {
  return `${shell.step} ${groovyString(trimEndOf(script, '\n'))}`;
}

/** A command of ours: one line, or words that each take a line. */
export function commandStep(shell: Shell, [first = '', ...rest]: readonly string[]): string | Lines {
  return rest.length === 0
    ? `${shell.step} ${groovyLine(first)}`
    : wordsBetween(shell, { before: `${shell.step} '''`, words: [first, ...rest], after: "'''" });
}

/** Words of a command between code, each on its own line. Groovy does not see the first line break. */
export function wordsBetween(
  shell: Shell,
  { before, words, after }: { readonly before: string; readonly words: readonly string[]; readonly after: string },
): Lines {
  const last = words.length - 1;
  const lines = words.map((word, index) =>
    index === last ? `  ${quotedLines(word)}${after}` : `  ${quotedLines(`${word}${shell.goesOn}`)}`,
  );
  return { kind: 'lines', lines: [`${before}\\`, ...lines] };
}

/** A script of ours between the code that runs it and the code that takes what it prints. */
export function scriptBetween(before: string, script: string, after: string): Lines {
  const lines = script.split('\n').map((line) => `  ${quotedLines(line)}`);
  return { kind: 'lines', lines: [`${before}'''`, ...lines, `'''${after}`] };
}

/** Code that runs with environment variables; the code itself where there is none. */
export function withEnvironment(environment: Readonly<Record<string, EnvironmentValue>>, body: Code): Code {
  const entries = Object.entries(environment);
  const plain = entries.flatMap(([name, value]) =>
    value.kind === 'value' ? [groovyLine(`${name}=${value.value}`)] : [],
  );
  const secret = entries.flatMap(([name, value]) =>
    value.kind === 'credential'
      ? [`string(${groovyArguments({ credentialsId: groovyLine(value.credentialsId), variable: groovyLine(name) })})`]
      : [],
  );
  const inner: Code = plain.length === 0 ? body : [block(`withEnv([${plain.join(', ')}])`, body)];
  return secret.length === 0 ? inner : [block(`withCredentials([${secret.join(', ')}])`, inner)];
}
