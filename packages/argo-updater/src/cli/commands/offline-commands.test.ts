import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { captureTerminal, type TerminalOptions } from '@towline/test-kit/terminal';
import { program } from '../program.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'towline-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function argoUpdater(args: readonly string[], options?: TerminalOptions) {
  const terminal = captureTerminal(options);
  const code = await runProgram(program, args, { terminal, environment: {} });
  return { code, ...terminal.written() };
}

/** Writes a file into the folder of this test; gives its path. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const application = (annotations = '') => `# the shop
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web   # as people call it
  namespace: argocd
${annotations}spec:
  source:
    repoURL: https://git.example/manifests.git
    path: web
    kustomize:
      images: [old=registry.example/team/web:1.0, registry.example/team/api:2@sha256:${'0'.repeat(64)}]
`;
const annotated = (line: string) =>
  application(
    `  annotations:\n    argocd-image-updater.argoproj.io/image-list: web=registry.example/team/web:1.x\n    argocd-image-updater.argoproj.io/write-back-method: git\n    ${line}\n`,
  );

describe('template', () => {
  it('shows the default message', async () => {
    const { code, stdout } = await argoUpdater(['template']);
    expect([code, stdout.split('\n').slice(0, 3)]).toEqual([
      0,
      ['build: automatic update of example-app', '', "updates image team/web tag '1.4.2' to '1.5.0'"],
    ]);
  });

  it('shows what a file makes, as JSON too', async () => {
    const path = file(
      't',
      '{{ .AppName }}: {{ range .AppChanges }}{{ index .Labels "org.opencontainers.image.source" }} {{ end }}',
    );
    expect(await argoUpdater(['template', path])).toMatchObject({
      code: 0,
      stdout: 'example-app: https://github.com/acme/web  \n',
    });
    const { stdout } = await argoUpdater(['template', path, '-o', 'json']);
    expect(JSON.parse(stdout)).toEqual({ template: path, message: 'example-app: https://github.com/acme/web  ' });
  });

  it.each([
    ['does not parse', '{{ .AppName', /template-syntax/],
    [
      'does not fit',
      '{{ .Application }}',
      /there is no field "Application" \(template-execution\)\n.*→ It may use \.AppName/,
    ],
  ])('ends with 1 for one that %s', async (_what, text, stderr) => {
    expect(await argoUpdater(['template', file('t', text)])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(stderr),
    });
  });

  it('ends with 2 for one that is not there', async () => {
    const { code, stderr } = await argoUpdater(['template', join(folder, 'none')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no such file (cli-file-unreadable)')]);
  });
});

describe('lint', () => {
  it('ends with 0 for what is in order', async () => {
    const path = file('web.yaml', annotated('argocd-image-updater.argoproj.io/update-strategy: semver'));
    expect(await argoUpdater(['lint', path])).toEqual({
      code: 0,
      stdout: 'no findings in 1 application\n',
      stderr: '',
    });
  });

  it('ends with 1 for an annotation that changes nothing', async () => {
    const path = file('web.yaml', annotated('argocd-image-updater.argoproj.io/update-strategy: newest-build'));
    const { code, stdout } = await argoUpdater(['lint', path]);
    expect([code, stdout]).toEqual([1, expect.stringContaining('does not look at the constraint "1.x"')]);
  });

  it('names the line and what was meant', async () => {
    const path = file('web.yaml', annotated('argocd-image-updater.argoproj.io/web.update-stratgy: semver'));
    const { code, stdout } = await argoUpdater(['lint', path]);
    expect(code).toBe(1);
    expect(stdout).toBe(
      `${path}:10: warning argocd/web: argocd-image-updater.argoproj.io/web.update-stratgy: nothing reads this annotation (annotation-unknown)\n` +
        '    → Did you mean argocd-image-updater.argoproj.io/web.update-strategy?\n1 finding in 1 application\n',
    );
  });

  it('goes through a folder, past what is no business of ours, and not in circles', async () => {
    await mkdir(join(folder, 'apps/node_modules'), { recursive: true });
    file('apps/a.yml', annotated('towline.dev/platforms: linux'));
    file('apps/chart.yaml', '{{ if .Values.x }}\na: [\n');
    file('apps/broken.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: [\n');
    file('apps/node_modules/b.yaml', annotated('towline.dev/what: x'));
    symlinkSync(folder, join(folder, 'apps/circle'));
    const { stdout } = await argoUpdater(['lint', folder, '-o', 'json']);
    const { findings, applications } = JSON.parse(stdout);
    expect(applications).toBe(1);
    expect(findings.map(({ file: path, line, code }: Record<string, unknown>) => [path, line, code])).toEqual([
      [join(folder, 'apps/broken.yaml'), expect.any(Number), 'yaml-syntax'],
      [join(folder, 'apps/a.yml'), expect.any(Number), 'annotation-value'],
    ]);
  });
});

describe('init', () => {
  const image = ['--image', 'web=registry.example/team/web:1.x'];

  it('writes what the flags say and no other byte', async () => {
    const path = file('web.yaml', application());
    const args = [
      'init',
      path,
      ...image,
      '--target',
      'kustomization',
      '--pull-request',
      'github',
      '--update-strategy',
      'semver',
    ];
    const { code, stdout } = await argoUpdater(args);
    const added = [
      '  annotations:',
      '    argocd-image-updater.argoproj.io/image-list: web=registry.example/team/web:1.x',
      '    argocd-image-updater.argoproj.io/update-strategy: semver',
      '    argocd-image-updater.argoproj.io/write-back-method: git',
      '    argocd-image-updater.argoproj.io/write-back-target: kustomization',
      '    towline.dev/pull-request: github',
    ];
    expect(code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(application(added.map((line) => `${line}\n`).join('')));
    expect(stdout).toContain(added.map((line) => `+${line}\n`).join(''));
    expect(await argoUpdater(args)).toMatchObject({ code: 0, stdout: `${path} says all of it already.\n` });
    expect(await argoUpdater(['lint', path])).toMatchObject({ code: 0 });
  });

  it('asks for what no flag says, and names the images it sees', async () => {
    const path = file('web.yaml', application());
    const answers = ['web=registry.example/team/web:1.x', '', '', 'kustomization', 'y'];
    const { code, stderr } = await argoUpdater(['init', path], { answers });
    expect(code).toBe(0);
    expect(stderr).toContain(
      '[registry.example/team/web, registry.example/team/api]: web=registry.example/team/web:1.x\n',
    );
    expect(stderr).toContain('Write it? [y/N] y\n');
    expect(readFileSync(path, 'utf8')).toContain('update-strategy: semver\n');
  });

  it.each([
    ['a person who says no', image, { answers: [''] }],
    ['--dry-run', [...image, '--dry-run'], {}],
  ])('writes nothing for %s', async (_what, args, options) => {
    const path = file('web.yaml', application());
    const { code, stdout } = await argoUpdater(['init', path, ...args], options);
    expect([code, stdout]).toEqual([0, expect.stringContaining('was not written')]);
    expect(readFileSync(path, 'utf8')).toBe(application());
  });

  it.each([
    [2, 'nobody to ask', application(), [], /nobody can be asked \(cli-usage\)/],
    [
      1,
      'annotations that are there',
      annotated('towline.dev/pin: none'),
      ['--image', 'registry.example/x'],
      /with other values \(init-already\)/,
    ],
    [1, 'a file without Applications', 'kind: Service\n', image, /init-no-application/],
    [
      1,
      'several Applications',
      `${application()}---\n${application().replace('web ', 'api ')}`,
      image,
      /argocd\/web, argocd\/api \(init-several-applications\)/,
    ],
    [
      1,
      'a target that leaves the repository',
      application(),
      [...image, '--target', 'kustomization:../../..'],
      /write-back-target: .*\(init-refused\)/,
    ],
  ])('ends with %i for %s', async (code, _what, text, args, stderr) => {
    const path = file('web.yaml', text);
    expect(await argoUpdater(['init', path, ...args])).toMatchObject({ code, stderr: expect.stringMatching(stderr) });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('takes the Application that is named, and replaces where it is told to', async () => {
    const text = `${annotated('towline.dev/pin: none')}---\n${application().replace('web ', 'api ')}`;
    const path = file('both.yaml', text);
    const args = ['init', path, '--application', 'argocd/web', '--image', 'registry.example/team/api', '--force'];
    expect(await argoUpdater(args)).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'utf8')).toBe(
      text.replace('web=registry.example/team/web:1.x', 'registry.example/team/api'),
    );
  });
});

describe('completion', () => {
  /** What bash offers for a line whose last word is being typed. */
  function offered(script: string, words: readonly string[]): string[] {
    const probe = `${script}\nCOMP_WORDS=(argo-updater "$@")\nCOMP_CWORD=$(($#))\n_argo_updater\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const printed = execFileSync('bash', ['--norc', '-c', probe, 'bash', ...words], { encoding: 'utf8' });
    return printed.split('\n').filter((word) => word !== '');
  }

  it('makes bash offer commands, options and values', async () => {
    const { stdout } = await argoUpdater(['completion', 'bash']);
    expect(offered(stdout, ['te'])).toEqual(['test', 'template']);
    expect(offered(stdout, ['init', '--dr'])).toEqual(['--dry-run']);
    expect(offered(stdout, ['init', '--pull-request', 'g'])).toEqual(['github', 'gitlab']);
    expect(offered(stdout, ['test', 'x', '-o', ''])).toEqual(['text', 'json']);
    expect(offered(stdout, ['completion', ''])).toEqual(['bash', 'zsh', 'fish']);
  });

  it.each(['zsh', 'fish'])('has a script for %s with every command, option and choice', async (shell) => {
    const { code, stdout } = await argoUpdater(['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['init', 'lint', 'semver-constraint', 'registries-conf-path', 'newest-build']) {
      expect(stdout).toContain(word);
    }
  });

  it('ends with 2 for another shell', async () => {
    expect(await argoUpdater(['completion', 'ksh'])).toMatchObject({ code: 2 });
  });
});
