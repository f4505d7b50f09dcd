import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { readJson } from '../serve/index.js';
import { type KubeUser, mayAccess } from './access.js';
import type { JsonObject } from './json.js';
import { badRequest } from './status-error.js';

/** Where a SelfSubjectAccessReview is posted. */
export const accessReviewPath = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

const text = z.string().default('');
const review = z.object({
  spec: z.object({
    resourceAttributes: z
      .object({ namespace: text, verb: text, group: text, resource: text, subresource: text, name: text })
      .optional(),
  }),
});

/** Answers "may I?" from the same rules that guard the API. Paths that are no resources are open to everybody. */
export async function reviewAccess(request: IncomingMessage, user: KubeUser): Promise<JsonObject> {
  const parsed = review.safeParse(await readJson(request));
  if (!parsed.success) throw badRequest(`not a SelfSubjectAccessReview: ${z.prettifyError(parsed.error)}`);
  const asked = parsed.data.spec.resourceAttributes;
  const allowed =
    asked === undefined ||
    mayAccess(user, {
      verb: asked.verb,
      group: asked.group,
      resource: asked.subresource === '' ? asked.resource : `${asked.resource}/${asked.subresource}`,
      namespace: asked.namespace === '' ? undefined : asked.namespace,
      name: asked.name === '' ? undefined : asked.name,
    });
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: {},
    spec: asked === undefined ? {} : { resourceAttributes: asked },
    status: { allowed },
  };
}
