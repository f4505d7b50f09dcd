import { repositorySecrets } from '../argocd-settings.js';
import { resourcePath } from '../resource-path.js';
import { namedVersionsSchema } from '../schema.js';
import { type WatchDependencies, watchResource } from './watch-resource.js';

/** Which Secret, and which state of it. What is in it is not kept. */
interface SecretVersion {
  readonly name: string;
  readonly version: string;
}

/**
 * Tells whenever one of the Secrets by which Argo CD reaches repositories comes, changes or goes, until the signal is aborted. Those that are
 * there at first are no news.
 */
export async function watchRepositorySecrets(
  dependencies: WatchDependencies,
  { namespace, onChange }: { readonly namespace: string; readonly onChange: () => void },
  signal: AbortSignal,
): Promise<void> {
  let known: ReadonlyMap<string, string> | undefined;
  const take = (next: ReadonlyMap<string, string>): void => {
    const isNews = known !== undefined && !isSame(known, next);
    known = next;
    if (isNews) onChange();
  };
  const sink = {
    replaced: (all: readonly SecretVersion[]) => take(new Map(all.map(({ name, version }) => [name, version]))),
    changed: ({ name, version }: SecretVersion) => take(new Map([...(known ?? []), [name, version]])),
    gone: ({ name }: { readonly name: string }) =>
      take(new Map([...(known ?? [])].filter(([other]) => other !== name))),
  };
  const path = resourcePath('v1', 'secrets', namespace);
  await watchResource(dependencies, { target: { path, labelSelector: repositorySecrets, read }, sink }, signal);
}

function read(document: unknown): readonly SecretVersion[] {
  const parsed = namedVersionsSchema.safeParse(document);
  if (!parsed.success) return [];
  const objects = 'items' in parsed.data ? (parsed.data.items ?? []) : [parsed.data];
  return objects.map(({ metadata }) => ({ name: metadata.name, version: metadata.resourceVersion }));
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([name, version]) => other.get(name) === version);
}
