import { readImageReference, sameRepository } from '@towline/shared/image';
import { type ApplicationName, applicationKey } from '../../core/application/application.js';
import type { ApplicationReading } from '../../core/application/application-reading.js';
import { manageApplications } from '../../core/application/manage-applications.js';
import type { ApplicationSelection, ManagedApplication } from '../../core/application/managed-application.js';
import type { GatherOptions, PassPorts, Waiting } from './ports.js';

/** Reads the Applications and selects those that are asked for. Nothing else is asked: no registry, and no repository but one that they are read from. */
export async function readSelection(
  { applications }: Pick<PassPorts, 'applications'>,
  options: GatherOptions,
  waiting: Waiting,
): Promise<ApplicationSelection> {
  return selectApplications(await applications.read(waiting), options);
}

/** The Applications that a pass is about: those that are managed, of which only the ones that were asked for. */
export function selectApplications(reading: ApplicationReading, options: GatherOptions): ApplicationSelection {
  const { applications, imageUpdaters } = reading;
  const { controllerNamespace, compat } = options;
  const selection = manageApplications({ applications, imageUpdaters, controllerNamespace, compat });
  const isWanted = (application: ApplicationName): boolean =>
    options.applications?.some((name) => name === application.name || name === applicationKey(application)) ?? true;
  return {
    managed: selection.managed.filter((one) => isWanted(one.application) && usesAny(one, options.repositories)),
    skipped: selection.skipped.filter(({ application }) => isWanted(application)),
    findings: [...reading.findings, ...selection.findings],
  };
}

function usesAny({ images }: ManagedApplication, repositories: readonly string[] | undefined): boolean {
  return repositories?.some((name) => images.some(({ repository }) => isNamed(name, repository))) ?? true;
}

/** Whether a repository is meant by its full name, or by its path alone. */
function isNamed(name: string, repository: ManagedApplication['images'][number]['repository']): boolean {
  if (repository.path === name) return true;
  const reading = readImageReference(name);
  return reading.kind === 'reference' && sameRepository(reading.reference, repository);
}
