import { parseDigest } from '@towline/shared/image';
import * as z from 'zod';
import { ignored, readPushedImage, unreadable } from '../pushed-image.js';
import { maybe, readAs, section } from '../schema.js';
import type { WebhookReading, WebhookRequest, WebhookVendor } from '../webhook-vendor.js';

const packageSchema = section({
  name: maybe,
  package_type: maybe,
  owner: section({ login: maybe }),
  package_version: section({
    name: maybe,
    container_metadata: section({ tag: section({ name: maybe, digest: maybe }) }),
  }),
});

const payloadSchema = z.object({ action: maybe, package: packageSchema, registry_package: packageSchema });

/** The events of GitHub that are about packages. */
export const packageEvents: readonly string[] = ['package', 'registry_package'];

/** What GitHub signs its requests by. */
export const githubSignature = { kind: 'signature', header: 'x-hub-signature-256', prefix: 'sha256=' } as const;

/** GitHub's name of a delivery, the same when it is sent again. */
export function githubDelivery({ headers }: WebhookRequest): string | undefined {
  return headers['x-github-delivery'];
}

/** GitHub's container registry: the events `package` and `registry_package`. */
export const ghcr: WebhookVendor = {
  name: 'ghcr.io',
  sender: 'GitHub Container Registry',
  credentials: [githubSignature],
  recognises: ({ headers }) => packageEvents.includes(headers['x-github-event'] ?? ''),
  headersProblem({ headers }) {
    const event = headers['x-github-event'];
    if (event === undefined) return 'it has no X-GitHub-Event header';
    return event === 'ping' || packageEvents.includes(event) ? undefined : `${event} is no event of packages`;
  },
  read: (payload, { headers }) =>
    headers['x-github-event'] === 'ping' ? ignored('GitHub says hello') : readGithubPackage(payload),
  deliveryId: githubDelivery,
};

/** Reads what GitHub says of a package. */
export function readGithubPackage(payload: unknown): WebhookReading {
  const read = readAs(payloadSchema, payload);
  if ('problem' in read) return unreadable(read.problem);
  const { action, package: named, registry_package: registered } = read.data;
  if (action !== 'published') return ignored(`nothing was published: ${action ?? 'an event without an action'}`);
  const { name, package_type: type, owner, package_version: version } = named ?? registered ?? {};
  if (type?.toLowerCase() !== 'container') return ignored(`it is no container: ${type ?? 'a package without a type'}`);
  if (name === undefined || owner?.login === undefined) return unreadable('it does not name its package and owner');
  const tag = version?.container_metadata?.tag;
  const tagged = tag?.name ?? version?.name;
  if (parseDigest(tagged ?? '') !== undefined) return ignored('what was published has no tag');
  return readPushedImage({
    registry: 'ghcr.io',
    repository: `${owner.login}/${name}`.toLowerCase(),
    tags: [tagged],
    digest: tag?.digest,
  });
}
