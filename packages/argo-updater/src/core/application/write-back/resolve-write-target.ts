import type { Application } from '../application.js';
import { type Finding, type FindingCode, hasErrors } from '../finding.js';
import type { SettingsPlace, WriteBackField, WriteBackSettings } from '../settings.js';
import { type SelectedSource, selectSource, sourceTypeOf } from '../source.js';
import { baseBranch, trackedRevision } from './base-branch.js';
import { type BranchSetting, parseBranch } from './branch.js';
import { valuesSource } from './chart-values.js';
import { readFileTarget } from './file-target.js';
import { type FindApplication, locateManifest, type ManifestLocation } from './manifest-location.js';
import { parseMethod } from './method.js';
import { readPullRequest } from './pull-request.js';
import { parseTarget, type TargetSetting, targetType } from './target-setting.js';
import type { BaseBranch, FileTarget, GitCredentials, Push, WriteTarget } from './write-target.js';

/** What a write target is worked out from. */
export interface WriteBackContext {
  readonly application: Application;
  readonly settings: WriteBackSettings;
  /** Argo CD's own namespace: it decides how override files are called. */
  readonly controllerNamespace: string;
  /** Whether to answer as argocd-image-updater does, also where a better answer is known. */
  readonly compat: boolean;
  readonly place: SettingsPlace['writeBack'];
  readonly find: FindApplication;
}

/** A write target, or every reason why there is none. */
export interface WriteTargetReading {
  readonly target: WriteTarget | undefined;
  readonly findings: readonly Finding[];
}

/** Works out where updates of an Application are written. */
export function resolveWriteTarget(context: WriteBackContext): WriteTargetReading {
  const { application, settings, place } = context;
  const report = createReport(place);
  const method = parseMethod(settings.method ?? 'argocd', application.namespace);
  const source = selectSource(application);
  if (!source) {
    report.error('writeBackTarget', {
      code: 'application-without-source',
      message: 'the Application has no source',
      fix: 'Give it a source.',
    });
  } else if (method.kind === 'refused') {
    report.error('method', { ...method, fix: methodFixes[method.code] });
  } else if (method.kind === 'argocd') {
    const target = { kind: 'argocd', sourceType: sourceTypeOf(application), sourceIndex: source.index } as const;
    return { target, findings: [] };
  } else {
    return resolveGit({ ...context, credentials: method.credentials, source, report });
  }
  return { target: undefined, findings: report.findings };
}

const methodFixes = {
  'write-back-method': 'Write argocd or git, the latter also with a source of credentials: git:secret:name.',
  'write-back-credentials': 'Write git:repocreds, git:secret:[namespace/]name, or git: and a secret reference.',
  'write-back-credentials-namespace': 'Put the secret into the namespace of the Application, or use git:repocreds.',
} as const;

interface GitContext extends WriteBackContext {
  readonly credentials: GitCredentials;
  /** The source that counts when the target is not looked at. */
  readonly source: SelectedSource;
  readonly report: Report;
}

function resolveGit(context: GitContext): WriteTargetReading {
  const { application, settings, report, find } = context;
  const setting = parseTarget(settings.gitConfig?.writeBackTarget);
  const written = selectSource(application, targetType(setting) ?? sourceTypeOf(application)) ?? context.source;
  const manifest = setting.kind === 'application' ? locateManifest(application, find) : undefined;
  const file = resolveFile({ ...context, setting, written, manifest });
  const branch = resolveBranch(context);
  const push = branch && resolvePush(context, branch);
  const repository = resolveRepository({ ...context, written, manifest });
  const base =
    branch && repository !== undefined ? resolveBase({ ...context, written, manifest, branch, repository }) : undefined;
  if (hasErrors(report.findings) || !file || !push || repository === undefined || !base) {
    return { target: undefined, findings: report.findings };
  }
  const target: WriteTarget = { kind: 'git', repository, credentials: context.credentials, base, push, file };
  return { target: refuseTemplates(target, report) ? undefined : target, findings: report.findings };
}

interface WrittenContext extends GitContext {
  /** The source whose files are written. */
  readonly written: SelectedSource;
  readonly manifest: ManifestLocation | undefined;
}

function resolveFile(context: WrittenContext & { readonly setting: TargetSetting }): FileTarget | undefined {
  const { compat, source, written, setting, report } = context;
  const manifest = context.manifest?.where;
  // The peer takes paths relative to its first choice of source, though it commits to the repository of the one that is written.
  const reading = readFileTarget(setting, { ...context, source: compat ? source : written, manifest });
  if (reading.kind === 'read') return reading.file;
  report.error('writeBackTarget', reading);
  return undefined;
}

function resolveBranch({ settings, report }: GitContext): BranchSetting | undefined {
  const text = settings.gitConfig?.branch ?? '';
  const branch = parseBranch(text);
  if (!branch) {
    const message = `${JSON.stringify(text)} has more than one colon`;
    report.error('branch', {
      code: 'write-back-branch',
      message,
      fix: 'Write base, base:write or :write; a template cannot hold a colon.',
    });
  }
  return branch;
}

function resolvePush({ settings, report }: GitContext, { write }: BranchSetting): Push | undefined {
  const request = settings.gitConfig?.pullRequest;
  if (!request) return write === '' ? { kind: 'base' } : { kind: 'branch', template: write };
  const reading = readPullRequest(request);
  if (reading.kind === 'refused') {
    report.error('pullRequest', {
      code: 'pull-request-provider',
      message: reading.message,
      fix: 'Write github or gitlab.',
    });
    return undefined;
  }
  if (settings.gitConfig?.branch?.includes(':')) {
    const message = 'a pull request has a head branch of its own';
    report.error('branch', {
      code: 'pull-request-branch',
      message,
      fix: 'Give its base branch only, without a colon.',
    });
    return undefined;
  }
  return reading.push;
}

function resolveRepository({
  application,
  settings,
  written,
  manifest,
  compat,
  report,
}: WrittenContext): string | undefined {
  const explicit = settings.gitConfig?.repository ?? manifest?.repository;
  if (explicit !== undefined) return explicit;
  const { source } = written;
  if (compat) return source.repository;
  const home = valuesSource(application, source) ?? source;
  if (!home.chart) return home.repository;
  const message = `the source is the chart ${home.chart} of a Helm repository, to which nothing can be committed`;
  report.error('repository', {
    code: 'write-back-repository',
    message,
    fix: 'Name the Git repository that holds the values.',
  });
  return undefined;
}

function resolveBase(
  context: WrittenContext & { readonly branch: BranchSetting; readonly repository: string },
): BaseBranch | undefined {
  const { application, written, manifest, branch, repository, compat, report } = context;
  if (branch.base !== '') return { kind: 'named', name: branch.base };
  const tracked =
    manifest?.repository === repository
      ? manifest.revision
      : trackedRevision(application, { source: written, repository, compat });
  const base = baseBranch(tracked);
  if (!base) {
    const message = `the source tracks the commit ${tracked}, which no push can move`;
    report.error('branch', { code: 'write-back-branch', message, fix: 'Name a branch.' });
  }
  return base;
}

/** A template of an ApplicationSet is no single place to write to. */
function refuseTemplates(target: WriteTarget, report: Report): boolean {
  if (!/\{\{/.test(JSON.stringify({ ...target, push: undefined }))) return false;
  const message =
    'the ApplicationSet fills in the repository, the branch or the path only when it makes its Applications';
  report.error('writeBackTarget', {
    code: 'application-template',
    message,
    fix: 'Read the Applications from the cluster, or give a target without placeholders.',
  });
  return true;
}

interface Report {
  readonly findings: readonly Finding[];
  readonly error: (field: WriteBackField, problem: { code: FindingCode; message: string; fix: string }) => void;
}

function createReport(place: SettingsPlace['writeBack']): Report {
  const findings: Finding[] = [];
  return {
    findings,
    error: (field, { code, message, fix }) =>
      findings.push({ code, severity: 'error', at: place(field), message, fix }),
  };
}
