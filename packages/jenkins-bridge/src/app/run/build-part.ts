import type { Digest } from '@towline/shared/image';
import { buildLabels } from '../../core/run/build-variables.js';
import { RunError } from '../../core/run/run-error.js';
import type { RunPart } from '../../core/run/run-image.js';
import type { StageScope } from './run-context.js';

/** Builds an image, or its part for one platform. */
export async function buildPart(part: RunPart, { context, take, signal }: StageScope): Promise<Digest | undefined> {
  const { checkout, identity, workshop } = context;
  const secrets = part.image.secrets.map(({ id, credentialsId }) => {
    const secret = workshop.secrets.get(credentialsId);
    if (secret === undefined) throw new RunError('run-refused', `Nothing says what the credential ${credentialsId} is`);
    return { id, secret };
  });
  const labels = { ...part.image.labels, ...buildLabels(checkout.facts, identity) };
  const digest = await workshop.builder.build(
    { part, labels, epoch: checkout.facts.committedAt, secrets },
    take,
    signal,
  );
  await take(`built ${part.title}${digest === undefined ? '' : ` ${digest}`}`);
  return digest;
}
