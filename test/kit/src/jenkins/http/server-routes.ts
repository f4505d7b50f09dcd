import { send, sendJson } from '../../serve/index.js';
import { Failure } from '../state/failure.js';
import { elementsOf, textOf } from '../state/xml-text.js';
import { type Route, sendTree } from './exchange.js';
import { bracesOf } from './job-routes.js';

/** What is asked of Jenkins itself. */
export const serverRoutes: readonly Route[] = [
  {
    method: 'ANY',
    path: /^\/api\/json$/,
    answer: (exchange) => {
      const { world, root } = exchange;
      const jobs = world.items.all().filter(({ fullName }) => !fullName.includes('/'));
      sendTree(exchange, {
        _class: 'hudson.model.Hudson',
        url: `${world.rootUrl ?? root}/`,
        useCrumbs: world.crumbs,
        jobs: jobs.map(({ fullName }) => ({ name: fullName })),
      });
    },
  },
  {
    method: 'ANY',
    path: /^\/whoAmI\/api\/json$/,
    answer: (exchange) =>
      sendTree(exchange, {
        name: exchange.person.name,
        anonymous: exchange.person.name === 'anonymous',
        authenticated: true,
      }),
  },
  {
    method: 'ANY',
    path: /^\/crumbIssuer\/api\/json$/,
    answer: ({ world, request, response, person }) => {
      if (!world.crumbs) throw new Failure(404, 'no crumb issuer');
      const session = world.people.session(request.headers.cookie);
      sendJson(
        response,
        { status: 200, headers: { 'set-cookie': `${world.people.cookieName}=${session}; Path=/; HttpOnly` } },
        {
          _class: 'hudson.security.csrf.DefaultCrumbIssuer',
          crumb: world.people.crumb(person, session),
          crumbRequestField: 'Jenkins-Crumb',
        },
      );
    },
  },
  {
    method: 'POST',
    path: /^\/user\/([^/]+)\/descriptorByName\/jenkins\.security\.ApiTokenProperty\/(generateNewToken|revoke)$/,
    answer: ({ world, response, person, form }, [, user = '', what]) => {
      if (decodeURIComponent(user) !== person.name) throw new Failure(403, 'only your own tokens');
      if (what === 'revoke') {
        world.people.revokeToken(person.name, form.get('tokenUuid') ?? '');
        return send(response, { status: 200 });
      }
      const { uuid, name, value } = world.people.createToken(person.name, form.get('newTokenName') ?? '');
      sendJson(response, 200, { status: 'ok', data: { tokenName: name, tokenUuid: uuid, tokenValue: value } });
    },
  },
  {
    method: 'ANY',
    path: /^\/pluginManager\/api\/json$/,
    answer: (exchange) =>
      sendTree(exchange, {
        _class: 'hudson.LocalPluginManager',
        plugins: exchange.world.plugins.map((one) => ({ ...one, active: true, enabled: true })),
      }),
  },
  {
    method: 'ANY',
    path: /^\/queue\/item\/(\d+)\/api\/json$/,
    answer: (exchange, [, id]) => {
      const item = exchange.world.queue.get(Number(id));
      if (item === undefined) throw new Failure(404, `no item ${id}`);
      const left = item.run !== undefined || item.cancelled;
      sendTree(exchange, {
        _class: `hudson.model.Queue$${left ? 'LeftItem' : 'BuildableItem'}`,
        id: item.id,
        why: left ? null : 'Waiting for next available executor',
        blocked: false,
        buildable: !left,
        stuck: false,
        inQueueSince: item.inQueueSince,
        ...(left ? { cancelled: item.cancelled } : {}),
        ...(left ? { executable: item.run === undefined ? null : { number: item.run.number } } : {}),
      });
    },
  },
  {
    method: 'POST',
    path: /^\/queue\/cancelItem$/,
    permission: 'hudson.model.Item.Cancel',
    answer: ({ world, response, url }) => {
      const item = world.queue.get(Number(url.searchParams.get('id')));
      if (item === undefined) throw new Failure(404, 'no such item');
      if (item.run !== undefined) throw new Failure(422, 'not cancellable');
      world.queue.cancel(item);
      send(response, { status: 204 });
    },
  },
  {
    method: 'ANY',
    path: /^\/pipeline-model-converter\/validate(Jenkinsfile)?$/,
    answer: ({ response, form }, [, json]) => {
      const verdict = validateDeclarative(form.get('jenkinsfile'));
      if (json === undefined)
        return send(response, { status: 200, headers: { 'content-type': 'text/plain' }, body: verdict.text });
      const result = verdict.errors.length === 0 ? 'success' : 'failure';
      const errors = verdict.errors.map((error) => ({ error }));
      sendJson(response, 200, { status: 'ok', data: { result, ...(errors.length === 0 ? {} : { errors }) } });
    },
  },
  {
    method: 'ANY',
    path: /^\/git\/notifyCommit$/,
    answer: ({ world, response, url, root }) => {
      const token = url.searchParams.get('token');
      if (token === null)
        throw new Failure(401, 'An access token is required. Please refer to Git plugin documentation');
      if (!world.hookTokens.includes(token)) throw new Failure(403, 'Invalid access token');
      const repository = url.searchParams.get('url') ?? '';
      const jobs = world.items.all().filter(({ xml }) => {
        const polls = xml.includes('<hudson.triggers.SCMTrigger') && textOf(xml, 'ignorePostCommitHooks') !== 'true';
        return (
          polls &&
          elementsOf(xml, 'hudson.plugins.git.UserRemoteConfig').some((one) => textOf(one, 'url') === repository)
        );
      });
      const ready = jobs.filter(({ runs }) => runs.length > 0);
      for (const job of ready) world.queue.schedule(job, {});
      const triggered = ready.map(({ fullName }) => `${root}/job/${fullName.replaceAll('/', '/job/')}/`);
      send(response, {
        status: 200,
        headers: { 'content-type': 'text/plain', ...(triggered[0] === undefined ? {} : { triggered: triggered[0] }) },
        body: ready.length === 0 ? `No Git consumers for URI ${repository}\n` : `Scheduled ${ready.length}\n`,
      });
    },
  },
];

/** What the declarative validator says: brackets that do not close and a missing `pipeline` are all that this one finds. */
export function validateDeclarative(text: string | null): {
  readonly text: string;
  readonly errors: readonly string[];
} {
  if (text === null || text === '') return { text: 'No Jenkinsfile specified', errors: ['No Jenkinsfile specified'] };
  const { opened, line, column } = bracesOf(text);
  if (opened !== 0) {
    const error = `WorkflowScript: ${line}: expecting '}', found '' @ line ${line}, column ${column}.`;
    return { text: `Errors encountered validating Jenkinsfile:\n${error}\n`, errors: [error] };
  }
  if (!/^\s*pipeline\s*\{/m.test(text)) {
    const error = "Jenkinsfile content 'node' did not contain the 'pipeline' step";
    return { text: `${error}\n`, errors: [error] };
  }
  return { text: 'Jenkinsfile successfully validated.\n', errors: [] };
}
