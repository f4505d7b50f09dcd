import { answer, type CommandModule, createPaint, readTextFile, switchOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { type JenkinsfileText, lintFiles } from '../../app/lint.js';
import { findingsText } from '../text/findings-text.js';

/** `lint [Jenkinsfile…]`: everything that is wrong or risky about Jenkinsfiles. */
export const lint: CommandModule = {
  spec: {
    description:
      'Finds the mistakes of Jenkinsfiles, declarative and scripted, and says what to write instead. They are read, and never executed. Exit code 1 where there is an error. To accept a finding, write before its line: // towline-lint-disable-next-line rule-id reason',
    arguments: [
      { name: 'Jenkinsfile', meaning: 'the files to look at (default: ./Jenkinsfile)', variadic: true, path: true },
    ],
    options: [{ flag: 'strict', meaning: 'fail for warnings too' }],
    examples: [
      ['jenkins-bridge lint', 'look at ./Jenkinsfile'],
      ['jenkins-bridge lint --strict ci/*.Jenkinsfile', 'look at several, and let warnings fail too'],
    ],
  },
  async run(invocation) {
    const { args, terminal } = invocation;
    const paths = args.length === 0 ? ['Jenkinsfile'] : args;
    const report = lintFiles(await Promise.all(paths.map(readJenkinsfile)));
    answer(invocation, report, () => findingsText(report, createPaint(terminal.stdout.colors)));
    const failing = switchOption(invocation, 'strict') ? report.findings.length : report.errors;
    return failing === 0 ? exitCodes.done : exitCodes.failed;
  },
};

async function readJenkinsfile(path: string): Promise<JenkinsfileText> {
  return { path, text: await readTextFile(path) };
}
