import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import { type Handler, readBody, send, sendJson } from '../serve/index.js';
import { authenticate, authorize, type KubeUser } from './access.js';
import { accessReviewPath, reviewAccess } from './access-review.js';
import { deleteCollection, deleteObject } from './delete-objects.js';
import { discover } from './discovery.js';
import { getObject, listObjects } from './read-objects.js';
import { parseResourceRequest, type ResourceRequest, type WriteRequest } from './request-info.js';
import type { ResourceKind } from './resource-kind.js';
import { badRequest, isStatusError, methodNotAllowed, noSuchPath } from './status-error.js';
import { type WatchContext, watchObjects } from './watch-objects.js';
import type { WriteContext } from './write-context.js';
import { createObject, patch, replaceObject } from './write-objects.js';

/** What the API is served from. */
export interface KubeContext extends WatchContext, WriteContext {
  readonly kinds: readonly ResourceKind[];
  readonly users: readonly KubeUser[];
}

/** The Kubernetes API over a store. */
export function kubeHandler(context: KubeContext): Handler {
  return async (request, response, { signal }) => {
    try {
      const user = authenticate(request, context.users);
      const path = new URL(`http://localhost${request.url ?? '/'}`).pathname;
      if (path === accessReviewPath && request.method === 'POST') {
        return sendJson(response, 201, await reviewAccess(request, user));
      }
      if (['/healthz', '/livez', '/readyz'].includes(path)) return send(response, { status: 200, body: 'ok' });
      const resource = parseResourceRequest(request, context.kinds);
      if (resource === undefined) {
        const discovered = discover(path, context.kinds);
        if (discovered === undefined) throw noSuchPath();
        return sendJson(response, 200, discovered);
      }
      if (resource === 'method') throw methodNotAllowed();
      authorize(user, resource);
      if (resource.verb === 'watch') return await watchObjects(context, { request: resource, response, signal });
      const { status, body } = await answer(context, request, resource);
      sendJson(response, status, body);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      sendJson(response, error.code, error.status);
    }
  };
}

/** What a request is called in the request log: `list:applications`, `patch:imageupdaters/status`, or its path. */
export function kubeRequestKind(kinds: readonly ResourceKind[]): (request: IncomingMessage) => string {
  return (request) => {
    const resource = parseResourceRequest(request, kinds);
    if (resource === undefined || resource === 'method') return request.url ?? '/';
    const { verb, kind, subresource } = resource;
    return `${verb}:${kind.plural}${subresource === undefined ? '' : `/${subresource}`}`;
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answer(context: KubeContext, message: IncomingMessage, request: ResourceRequest): Promise<Answer> {
  switch (request.verb) {
    case 'get':
    case 'watch':
      return { status: 200, body: getObject(context.store, request) };
    case 'list':
      return { status: 200, body: listObjects(context.store, request) };
    case 'create':
      return { status: 201, body: createObject(context, await readWrite(message, request)) };
    case 'update':
      return { status: 200, body: replaceObject(context, await readWrite(message, request)) };
    case 'patch': {
      const { created, object } = patch(context, await readWrite(message, request));
      return { status: created ? 201 : 200, body: object };
    }
    case 'delete':
      return { status: 200, body: deleteObject(context, await readWrite(message, request)) };
    case 'deletecollection':
      return { status: 200, body: deleteCollection(context, request) };
  }
}

async function readWrite(message: IncomingMessage, request: ResourceRequest): Promise<WriteRequest> {
  const contentType = (message.headers['content-type'] ?? 'application/json').split(';')[0]?.trim() ?? '';
  const text = (await readBody(message)).toString('utf8');
  const agent = (message.headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown';
  return {
    request,
    contentType,
    body: parseBody(text, contentType),
    manager: request.query.get('fieldManager') ?? agent,
  };
}

function parseBody(text: string, contentType: string): unknown {
  if (text === '') return undefined;
  try {
    return contentType.endsWith('yaml') ? parse(text) : JSON.parse(text);
  } catch {
    throw badRequest('the body of the request cannot be parsed');
  }
}
