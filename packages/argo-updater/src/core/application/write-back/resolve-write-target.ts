import { type Finding, hasErrors } from '../finding.js';
import { selectSource, sourceTypeOf } from '../source.js';
import { locateManifest } from './manifest-location.js';
import { parseMethod } from './method.js';
import { createReport, type Report } from './report.js';
import { resolveBase, resolveRepository } from './resolve-destination.js';
import { resolveFile } from './resolve-file.js';
import { resolveBranch, resolvePush } from './resolve-push.js';
import { parseTarget, targetType } from './target-setting.js';
import type { GitContext, WriteBackContext } from './write-back-context.js';
import type { GitCredentials, GitWriteTarget, WriteTarget } from './write-target.js';

/** A write target, or every reason why there is none; a target may come with warnings. */
export interface WriteTargetReading {
  readonly target: WriteTarget | undefined;
  readonly findings: readonly Finding[];
}

/** Works out where updates of an Application are written. */
export function resolveWriteTarget(context: WriteBackContext): WriteTargetReading {
  const report = createReport(context.place);
  const target = resolve(context, report);
  return { target: hasErrors(report.findings) ? undefined : target, findings: report.findings };
}

const methodFixes = {
  'write-back-method': 'Write argocd or git, the latter also with a source of credentials: git:secret:name.',
  'write-back-credentials': 'Write git:repocreds, git:secret:[namespace/]name, or git: and a secret reference.',
  'write-back-credentials-namespace': 'Put the secret into the namespace of the Application, or use git:repocreds.',
} as const;

function resolve(context: WriteBackContext, report: Report): WriteTarget | undefined {
  const { application, settings, find } = context;
  const method = parseMethod(settings.method ?? 'argocd', application.namespace);
  if (method.kind === 'refused') return report.error('method', { ...method, fix: methodFixes[method.code] });
  const source = selectSource(application);
  if (!source) {
    const message = 'the Application has no source';
    return report.error('writeBackTarget', { code: 'application-without-source', message, fix: 'Give it a source.' });
  }
  const sourceType = sourceTypeOf(application);
  if (method.kind === 'argocd') return { kind: 'argocd', sourceType, sourceIndex: source.index };

  const setting = parseTarget(settings.gitConfig?.writeBackTarget);
  const written = selectSource(application, targetType(setting) ?? sourceType) ?? source;
  const manifest = setting.kind === 'application' ? locateManifest(application, find) : undefined;
  return resolveGit({ ...context, report, setting, source, written, manifest }, method.credentials);
}

/** Every part is worked out, so that everything that is wrong is told at once. */
function resolveGit(context: GitContext, credentials: GitCredentials): GitWriteTarget | undefined {
  const file = resolveFile(context);
  const branch = resolveBranch(context);
  const push = branch && resolvePush(context, branch);
  const repository = resolveRepository(context);
  const base = branch && repository !== undefined ? resolveBase(context, { branch, repository }) : undefined;
  if (!file || !push || !base || repository === undefined) return undefined;
  const target: GitWriteTarget = { kind: 'git', repository, credentials, base, push, file };
  if (context.application.origin.kind === 'manifest') refusePlaceholders(target, context.report);
  return target;
}

/** A template of an ApplicationSet is no single place to write to. */
function refusePlaceholders({ repository, base, file }: GitWriteTarget, report: Report): void {
  if (!JSON.stringify([repository, base, file]).includes('{{')) return;
  const message =
    'the ApplicationSet fills in the repository, the branch or the path only when it makes its Applications';
  const fix = 'Read the Applications from the cluster, or give a target without placeholders.';
  report.error('writeBackTarget', { code: 'application-template', message, fix });
}
