import type { HttpClient } from '@towline/shared/ports';
import { Secret } from '@towline/shared/secret';
import type {
  CredentialStore,
  Jenkins,
  JenkinsCredentials,
  JenkinsServer,
  JenkinsTokens,
  JenkinsValidation,
} from '../../core/jenkins/jenkins.js';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';
import { jobPath } from '../../core/jenkins/job-name.js';
import { placed } from '../jenkins-words.js';
import type { JenkinsLogin } from './auth.js';
import { createRestBuilds } from './rest-builds.js';
import { createRestJobs, xmlBody } from './rest-jobs.js';
import { compileSchema, pluginsSchema, tokenSchema, validationSchema, whoAmISchema } from './schema.js';
import { understood } from './understood.js';
import { createWire, type Wire } from './wire.js';

/** How Jenkins is asked by HTTP. */
export interface RestJenkinsOptions {
  readonly http: HttpClient;
  /** With the path that Jenkins is under, if any. */
  readonly url: string;
  /** Nobody, where absent. */
  readonly login?: JenkinsLogin | undefined;
}

/** {@link Jenkins} by its HTTP API. */
export function createRestJenkins({ http, url, login }: RestJenkinsOptions): Jenkins {
  const wire = createWire({ http, url, login });
  return {
    ...createServer(wire),
    ...createRestJobs(wire),
    ...createRestBuilds(wire),
    ...createCredentials(wire),
    ...createValidation(wire),
    ...createTokens(wire, login),
    close: async () => undefined,
  };
}

function createServer(wire: Wire): JenkinsServer {
  return {
    async identify({ signal } = {}) {
      const { headers, body } = await wire.send({ path: '/whoAmI/api/json', expect: 'json', signal });
      const parsed = whoAmISchema.safeParse(body);
      const version = headers['x-jenkins'];
      if (!parsed.success || version === undefined) throw notJenkins();
      return { version, user: parsed.data.anonymous === true ? undefined : parsed.data.name };
    },
    async plugins({ signal } = {}) {
      const path = '/pluginManager/api/json?depth=1&tree=plugins[shortName,version,active]';
      const found = await wire.read(path, pluginsSchema, signal);
      const active = (found?.plugins ?? []).filter(({ active }) => active !== false);
      return active.map(({ shortName, version }) => ({ name: shortName, version }));
    },
  };
}

function notJenkins(): JenkinsError {
  return new JenkinsError('jenkins-bad-answer', 'What answered does not say that it is Jenkins', {
    hint: 'Check the address: with the path that Jenkins is under, and without a page of it.',
  });
}

function createCredentials(wire: Wire): JenkinsCredentials {
  const domain = (store: CredentialStore): string =>
    store.kind === 'system'
      ? '/credentials/store/system/domain/_'
      : `${jobPath(store.folder)}/credentials/store/folder/domain/_`;
  const one = (store: CredentialStore, id: string) =>
    `${domain(store)}/credential/${encodeURIComponent(id)}/config.xml`;
  return {
    async credential({ store, id }, { signal } = {}) {
      const { status, body } = await wire.send({ path: one(store, id), expect: 'text', accept: [404], signal });
      return status === 404 ? undefined : { id, xml: body };
    },
    async createCredential(store, xml, { signal } = {}) {
      await wire.send({ ...xmlBody(xml), path: `${domain(store)}/createCredentials`, signal });
    },
    async updateCredential({ store, id }, xml, { signal } = {}) {
      await wire.send({ ...xmlBody(xml), path: one(store, id), signal });
    },
  };
}

function createValidation(wire: Wire): JenkinsValidation {
  const post = async (path: string, form: Readonly<Record<string, string>>, signal: AbortSignal | undefined) => {
    const { body } = await wire.send({
      path,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      expect: 'json',
      // It changes nothing.
      idempotent: true,
      signal,
    });
    return body;
  };
  return {
    async validate(jenkinsfile, { scriptedIn }, { signal } = {}) {
      if (scriptedIn !== undefined) {
        const check = 'descriptorByName/org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition/checkScriptCompile';
        const found = understood(
          compileSchema,
          await post(`${jobPath(scriptedIn)}/${check}`, { value: jenkinsfile }, signal),
          'The compiler',
        );
        if (!Array.isArray(found)) return { kind: 'valid' };
        return {
          kind: 'invalid',
          findings: found.map((one) => ({ line: one.line, column: one.column, message: one.message })),
        };
      }
      const answer = await post('/pipeline-model-converter/validateJenkinsfile', { jenkinsfile }, signal);
      const { result, errors = [] } = understood(validationSchema, answer, 'The validator').data;
      if (result === 'success') return { kind: 'valid' };
      return { kind: 'invalid', findings: errors.flatMap(({ error }) => [error].flat()).map(placed) };
    },
  };
}

function createTokens(wire: Wire, login: JenkinsLogin | undefined): JenkinsTokens {
  const path = (what: string): string => {
    if (login === undefined)
      throw new JenkinsError('jenkins-unauthenticated', 'Nobody is signed in, so there is nobody to have a token');
    return `/user/${encodeURIComponent(login.user)}/descriptorByName/jenkins.security.ApiTokenProperty/${what}`;
  };
  return {
    async createToken(name, { signal } = {}) {
      const { body } = await wire.send({
        path: path('generateNewToken'),
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ newTokenName: name }).toString(),
        expect: 'json',
        signal,
      });
      const { tokenUuid, tokenValue } = understood(tokenSchema, body, 'Jenkins').data;
      return { id: tokenUuid, token: new Secret(tokenValue) };
    },
    async revokeToken(id, { signal } = {}) {
      await wire.post(path('revoke'), { tokenUuid: id }, signal);
    },
  };
}
