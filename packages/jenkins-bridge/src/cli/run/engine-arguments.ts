import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BuilderName } from '../../core/image/image-builder.js';
import type { Image } from '../../core/pipeline/model/image.js';
import type { PartBuild } from '../../core/run/workshop.js';

/** Secrets of a build in files of a folder that only this user can read. */
export interface SecretFiles {
  readonly files: readonly { readonly id: string; readonly path: string }[];
  remove(): Promise<void>;
}

/** Writes the secrets of a build where its steps can mount them from. */
export async function writeSecrets(secrets: PartBuild['secrets']): Promise<SecretFiles> {
  if (secrets.length === 0) return { files: [], remove: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'towline-secrets-'));
  const files = [];
  for (const [index, { id, secret }] of secrets.entries()) {
    const path = join(folder, String(index));
    await writeFile(path, secret.reveal(), { mode: 0o600 });
    files.push({ id, path });
  }
  return { files, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** What an image says for its builder, besides what every builder is asked. Paths are seen from the work tree. */
export function engineArguments(
  engine: Exclude<BuilderName, 'towline'>,
  { pull, cache, arguments: own }: Image,
  { files, folder }: Pick<SecretFiles, 'files'> & { readonly folder: string },
): readonly string[] {
  const from = (text: string): readonly string[] => ['--cache-from', text];
  return [
    ...files.map(({ id, path }) => `--secret=id=${id},src=${path}`),
    ...(pull ? ['--pull'] : []),
    ...(cache.kind === 'registry'
      ? from(engine === 'buildx' ? `type=registry,ref=${cache.reference}` : cache.reference)
      : []),
    ...(cache.kind === 'folder'
      ? [
          ...from(`type=local,src=${resolve(folder, cache.path)}`),
          '--cache-to',
          `type=local,dest=${resolve(folder, cache.path)},mode=max`,
        ]
      : []),
    ...(cache.kind === 'inline' ? ['--build-arg', 'BUILDKIT_INLINE_CACHE=1'] : []),
    ...own,
  ];
}
