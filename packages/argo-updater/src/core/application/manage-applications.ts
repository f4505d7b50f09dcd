import { peerKey } from './annotations/annotation-key.js';
import { type Application, type ApplicationName, applicationKey } from './application.js';
import { settingsFromAnnotations, settingsFromImageUpdater } from './application-settings.js';
import type { Finding } from './finding.js';
import { type ApplicationRule, compileRules, selects } from './image-updater/application-rule.js';
import type { ImageUpdater } from './image-updater/image-updater.js';
import { type ManageContext, type ManageOutcome, manageApplication } from './manage-application.js';
import type { ApplicationSelection, ManagedApplication, SkippedApplication } from './managed-application.js';
import type { FindApplication } from './write-back/manifest-location.js';

/** Everything that was read, and how to judge it. */
export interface ManageInput {
  readonly applications: readonly Application[];
  /** Those of the watched namespaces. Where there are none, annotations are obeyed wherever they stand. */
  readonly imageUpdaters: readonly ImageUpdater[];
  /** The namespace of Argo CD. */
  readonly controllerNamespace: string;
  /** Answer as argocd-image-updater does; an Application may say otherwise by annotation. */
  readonly compat?: boolean | undefined;
}

/** What Applications are judged by, one after the other. */
export interface ManagerInput extends Omit<ManageInput, 'applications'> {
  /** Looks up other Applications, for those whose manifests stand in one. */
  readonly find: FindApplication;
}

/** Judges single Applications. */
export interface ApplicationManager {
  /** Undefined where nothing selects the Application. */
  judge(application: Application): ManageOutcome | undefined;
  /** The ImageUpdater whose rule is the most specific for the Application; undefined where none selects it. */
  selectedBy(application: Application): ImageUpdater | undefined;
  /** What is wrong with ImageUpdaters themselves. */
  readonly findings: readonly Finding[];
}

/**
 * Decides which Applications are updated, and how. An ImageUpdater serves the Applications of its own namespace; of all rules that select
 * one, the most specific is used whose settings can be.
 */
export function createApplicationManager({
  imageUpdaters,
  controllerNamespace,
  compat = false,
  find,
}: ManagerInput): ApplicationManager {
  const { rules, findings } = compileRules(imageUpdaters);
  const context = { controllerNamespace, compat, find };
  return {
    findings,
    judge: (application) =>
      imageUpdaters.length === 0 ? byAnnotations(application, context) : byRules(application, rules, context),
    selectedBy: (application) => rules.find((rule) => selects(rule, application))?.imageUpdater,
  };
}

/** {@link createApplicationManager} for all Applications that there are. */
export function manageApplications({ applications, ...input }: ManageInput): ApplicationSelection {
  const find = applicationFinder(applications, input.controllerNamespace);
  const { judge, findings } = createApplicationManager({ ...input, find });
  const managed: ManagedApplication[] = [];
  const skipped: SkippedApplication[] = [];
  for (const application of applications) {
    const outcome = judge(application);
    if (outcome?.kind === 'managed') managed.push(outcome.managed);
    else if (outcome) skipped.push({ application, findings: outcome.findings });
  }
  return { managed, skipped, findings };
}

type Context = Pick<ManageContext, 'controllerNamespace' | 'compat' | 'find'>;

function byAnnotations(application: Application, context: Context): ManageOutcome | undefined {
  if (application.annotations[peerKey('image-list')] === undefined) return undefined;
  return manageApplication(application, { ...context, ...settingsFromAnnotations(application, context) });
}

function byRules(
  application: Application,
  rules: readonly ApplicationRule[],
  context: Context,
): ManageOutcome | undefined {
  const matching = rules.filter((rule) => selects(rule, application));
  const [first] = matching;
  if (!first) return undefined;
  const findings: Finding[] = [...overlaps(first, matching)];
  for (const rule of matching) {
    const outcome = manageApplication(application, { ...context, ...settingsOf(application, rule, context) });
    if (outcome.kind === 'managed') return withFindings(outcome.managed, findings);
    findings.push(...outcome.findings);
    if (outcome.usable) break;
  }
  return { kind: 'skipped', usable: false, findings };
}

function settingsOf(application: Application, { imageUpdater, refIndex, ref }: ApplicationRule, { compat }: Context) {
  if (!ref.useAnnotations) return settingsFromImageUpdater(application, { imageUpdater, refIndex, compat });
  return settingsFromAnnotations(application, { compat, verification: ref.imagesVerification });
}

function withFindings(managed: ManagedApplication, findings: readonly Finding[]): ManageOutcome {
  return { kind: 'managed', managed: { ...managed, findings: [...findings, ...managed.findings] } };
}

/** argocd-image-updater lets ImageUpdaters fight over an Application; here the most specific rule of all of them has it. */
function overlaps(first: ApplicationRule, matching: readonly ApplicationRule[]): readonly Finding[] {
  const others = new Set(matching.map(({ imageUpdater }) => imageUpdater.name));
  others.delete(first.imageUpdater.name);
  if (others.size === 0) return [];
  const message = `${[...others].join(', ')} ${others.size === 1 ? 'selects' : 'select'} the Application too; ${first.imageUpdater.name} is more specific and has it`;
  return [
    {
      code: 'image-updater-overlap',
      severity: 'warning',
      at: first.at,
      message,
      fix: 'Narrow the name patterns, so that one ImageUpdater has it.',
    },
  ];
}

function applicationFinder(applications: readonly Application[], controllerNamespace: string): FindApplication {
  const byKey = new Map(applications.map((application) => [applicationKey(application), application]));
  return ({ namespace, name }: ApplicationName) =>
    byKey.get(applicationKey({ namespace: namespace || controllerNamespace, name })) ??
    byKey.get(applicationKey({ namespace: '', name }));
}
