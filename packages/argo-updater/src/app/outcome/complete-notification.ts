import { isCodedError } from '@towline/shared/errors';
import { parseGitSha, readImageReference } from '@towline/shared/image';
import type { ImageInspector } from '@towline/shared/ports';
import { parseHeldName } from '../../core/hold/past.js';
import { originOf } from '../../core/outcome/image-origin.js';
import type { Notification, NotifiedImage } from '../../core/outcome/notification.js';
import type { Waiting, WorkPorts } from '../pass/ports.js';

/** Who knows where images come from. */
export interface OriginPorts extends Pick<WorkPorts, 'histories'> {
  readonly registry: ImageInspector;
}

/** Looks up where the images of a notification come from, as far as it does not say so. What cannot be found out stays unsaid. */
export async function completeNotification(
  ports: OriginPorts,
  notification: Notification,
  waiting: Waiting,
): Promise<Notification> {
  const images = await Promise.all(notification.images.map((image) => complete(ports, image, waiting)));
  return { ...notification, images };
}

async function complete(ports: OriginPorts, image: NotifiedImage, waiting: Waiting): Promise<NotifiedImage> {
  const isKnown = image.revision !== undefined && image.source !== undefined && image.author !== undefined;
  const labels = isKnown ? {} : await answered(labelsOf(ports, image, waiting), waiting);
  const found = originOf(labels ?? {});
  const revision = image.revision ?? found.revision;
  const sha = revision === undefined ? undefined : parseGitSha(revision);
  // A label must not choose which repository is asked with the credentials of Argo CD: only one that was read already is.
  const { history: repository } = image;
  const committer =
    repository === undefined || sha === undefined
      ? undefined
      : await answered(ports.histories.author({ repository, sha }, waiting), waiting);
  const author = committer ?? image.author ?? found.author;
  return { ...image, revision, source: image.source ?? found.source, author };
}

async function labelsOf(
  { registry }: OriginPorts,
  { repository, to }: NotifiedImage,
  { signal }: Waiting,
): Promise<Readonly<Record<string, string>> | undefined> {
  const reading = readImageReference(repository);
  const { tag, digest } = parseHeldName(to) ?? {};
  if (reading.kind !== 'reference' || (tag === undefined && digest === undefined)) return undefined;
  const { host, path } = reading.reference;
  const reference =
    digest === undefined ? ({ kind: 'tag', tag: tag ?? '' } as const) : ({ kind: 'digest', digest } as const);
  return (await registry.inspect({ repository: { host, path }, reference, depth: 'all', signal }))?.labels;
}

async function answered<Value>(asked: Promise<Value>, { signal }: Waiting): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (signal?.aborted || isCodedError(error)) return undefined;
    throw error;
  }
}
