import { CliError } from './cli-error.js';

/** The error for a file of settings that is wrong: everything at once, each with its place. */
export function invalidFile(
  path: string,
  findings: readonly { readonly line: number; readonly column: number; readonly message: string }[],
): CliError {
  const lines = findings.map(({ line, column, message }) => `  ${path}:${line}:${column}: ${message}`);
  return new CliError('cli-config-invalid', `${path} is not valid:\n${lines.join('\n')}`, {
    hint: 'Mend what is listed.',
  });
}
