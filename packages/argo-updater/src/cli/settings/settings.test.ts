import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Invocation } from '@towline/shared/cli';
import { captureTerminal } from '@towline/test-kit/terminal';
import { run } from '../commands/run.js';
import { loadSettings } from './load-settings.js';
import { settingOptions } from './setting-options.js';

const load = (options: Invocation['options'] = {}, environment: Record<string, string> = {}) =>
  loadSettings({
    args: [],
    options,
    environment,
    terminal: captureTerminal(),
    signal: new AbortController().signal,
    commands: [],
  });

/** The variables that argocd-image-updater reads, as its deployment sets them. */
const peerVariables = {
  ARGOCD_NAMESPACE: 'cd',
  IMAGE_UPDATER_WATCH_NAMESPACES: 'a,b',
  IMAGE_UPDATER_LOGLEVEL: 'trace',
  IMAGE_UPDATER_LOGFORMAT: 'json',
  IMAGE_UPDATER_KUBE_EVENTS: 'true',
  MAX_CONCURRENT_APPS: '3',
  GIT_COMMIT_USER: 'bot',
  GIT_COMMIT_EMAIL: 'bot@example.com',
  GIT_COMMIT_SIGN_OFF: 'true',
  GIT_COMMIT_SIGNING_KEY: '/key',
  GIT_COMMIT_SIGNING_METHOD: 'ssh',
};

describe('loadSettings', () => {
  it('has a default for all that can have one', async () => {
    expect(await load()).toMatchObject({
      log: { format: 'text' },
      applications: { compat: 'none' },
      argocd: { watchNamespaces: [] },
      registries: { maxTags: 100_000 },
      git: { user: 'argo-updater', method: 'git', signOff: false },
    });
  });

  it('reads the variables of argocd-image-updater', async () => {
    expect(await load({}, peerVariables)).toMatchObject({
      log: { level: 'trace', format: 'json' },
      kubernetes: { disableEvents: true },
      argocd: { namespace: 'cd', watchNamespaces: ['a', 'b'] },
      limits: { writes: 3 },
      git: { user: 'bot', email: 'bot@example.com', signOff: true, signingKey: '/key', signingMethod: 'ssh' },
    });
  });

  it('takes flags before its own variables before those of argocd-image-updater before the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'towline-settings-'));
    const config = join(folder, 'towline.yaml');
    await writeFile(config, 'git: {user: file, email: file@x}\nargocd: {namespace: file}\ncache: {directory: file}\n');
    const environment = {
      TOWLINE_GIT_COMMIT_EMAIL: 'own@x',
      TOWLINE_ARGOCD_NAMESPACE: 'own',
      GIT_COMMIT_EMAIL: 'peer@x',
    };
    const settings = await load({ config, 'argocd-namespace': 'flag' }, { ...environment, GIT_COMMIT_USER: 'peer' });
    expect(settings).toMatchObject({
      git: { user: 'peer', email: 'own@x' },
      argocd: { namespace: 'flag' },
      cache: { directory: 'file' },
    });
    await rm(folder, { recursive: true });
  });

  it.each([
    ['a variable', { GIT_COMMIT_SIGN_OFF: 'maybe' }, {}, 'environment GIT_COMMIT_SIGN_OFF: git.signOff'],
    ['a flag', {}, { 'registry-concurrency': '0' }, 'flag --registry-concurrency: registries.concurrency'],
    ['a secret that is written out', {}, { 'git-credentials': 'hunter2' }, 'is not a reference to a secret'],
  ])('refuses %s that is wrong, and repeats no value', async (_what, environment, options, message) => {
    const loaded = load(options, environment);
    await expect(loaded).rejects.toMatchObject({
      code: 'cli-config-invalid',
      message: expect.stringContaining(message),
    });
    await expect(loaded).rejects.not.toMatchObject({ message: expect.stringMatching(/hunter2|maybe/) });
  });
});

describe('the options of settings', () => {
  it('are those of the sections that a command names, and the file', () => {
    const flags = settingOptions('log').map(({ flag }) => flag);
    expect(flags).toEqual(['config', 'loglevel', 'logformat']);
  });

  // What argocd-image-updater 1.x takes for run.
  it.each([
    ...['argocd-namespace', 'disable-kube-events', 'dry-run', 'git-commit-email', 'git-commit-message-path'],
    ...['git-commit-method', 'git-commit-sign-off', 'git-commit-signing-key', 'git-commit-signing-method'],
    ...['git-commit-user', 'health-probe-bind-address', 'interval', 'kubeconfig', 'leader-election', 'logformat'],
    ...['loglevel', 'max-concurrent-apps', 'max-concurrent-reconciles', 'once', 'registries-conf-path'],
    ...['warmup-cache', 'watch-namespaces', 'metrics-bind-address', 'metrics-secure', 'enable-http2', 'enable-webhook'],
    ...['webhook-port', 'webhook-require-secret', 'webhook-ratelimit-allowed', 'disable-tls', 'tlsciphers'],
    ...['tlsmaxversion', 'tlsminversion', 'docker-webhook-secret', 'ghcr-webhook-secret', 'quay-webhook-secret'],
    ...['harbor-webhook-secret', 'aliyun-acr-webhook-secret', 'acr-webhook-secret', 'cloudevents-webhook-secret'],
  ])('run takes --%s', (flag) => {
    expect(run.spec.options.map((option) => option.flag)).toContain(flag);
  });
});
