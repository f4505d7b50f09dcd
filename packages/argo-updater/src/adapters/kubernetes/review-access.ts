import type { KubeClient } from './kube-client.js';
import { KubernetesError } from './kubernetes-error.js';
import { accessReviewSchema } from './schema.js';

/** Something that an identity may be allowed to do. */
export interface AccessQuestion {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
  /** One object; any where absent. */
  readonly name?: string | undefined;
  /** All namespaces where absent. */
  readonly namespace?: string | undefined;
}

const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** Whether the identity of the client is allowed to do something, as the API server itself answers. */
export async function reviewAccess(
  client: KubeClient,
  { verb, group, resource, ...rest }: AccessQuestion,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  // What is undefined is left out of the JSON, and an attribute that is left out is not asked about.
  const { subresource, name, namespace } = rest;
  const resourceAttributes = { verb, group, resource, subresource, name, namespace };
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  };
  const answer = accessReviewSchema.safeParse(await client.create({ path, body, signal }));
  if (answer.success) return answer.data.status.allowed;
  throw new KubernetesError('kubernetes-answer', `${path} was not answered with a review`, { cause: answer.error });
}
