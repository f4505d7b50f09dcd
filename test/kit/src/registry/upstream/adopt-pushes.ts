import type { IncomingMessage } from 'node:http';
import { type Answer, readJson } from '../../serve/index.js';
import { childrenOf, imageRecord } from '../state/image-record.js';
import type { RegistryState } from '../state/registry-state.js';
import { StateError } from '../state/state-error.js';
import { notificationSchema } from './schema.js';
import type { UpstreamClient } from './upstream-client.js';

interface Push {
  readonly repository: string;
  readonly digest: string;
  readonly tag: string | undefined;
  readonly pushedAt: number;
}

/**
 * Answers docker-registry's notifications: what was pushed past this registry becomes part of its state, with the time of the push. What
 * the state refuses (a tag that must not move) stays as it was here; past this registry nobody can be refused.
 */
export function adoptPushes(
  state: RegistryState,
  client: UpstreamClient,
): (request: IncomingMessage) => Promise<Answer> {
  const adopt = async ({ repository, digest, tag, pushedAt }: Push) => {
    const { mediaType, bytes } = await client.manifest({ repository, digest });
    for (const child of childrenOf(imageRecord({ mediaType, bytes, pushedAt }))) {
      await adopt({ repository, digest: child, tag: undefined, pushedAt });
    }
    if (!state.repositories.has(repository)) state.repositories.create(repository);
    await state.putManifest({ repository, tag, mediaType, bytes, pushedAt });
  };
  return async (request) => {
    const { events } = notificationSchema.parse(await readJson(request));
    for (const { action, timestamp, target } of events) {
      const { repository, digest, tag } = target;
      if (action !== 'push' || digest === undefined || tag === undefined) continue;
      try {
        await adopt({ repository, digest, tag, pushedAt: Date.parse(timestamp) });
      } catch (error) {
        if (!StateError.is(error)) throw error;
      }
    }
    return { status: 200 };
  };
}
