import { formatRepository } from '@towline/shared/image';
import type { FastifyReply } from 'fastify';
import type { ApplicationState } from '../../app/live/ports.js';
import { applicationKey } from '../../core/application/application.js';
import type { Grant } from '../access/grants.js';
import { applicationData, deliveryData } from '../api-data.js';
import { queryOf, readBody } from '../read-request.js';
import { refreshSchema } from '../schema.js';
import { ServerError } from '../server-error.js';
import type { ServerPorts } from '../server-ports.js';
import type { Routes } from '../start-listener.js';

type ApiPorts = Pick<ServerPorts, 'view' | 'trace' | 'sink' | 'gate' | 'metrics'>;

/** `/api/v1/…`: for pipelines and people who have a token and nothing else. */
export function api(ports: ApiPorts): Routes {
  const { view, trace, sink, gate, metrics } = ports;
  return (app) => {
    app.addHook('onResponse', async (request, reply) => {
      const { url } = request.routeOptions;
      if (url?.startsWith('/api/'))
        metrics.add('towline_api_requests_total', { route: url, status: String(reply.statusCode) });
    });
    app.post('/api/v1/refresh', async (request, reply) => {
      const grant = await gate.admit(request.headers);
      const event = readBody(request, refreshSchema);
      demand(grant, formatRepository(event.repository));
      return accepted(reply, sink.accept({ kind: 'image', ...event }));
    });
    app.get('/api/v1/deliveries', async (request) => {
      const grant = await gate.admit(request.headers);
      const { sha, application } = queryOf(request);
      if (application !== undefined) demandApplication(grant, view.application(application), application);
      const records = application === undefined ? trace.bySha(readSha(sha)) : trace.byApplication(application);
      return { deliveries: records.filter(({ repository }) => grant.covers(repository)).map(deliveryData) };
    });
    app.get('/api/v1/applications', async (request) => {
      const grant = await gate.admit(request.headers);
      const seen = view.applications().filter((state) => coversAny(grant, state));
      return { applications: seen.map((state) => applicationData(state, grant.covers)) };
    });
    app.post<{ Params: { name: string } }>('/api/v1/applications/:name/reconcile', async (request, reply) => {
      const grant = await gate.admit(request.headers);
      const { name } = request.params;
      demandApplication(grant, view.application(name), name);
      const answer = view.reconcile(name);
      if (answer === 'unknown') throw unknown(name);
      return accepted(reply, answer);
    });
  };
}

function accepted(reply: FastifyReply, answer: 'accepted' | 'full'): FastifyReply {
  if (answer === 'full') throw new ServerError('server-busy', 'Too many events are waiting');
  return reply.code(202).send({ accepted: true });
}

function readSha(sha: string | undefined): string {
  if (sha !== undefined && /^[0-9a-f]{7,64}$/i.test(sha)) return sha.toLowerCase();
  throw new ServerError(
    'server-unreadable',
    'The query says ?sha= with at least seven digits of a commit, or ?application=',
  );
}

function demand(grant: Grant, repository: string): void {
  if (grant.covers(repository)) return;
  throw new ServerError('server-forbidden', `The token of ${grant.name} is not for ${repository}`);
}

/** A token is for an Application where it is for all that the Application runs of ours. */
function demandApplication(grant: Grant, state: ApplicationState | undefined, name: string): void {
  if (state === undefined) throw unknown(name);
  for (const { repository } of state.images) demand(grant, repository);
}

function coversAny(grant: Grant, { images }: ApplicationState): boolean {
  return images.some(({ repository }) => grant.covers(repository));
}

function unknown(name: string): ServerError {
  return new ServerError('server-not-found', `No Application ${name} is kept up to date here`, {
    hint: `See which there are: GET /api/v1/applications, by namespace and name as in ${applicationKey({ namespace: 'argocd', name: 'shop' })}.`,
  });
}
