import {
  answer,
  type CommandModule,
  createPaint,
  type Invocation,
  type Paint,
  readTextFile,
  switchOption,
  textOption,
} from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { type JenkinsfileText, lintFiles } from '../../app/lint.js';
import type { RemoteFinding } from '../../app/lint-remote.js';
import { printable } from '../jenkins/build-text.js';
import { jenkinsOptions } from '../jenkins/jenkins-options.js';
import { findingsText } from '../text/findings-text.js';

/** `lint [Jenkinsfile…]`: everything that is wrong or risky about Jenkinsfiles. */
export const lint: CommandModule = {
  spec: {
    description:
      'Finds the mistakes of Jenkinsfiles, declarative and scripted, and says what to write instead. They are read, and never executed. Exit code 1 where there is an error. To accept a finding, write before its line: // towline-lint-disable-next-line rule-id reason',
    arguments: [
      { name: 'Jenkinsfile', meaning: 'the files to look at (default: ./Jenkinsfile)', variadic: true, path: true },
    ],
    options: [
      { flag: 'strict', meaning: 'fail for warnings too' },
      { flag: 'remote', meaning: 'let Jenkins look at them too, by its declarative validator' },
      {
        flag: 'scripted-in',
        value: 'job',
        meaning: 'with --remote: a Pipeline by whose compiler scripted files are looked at',
      },
      ...jenkinsOptions,
    ],
    examples: [
      ['jenkins-bridge lint', 'look at ./Jenkinsfile'],
      ['jenkins-bridge lint --strict ci/*.Jenkinsfile', 'look at several, and let warnings fail too'],
      ['jenkins-bridge lint --remote --url https://jenkins.example.com', 'ask Jenkins too'],
    ],
  },
  async run(invocation) {
    const { args, terminal } = invocation;
    const paths = args.length === 0 ? ['Jenkinsfile'] : args;
    const files = await Promise.all(paths.map(readJenkinsfile));
    const report = lintFiles(files);
    const remote = switchOption(invocation, 'remote') ? await askJenkins(invocation, files) : undefined;
    const paint = createPaint(terminal.stdout.colors);
    answer(invocation, remote === undefined ? report : { ...report, remote }, () =>
      [findingsText(report, paint), ...(remote === undefined ? [] : [remoteText(remote, paint)])].join(''),
    );
    const failing = switchOption(invocation, 'strict') ? report.findings.length : report.errors;
    return failing === 0 && (remote ?? []).length === 0 ? exitCodes.done : exitCodes.failed;
  },
};

async function askJenkins(
  invocation: Invocation,
  files: readonly JenkinsfileText[],
): Promise<readonly RemoteFinding[]> {
  const [{ connectJenkins }, { lintRemote }] = await Promise.all([
    import('../jenkins/connect-jenkins.js'),
    import('../../app/lint-remote.js'),
  ]);
  await using connected = await connectJenkins(invocation);
  const scriptedIn = textOption(invocation, 'scripted-in');
  return lintRemote(connected.jenkins, files, { scriptedIn, signal: invocation.signal });
}

function remoteText(findings: readonly RemoteFinding[], paint: Paint): string {
  if (findings.length === 0) return `${paint.green('✓')} Jenkins finds nothing wrong\n`;
  return findings
    .map(({ file, line, column, message }) => {
      const place = [file, line, column].filter((one) => one !== undefined).join(':');
      return `${place}: ${paint.red('error')} Jenkins: ${printable(message.replaceAll('\n', ' '))}\n`;
    })
    .join('');
}

async function readJenkinsfile(path: string): Promise<JenkinsfileText> {
  return { path, text: await readTextFile(path) };
}
