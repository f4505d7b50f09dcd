import { secretReference } from '@towline/shared/config';
import * as z from 'zod';
import { live } from './live-settings.js';
import { events, notify, server } from './server-settings.js';
import { named, text } from './setting-names.js';

const log = z.strictObject({
  level: z
    .enum(['silent', 'error', 'warn', 'info', 'debug', 'trace'])
    .optional()
    .describe('How much is logged to standard error: info for run and warn for other commands where nothing is said.')
    .meta(named('loglevel', 'IMAGE_UPDATER_LOGLEVEL')),
  format: z
    .enum(['text', 'json'])
    .default('text')
    .describe('How log lines are written.')
    .meta(named('logformat', 'IMAGE_UPDATER_LOGFORMAT')),
});

const applications = z.strictObject({
  from: text()
    .optional()
    .describe('Where Applications are read: a file, a folder or the URL of a Git repository. The cluster where absent.')
    .meta(named('applications')),
  branch: text()
    .optional()
    .describe('The branch, where Applications are read from a Git repository. Its default branch where absent.')
    .meta(named('applications-branch')),
  path: text()
    .optional()
    .describe('The folder, where Applications are read from a Git repository. All of it where absent.')
    .meta(named('applications-path')),
  compat: z
    .enum(['none', 'argocd-image-updater'])
    .default('none')
    .describe('argocd-image-updater turns off every deliberate difference from that program.')
    .meta(named('compat')),
});

const kubernetes = z.strictObject({
  kubeconfig: text()
    .optional()
    .describe('The kubeconfig file. Where absent: KUBECONFIG, the service account of the pod, ~/.kube/config.')
    .meta(named('kubeconfig')),
  context: text()
    .optional()
    .describe('The context of the kubeconfig file. Its current one where absent.')
    .meta(named('context')),
  disableEvents: z
    .boolean()
    .default(false)
    .describe('Do not tell of updates by Kubernetes events.')
    .meta(named('disable-kube-events', 'IMAGE_UPDATER_KUBE_EVENTS')),
});

const argocd = z.strictObject({
  namespace: text()
    .optional()
    .describe('The namespace of Argo CD. That of the pod, of the kubeconfig context, or argocd, where absent.')
    .meta(named('argocd-namespace', 'ARGOCD_NAMESPACE', 'POD_NAMESPACE')),
  watchNamespaces: z
    .array(text())
    .default([])
    .describe(
      'The namespaces whose Applications are looked at, separated by commas; * for all. That of Argo CD where absent.',
    )
    .meta(named('watch-namespaces', 'IMAGE_UPDATER_WATCH_NAMESPACES')),
  server: text()
    .optional()
    .describe('The address of Argo CD, to read and change Applications by its API and not by that of Kubernetes.')
    .meta(named('argocd-server', 'ARGOCD_SERVER')),
  token: secretReference()
    .optional()
    .describe('Where the token for Argo CD is kept, such as env:ARGOCD_TOKEN.')
    .meta(named('argocd-token')),
});

const registries = z.strictObject({
  confPath: text()
    .optional()
    .describe('The registries.conf. /app/config/registries.conf, where that exists, if absent.')
    .meta(named('registries-conf-path')),
  dockerConfig: text()
    .optional()
    .describe("Docker's config.json. ~/.docker/config.json where absent.")
    .meta(named('docker-config')),
  concurrency: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Requests to one registry at a time. Where absent: 32 of the API of ECR, 64 of others.')
    .meta(named('registry-concurrency')),
  maxTags: z
    .int()
    .min(1)
    .default(100_000)
    .describe('A repository with more tags than this is an error.')
    .meta(named('registry-max-tags')),
});

const git = z.strictObject({
  user: text().default('argo-updater').describe('Who commits.').meta(named('git-commit-user', 'GIT_COMMIT_USER')),
  email: text()
    .default('argo-updater@noreply.invalid')
    .describe('The address of who commits.')
    .meta(named('git-commit-email', 'GIT_COMMIT_EMAIL')),
  messagePath: text()
    .optional()
    .describe('A template of commit messages. /app/config/commit.template, where that exists, if absent.')
    .meta(named('git-commit-message-path')),
  method: z
    .enum(['git', 'api'])
    .default('git')
    .describe(
      'How commits are made: git pushes them; api has GitHub make and sign them, where the credentials are those of a GitHub App.',
    )
    .meta(named('git-commit-method', 'GIT_COMMIT_METHOD')),
  signOff: z
    .boolean()
    .default(false)
    .describe('Add a Signed-off-by line to every commit.')
    .meta(named('git-commit-sign-off', 'GIT_COMMIT_SIGN_OFF')),
  credentials: secretReference()
    .optional()
    .describe(
      'Where user:password, a token or a private SSH key is kept, for repositories that neither Argo CD nor an annotation has credentials for.',
    )
    .meta(named('git-credentials')),
  knownHostsPath: text()
    .optional()
    .describe('The keys of SSH servers. ~/.ssh/known_hosts where absent, besides what Argo CD knows.')
    .meta(named('git-known-hosts-path')),
  signingKey: text()
    .optional()
    .describe(
      'What commits are signed with: the id of a key in the keyring of GnuPG, or the path of a private key: of OpenPGP, armored, or of SSH.',
    )
    .meta(named('git-commit-signing-key', 'GIT_COMMIT_SIGNING_KEY')),
  signingMethod: z
    .enum(['openpgp', 'ssh'])
    .default('openpgp')
    .describe('How commits are signed: openpgp by the gpg program, ssh by ssh-keygen.')
    .meta(named('git-commit-signing-method', 'GIT_COMMIT_SIGNING_METHOD')),
  signingPassphrase: secretReference()
    .optional()
    .describe('Where the passphrase of an OpenPGP key is kept, where it has one.')
    .meta(named('git-commit-signing-passphrase')),
});

const hosts = z.strictObject({
  githubApiUrl: z
    .url()
    .optional()
    .describe('The API for pull requests on GitHub. That of the host of the repository where absent.')
    .meta(named('github-api-url')),
  gitlabApiUrl: z
    .url()
    .optional()
    .describe('The API for merge requests on GitLab. That of the host of the repository where absent.')
    .meta(named('gitlab-api-url')),
});

const limits = z.strictObject({
  lookups: z
    .int()
    .min(1)
    .max(1000)
    .default(64)
    .describe('Image repositories that are asked about at a time.')
    .meta(named('max-concurrent-lookups')),
  writes: z
    .int()
    .min(1)
    .default(10)
    .describe('Manifest repositories and live Applications that are written at a time.')
    .meta(named('max-concurrent-apps', 'MAX_CONCURRENT_APPS')),
});

const cache = z.strictObject({
  directory: text()
    .optional()
    .describe(
      'Where mirrors of Git repositories and facts of images are kept between runs. Nothing is kept where absent.',
    )
    .meta(named('cache-dir')),
});

/** Every setting: of the file as they stand here, and by their flags and variables. */
export const settingsSchema = z.strictObject({
  log: log.prefault({}),
  applications: applications.prefault({}),
  kubernetes: kubernetes.prefault({}),
  argocd: argocd.prefault({}),
  registries: registries.prefault({}),
  git: git.prefault({}),
  hosts: hosts.prefault({}),
  limits: limits.prefault({}),
  cache: cache.prefault({}),
  live: live.prefault({}),
  server: server.prefault({}),
  events: events.prefault({}),
  notify: notify.prefault({}),
});

/** The settings of a run, complete. */
export type Settings = z.output<typeof settingsSchema>;

/** A part of the settings that a command takes the flags of. */
export type SettingsSection = keyof Settings;
