import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Handler, readBody, requestUrl, send } from '../../serve/index.js';
import { Failure } from '../state/failure.js';
import type { Item } from '../state/items.js';
import type { Person, Visitor } from '../state/people.js';
import type { World } from '../state/world.js';
import { credentialRoutes } from './credential-routes.js';
import { type Exchange, ownRoot, type Route } from './exchange.js';
import { jobRoutes } from './job-routes.js';
import { runRoutes } from './run-routes.js';
import { serverRoutes } from './server-routes.js';

const anonymous: Person = { name: 'anonymous', password: '', denied: [] };
const crumbless = /^\/(?:cli|pipeline-model-converter\/|github-webhook\/)/;
const open = /^\/(?:login|git\/notifyCommit|github-webhook\/|whoAmI\/)/;

/** Jenkins over HTTP. */
export function createHttpFace(world: World): Handler {
  return async (request, response, { signal }) => {
    const url = requestUrl(request);
    if (world.startingFor > 0) {
      world.startingFor -= 1;
      return sendStarting(response);
    }
    response.setHeader('x-jenkins', world.version);
    response.setHeader('x-jenkins-session', world.session);
    if (url.pathname === '/login') return sendLogin(world, response);
    try {
      const visitor = enter(world, request, url);
      const body = await readBody(request);
      checkCrumb(world, { request, url, visitor, body });
      const exchange = { world, request, response, url, body, signal, person: visitor.person, root: ownRoot(request) };
      await route({ ...exchange, form: formOf(request, body) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      sendFailure(response, error);
    }
  };
}

function enter(world: World, { headers }: IncomingMessage, { pathname }: URL): Visitor {
  if (headers.authorization !== undefined) {
    const visitor = world.people.authenticate(headers.authorization);
    if (visitor !== undefined) return visitor;
    throw new Failure(401, 'Invalid password/token', { 'www-authenticate': 'Basic realm="Jenkins"' });
  }
  if (open.test(pathname)) return { person: anonymous, byToken: false };
  throw new Failure(403, 'Authentication required', { 'x-kit-login': pathname });
}

interface Entry {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly visitor: Visitor;
  readonly body: Buffer;
}

function checkCrumb(world: World, { request, url, visitor, body }: Entry): void {
  if (request.method !== 'POST' || visitor.byToken || !world.crumbs || crumbless.test(url.pathname)) return;
  const header = request.headers['jenkins-crumb'];
  const given = typeof header === 'string' ? header : (formOf(request, body).get('Jenkins-Crumb') ?? undefined);
  if (!world.people.isCrumb(visitor.person, request.headers.cookie, given)) {
    throw new Failure(403, 'No valid crumb was included in the request');
  }
}

function formOf({ headers }: IncomingMessage, body: Buffer): URLSearchParams {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return new URLSearchParams(isForm ? body.toString('utf8') : '');
}

const systemCredentials = credentialRoutes(() => 'system');
const folderCredentials = credentialRoutes((path) => nameOf(path));

async function route(exchange: Exchange): Promise<void> {
  const { pathname } = exchange.url;
  if (/^\/(?:job\/.*\/)?createItem$/.test(pathname)) {
    createItem(exchange, pathname.replace(/createItem$/, ''));
    return;
  }
  if (!pathname.startsWith('/job/') || pathname.includes('/credentials/')) {
    const routes = pathname.startsWith('/job/') ? folderCredentials : [...serverRoutes, ...systemCredentials];
    const { route, match } = choose(exchange, pathname, routes);
    return route.answer(exchange, match);
  }
  const [, path = '', number, rest = ''] = /^((?:\/job\/[^/]+)+)(?:\/(\d+))?(\/.*)?$/.exec(pathname) ?? [];
  const item = visibleItem(exchange, path);
  if (number === undefined) {
    const { route, match } = choose(exchange, rest, jobRoutes);
    return route.answer(exchange, item, match);
  }
  const run = item.runs.find((one) => one.number === Number(number));
  if (run === undefined) throw new Failure(404, `no build ${number}`);
  const { route, match } = choose(exchange, rest, runRoutes);
  return route.answer(exchange, { item, run }, match);
}

/** The first route that is for this path, if the person may take it. */
function choose<Kind extends Pick<Route, 'method' | 'path' | 'permission'>>(
  { request, person }: Exchange,
  path: string,
  routes: readonly Kind[],
): { readonly route: Kind; readonly match: readonly string[] } {
  for (const route of routes) {
    const match = route.path.exec(path);
    if (match === null) continue;
    if (route.method === 'POST' && request.method !== 'POST') throw new Failure(405, 'POST only', { allow: 'POST' });
    if (route.permission !== undefined) demand(person, route.permission);
    return { route, match: [...match] };
  }
  throw new Failure(404, `nothing at ${path}`);
}

function demand(person: Person, permission: string): void {
  if (!person.denied.includes(permission)) return;
  throw new Failure(403, `${person.name} is missing the ${permission} permission`, {
    'x-you-are-authenticated-as': person.name,
    'x-required-permission': permission,
    'x-permission-implied-by': 'hudson.model.Hudson.Administer',
  });
}

/** A job that the person may not read looks as if it were not there. */
function visibleItem({ world, person }: Exchange, path: string): Item {
  const item = world.items.get(nameOf(path));
  if (item === undefined || person.denied.includes('hudson.model.Item.Read')) throw new Failure(404, `no job ${path}`);
  return item;
}

function nameOf(path: string): string {
  return path
    .split('/job/')
    .filter(Boolean)
    .map((one) => decodeURIComponent(one.replace(/\/$/, '')))
    .join('/');
}

function createItem(exchange: Exchange, path: string): void {
  const { world, request, response, url, body, person } = exchange;
  if (request.method !== 'POST') throw new Failure(405, 'POST only', { allow: 'POST' });
  demand(person, 'hudson.model.Item.Create');
  const type = request.headers['content-type'];
  if (type === undefined) throw new Failure(400, 'No Content-Type header set');
  if (!/^(?:application|text)\/xml/.test(type)) throw new Failure(400, `Unsupported content type ${type}`);
  const folder = nameOf(path === '/' ? '' : path);
  const name = url.searchParams.get('name') ?? '';
  if (name.includes('/')) throw new Failure(400, '‘/’ is an unsafe character');
  world.items.create(folder === '' ? name : `${folder}/${name}`, body.toString('utf8'));
  send(response, { status: 200 });
}

function sendLogin({ sshEndpoint }: World, response: ServerResponse): void {
  const headers = sshEndpoint === undefined ? {} : { 'x-ssh-endpoint': sshEndpoint };
  send(response, { status: 200, headers: { 'content-type': 'text/html', ...headers }, body: '<html>Sign in</html>' });
}

function sendStarting(response: ServerResponse): void {
  const body = '<html><body>Please wait while Jenkins is getting ready to work ...</body></html>';
  send(response, { status: 503, headers: { 'content-type': 'text/html;charset=utf-8' }, body });
}

function sendFailure(response: ServerResponse, { status, message, headers }: Failure): void {
  const { 'x-kit-login': from, ...rest } = headers;
  const refresh = from === undefined ? '' : `<meta http-equiv='refresh' content='1;url=/login?from=${from}'/>`;
  const said = status === 400 ? { 'x-error': encodeURIComponent(message).replaceAll('%20', ' ') } : {};
  const plain = status === 401 || from === undefined ? message : '';
  const body = `<html><head>${refresh}</head><body>${plain === '' ? 'Authentication required' : message}</body></html>`;
  send(response, { status, headers: { 'content-type': 'text/html;charset=utf-8', ...said, ...rest }, body });
}
