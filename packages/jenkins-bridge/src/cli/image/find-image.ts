import { resolve } from 'node:path';
import { CliError } from '@towline/shared/cli';
import type { ImageRepository } from '@towline/shared/image';
import type { ImagePlace, ManifestName } from '@towline/shared/ports';
import { openOciLayout } from '../../adapters/builders/towline/oci-layout.js';
import type { Images } from './compose-images.js';
import { manifestNameOf, readReference, readTagged } from './image-options.js';

/** An image that a command line names, wherever it is. */
export interface NamedImage {
  readonly place: ImagePlace;
  readonly name: ManifestName;
  /** As it was written. */
  readonly called: string;
  /** Where it is in a registry. */
  readonly repository?: ImageRepository | undefined;
}

/** What the arguments of the image commands may be, for their help. */
export const imageForms =
  'host/repository:tag in a registry, local:NAME in the store, or oci:FOLDER:TAG in an OCI layout';

/** Finds the image that a text names. It is not yet said that it exists. */
export async function findImage(text: string, images: Images, use: 'pull' | 'push'): Promise<NamedImage> {
  if (text.startsWith('oci:')) return layoutImage(text);
  const local = text.startsWith('local:');
  const written = local ? text.slice('local:'.length) : text;
  const reference = use === 'push' ? readTagged(written).reference : readReference(written);
  const place = await (local ? images.store : images.registries).open(reference, use);
  const { host, path } = reference;
  return { place, name: manifestNameOf(reference), called: text, repository: local ? undefined : { host, path } };
}

/** The tag of an image that is written to. */
export function tagOf({ name, called }: NamedImage): string {
  if (name.kind === 'tag') return name.tag;
  throw new CliError('cli-usage', `${called} names a digest, which follows from the image`, { hint: 'Name a tag.' });
}

/** The repository that blobs can be mounted from: one of the same registry. */
export function mountable(from: NamedImage, to: NamedImage): ImageRepository | undefined {
  const { repository } = from;
  if (repository === undefined || repository.host !== to.repository?.host) return undefined;
  return repository.path === to.repository.path ? undefined : repository;
}

function layoutImage(text: string): NamedImage {
  // As skopeo reads it: the name may be a whole reference, colons and all.
  const [, folder = '', tag = 'latest'] = /^oci:((?:[A-Za-z]:[\\/])?[^:]+)(?::([\w][\w.:/-]*))?$/.exec(text) ?? [];
  if (folder === '') throw new CliError('cli-usage', `${text} names no folder`, { hint: 'Write oci:FOLDER:TAG.' });
  return { place: openOciLayout(resolve(folder)), name: { kind: 'tag', tag }, called: text };
}
