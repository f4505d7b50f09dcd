import type { IncomingMessage } from 'node:http';
import { errorCode } from '@towline/shared/errors';
import { createHttpClient, isHttpError } from '@towline/shared/http';
import { z } from 'zod';
import type { KubeFake } from '../kube/index.js';
import { type RunningServer, readJson, requestUrl, sendJson, serve } from '../serve/index.js';

/** How the fake is started. */
export interface ArgocdFakeOptions {
  /** The cluster whose Applications it serves, as Argo CD's server does. */
  readonly kube: KubeFake;
  /** Who may come in. */
  readonly token: string;
  /** Argo CD's own namespace: that of Applications where none is said. */
  readonly namespace?: string | undefined;
}

/** Argo CD's REST API of Applications: list, get and patch. */
export type ArgocdFake = RunningServer;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const patchSchema = z.object({
  patch: z.string(),
  patchType: z.literal('json'),
  appNamespace: z.string().default(''),
});

/** Starts Argo CD's API on 127.0.0.1, before a cluster. */
export async function startArgocd({ kube, token, namespace = 'argocd' }: ArgocdFakeOptions): Promise<ArgocdFake> {
  return serve({
    kindOf,
    async handler(request, response) {
      if (request.headers.authorization !== `Bearer ${token}`) {
        return sendJson(response, 401, {
          error: 'no session information',
          code: 16,
          message: 'no session information',
        });
      }
      const { status, body } = await answer(request, { kube, namespace });
      sendJson(response, status, body);
    },
  });
}

async function answer(
  request: IncomingMessage,
  { kube, namespace }: { readonly kube: KubeFake; readonly namespace: string },
): Promise<Answer> {
  const { pathname, searchParams } = requestUrl(request);
  const name = /^\/api\/v1\/applications(?:\/([^/]+))?$/.exec(pathname)?.[1];
  // As Argo CD, the objects of a list come without their kind.
  const objects = kube.objects('applications').map(({ apiVersion: _version, kind: _kind, ...rest }) => rest);
  if (name === undefined) return { status: 200, body: { metadata: {}, items: objects.length === 0 ? null : objects } };
  if (request.method === 'PATCH') return patch(kube, { name, namespace, body: await readJson(request) });
  const wanted = searchParams.get('appNamespace') || namespace;
  const found = objects.find(({ metadata }) => metadata.name === name && metadata.namespace === wanted);
  return found === undefined
    ? refusal(404, 5, `applications.argoproj.io "${name}" not found`)
    : { status: 200, body: found };
}

interface Patch {
  readonly name: string;
  readonly namespace: string;
  readonly body: unknown;
}

/** Handed on to the cluster, as Argo CD does in the end. */
async function patch(kube: KubeFake, { name, namespace, body }: Patch): Promise<Answer> {
  const { patch: operations, appNamespace } = patchSchema.parse(body);
  const path = `/apis/argoproj.io/v1alpha1/namespaces/${appNamespace || namespace}/applications/${name}`;
  try {
    const patched = await createHttpClient().request({
      method: 'PATCH',
      url: `${kube.url}${path}`,
      headers: { authorization: `Bearer ${kube.token}`, 'content-type': 'application/json-patch+json' },
      body: operations,
      expect: 'json',
    });
    return { status: 200, body: patched.body };
  } catch (error) {
    if (errorCode(error) !== 'http-status' || !isHttpError(error)) throw error;
    const test = error.status === 422 && operations.includes('"test"');
    return test
      ? refusal(500, 2, 'error applying patch: testing value /metadata/resourceVersion failed: test failed')
      : refusal(error.status ?? 500, 2, error.message);
  }
}

function refusal(status: number, code: number, message: string): Answer {
  return { status, body: { error: message, code, message } };
}

function kindOf(request: IncomingMessage): string {
  const { pathname } = requestUrl(request);
  return `${request.method} ${/applications\/./.test(pathname) ? 'application' : 'applications'}`;
}
