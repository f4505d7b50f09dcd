import { formatRepository } from '@towline/shared/image';
import type { FastifyReply } from 'fastify';
import type { ApplicationState } from '../../app/live/ports.js';
import { applicationKey } from '../../core/application/application.js';
import type { Grant } from '../access/grants.js';
import { applicationData, deliveryData } from '../api-data.js';
import { askOthers, type Gathered, newestOf, type ToldApplication, type ToldDelivery } from '../others.js';
import { queryOf, readBody } from '../read-request.js';
import { refreshSchema } from '../schema.js';
import { ServerError } from '../server-error.js';
import type { ServerPorts } from '../server-ports.js';
import type { Routes } from '../start-listener.js';

type ApiPorts = Pick<ServerPorts, 'view' | 'trace' | 'others' | 'sink' | 'gate' | 'metrics'>;

/** `/api/v1/…`: for pipelines and people who have a token and nothing else. */
export function api(ports: ApiPorts): Routes {
  const { view, trace, others, sink, gate, metrics } = ports;
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
      const query = application === undefined ? { sha: readSha(sha) } : { application };
      const own = query.sha === undefined ? trace.byApplication(application ?? '') : trace.bySha(query.sha);
      const told = await askOthers(others, (peer, waiting) => others.deliveries(peer, query, waiting));
      const known = newestOf<ToldDelivery>([...own.map(deliveryData), ...told.items], {
        // Of an Application it is told how its images stand: whoever had it before knows of older ones.
        keyOf: ({ application: name, alias, image }) => `${name} ${alias} ${query.sha === undefined ? '' : image}`,
        timeOf: ({ at }) => at,
      });
      const deliveries = known.filter(({ repository }) => grant.covers(repository));
      return { deliveries, ...missing(told) };
    });
    app.get('/api/v1/applications', async (request) => {
      const grant = await gate.admit(request.headers);
      const told = await askOthers(others, (peer, waiting) => others.applications(peer, waiting));
      const known = newestOf<ToldApplication>([...view.applications().map(applicationData), ...told.items], {
        keyOf: ({ application }) => application,
        timeOf: ({ plannedAt = '' }) => plannedAt,
      });
      return { applications: known.flatMap((one) => coveredPart(grant, one)), ...missing(told) };
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

/** A token is for an Application where it is for all of its image repositories; where these cannot be told, only one for everything is. */
function demandApplication(grant: Grant, state: ApplicationState | undefined, name: string): void {
  if (state === undefined) throw unknown(name);
  for (const repository of state.repositories) demand(grant, repository);
  if (state.repositories.length > 0 || grant.coversAll) return;
  throw new ServerError(
    'server-forbidden',
    `The images of ${name} are not known, and the token of ${grant.name} is not for all`,
  );
}

/** Of an Application what the token is for: nothing where it is for none of its images. */
function coveredPart(grant: Grant, told: ToldApplication): readonly ToldApplication[] {
  const repositories = told.repositories.filter(grant.covers);
  if (repositories.length === 0 && !grant.coversAll) return [];
  return [{ ...told, repositories, images: told.images.filter(({ repository }) => grant.covers(repository)) }];
}

/** The replicas whose part is missing from an answer, where there are any. */
function missing({ unanswered }: Gathered<unknown>): { readonly unanswered?: readonly string[] } {
  return unanswered.length === 0 ? {} : { unanswered };
}

function unknown(name: string): ServerError {
  return new ServerError('server-not-found', `No Application ${name} is kept up to date here`, {
    hint: `See which there are: GET /api/v1/applications, by namespace and name as in ${applicationKey({ namespace: 'argocd', name: 'shop' })}.`,
  });
}
