import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorCode, errorMessage } from '@towline/shared/errors';
import { readYaml } from '@towline/shared/yaml';
import { KubernetesError } from '../kubernetes-error.js';
import { type KubeConfigCluster, type KubeConfigDocument, type KubeConfigUser, kubeConfigSchema } from './schema.js';

/** An entry of a kubeconfig, and the folder that its relative paths start from. */
export interface Entry<Value> {
  readonly value: Value;
  readonly folder: string;
}

/** What the context of a kubeconfig leads to. */
export interface KubeContext {
  readonly namespace: string | undefined;
  readonly cluster: Entry<KubeConfigCluster>;
  readonly user: Entry<KubeConfigUser>;
}

interface ConfigFile {
  readonly path: string;
  readonly document: KubeConfigDocument;
}

/**
 * Reads kubeconfig files laid one over the other, the first of them on top, and follows a context: the one that is named, else the current
 * one. Files that are not there are passed over unless all are missing; then the answer is undefined.
 */
export async function readKubeConfig(paths: readonly string[], contextName?: string): Promise<KubeContext | undefined> {
  const files = (await Promise.all(paths.map(readConfigFile))).filter((file) => file !== undefined);
  if (files.length === 0) return undefined;
  const where = files.map(({ path }) => path).join(', ');
  const wanted = contextName ?? files.map(({ document }) => document['current-context']).find((name) => name);
  if (!wanted) throw invalid(where, 'it names no current context');
  const context = find(files, 'contexts', wanted)?.value.context;
  if (!context) throw invalid(where, `it has no context ${wanted}`);
  const cluster = find(files, 'clusters', context.cluster);
  if (!cluster) throw invalid(where, `it has no cluster ${context.cluster}`);
  const user = context.user ? find(files, 'users', context.user) : undefined;
  if (context.user && !user) throw invalid(where, `it has no user ${context.user}`);
  return {
    namespace: context.namespace || undefined,
    cluster: { value: cluster.value.cluster, folder: cluster.folder },
    user: { value: user?.value.user ?? {}, folder: user?.folder ?? '.' },
  };
}

async function readConfigFile(path: string): Promise<ConfigFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw invalid(path, `it cannot be read: ${errorMessage(error)}`, error);
  }
  const parsed = kubeConfigSchema.safeParse(parse(path, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(path, `${issue?.path.join('.') || 'it'}: ${issue?.message}`, parsed.error);
  }
  return { path: resolve(path), document: parsed.data };
}

function parse(path: string, text: string): unknown {
  try {
    return readYaml(text)[0]?.value;
  } catch (error) {
    throw invalid(path, errorMessage(error), error);
  }
}

type Section = 'clusters' | 'users' | 'contexts';
type EntryOf<Name extends Section> = NonNullable<KubeConfigDocument[Name]>[number];

function find<Name extends Section>(
  files: readonly ConfigFile[],
  section: Name,
  name: string,
): Entry<EntryOf<Name>> | undefined {
  for (const { path, document } of files) {
    const entries: readonly EntryOf<Name>[] = document[section] ?? [];
    const value = entries.find((entry) => entry.name === name);
    if (value) return { value, folder: dirname(path) };
  }
  return undefined;
}

function invalid(path: string, problem: string, cause?: unknown): KubernetesError {
  return new KubernetesError('kubernetes-config-invalid', `The kubeconfig ${path} cannot be used: ${problem}`, {
    cause,
  });
}
