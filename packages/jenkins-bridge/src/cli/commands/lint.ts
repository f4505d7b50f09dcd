import { readFile } from 'node:fs/promises';
import { errorCode, errorMessage, exitCodes } from '@towline/shared/errors';
import { Option } from 'commander';
import { type JenkinsfileText, lintFiles } from '../../app/lint.js';
import { BridgeCliError } from '../frame/bridge-cli-error.js';
import type { CommandModule } from '../frame/command.js';
import { createPaint } from '../frame/paint.js';
import { findingsText } from '../text/findings-text.js';

/** `lint [Jenkinsfile…]`: everything that is wrong or risky about Jenkinsfiles. */
export const lint: CommandModule = {
  describe(command) {
    command
      .description(
        'Finds the mistakes of Jenkinsfiles, declarative and scripted, and says what to write instead. They are read, and never executed. Exit code 1 where there is an error.',
      )
      .argument('[Jenkinsfile...]', 'the files to look at (default: ./Jenkinsfile)')
      .option('--strict', 'fail for warnings too')
      .addOption(
        new Option('-o, --output <format>', 'text for people, json for programs')
          .choices(['text', 'json'])
          .default('text'),
      )
      .addHelpText('after', examples);
  },
  async run({ args, options, terminal: { stdout } }) {
    const paths = args.length === 0 ? ['Jenkinsfile'] : args;
    const report = lintFiles(await Promise.all(paths.map(readJenkinsfile)));
    stdout.write(
      options.output === 'json'
        ? `${JSON.stringify(report, null, 2)}\n`
        : findingsText(report, createPaint(stdout.colors)),
    );
    const failing = options.strict === true ? report.findings.length : report.errors;
    return failing === 0 ? exitCodes.done : exitCodes.failed;
  },
};

const examples = `
Examples:
  $ jenkins-bridge lint
      look at ./Jenkinsfile
  $ jenkins-bridge lint --strict ci/*.Jenkinsfile
      look at several, and let warnings fail too
To accept a finding, write before its line: // towline-lint-disable-next-line rule-id reason`;

async function readJenkinsfile(path: string): Promise<JenkinsfileText> {
  try {
    return { path, text: await readFile(path, 'utf8') };
  } catch (cause) {
    const why = errorCode(cause) === 'ENOENT' ? 'there is no such file' : errorMessage(cause);
    throw new BridgeCliError('bridge-cli-file-unreadable', `${path} cannot be read: ${why}`, { cause });
  }
}
