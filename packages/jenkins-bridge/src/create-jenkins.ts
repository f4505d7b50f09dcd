import type { AgentPool, ConnectionOptions } from '@towline/shared/http';
import type { Clock, HttpClient } from '@towline/shared/ports';
import type { Secret } from '@towline/shared/secret';
import { createRestJenkins } from './adapters/rest/rest-jenkins.js';
import { createSshJenkins } from './adapters/ssh/ssh-jenkins.js';
import { type FollowedBuild, followBuild } from './app/builds/followed-build.js';
import { startBuild } from './app/builds/start-build.js';
import type { BuildId, CallOptions, Jenkins } from './core/jenkins/jenkins.js';
import { JenkinsError } from './core/jenkins/jenkins-error.js';

/** Who asks Jenkins. */
export type JenkinsAuth =
  /** With an API token, or a password. */
  | { readonly kind: 'token'; readonly user: string; readonly token: Secret }
  /** With an SSH key, for `ssh://` addresses. */
  | {
      readonly kind: 'ssh-key';
      readonly user: string;
      readonly privateKey: Secret;
      readonly passphrase?: Secret | undefined;
      /** Lines of `known_hosts`, or fingerprints (`SHA256:…`). A server that is in none of them is not spoken to. */
      readonly knownHosts: string;
    };

/** Which Jenkins, and how it is reached. */
export interface JenkinsOptions extends Pick<ConnectionOptions, 'proxy' | 'ca' | 'maxSockets'> {
  /** `https://jenkins.example.com`, with the path that Jenkins is under; `ssh://host:port` for its command line over SSH. */
  readonly url: string;
  /** Nobody, where absent. */
  readonly auth?: JenkinsAuth | undefined;
  /** How long a Jenkins that restarts is waited for while a build is followed. Default ten minutes. */
  readonly patienceMs?: number | undefined;
}

/** What a build is started with. */
export interface StartOptions extends CallOptions {
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** Told why the build still waits. */
  readonly onQueue?: ((why: string) => void) | undefined;
}

/** A Jenkins whose builds can be followed. */
export interface JenkinsClient extends Jenkins {
  /** Starts a build and resolves when it runs: `for await (const line of build.log())`. Parameters are checked before anything is sent. */
  startBuild(job: string, options?: StartOptions): Promise<FollowedBuild>;
  /** Follows a build that somebody has started. */
  followBuild(id: BuildId, options?: CallOptions): FollowedBuild;
}

/** A client of one Jenkins, by its HTTP API or by its command line over SSH. Nothing is sent before the first call. */
export function createJenkins(options: JenkinsOptions): JenkinsClient {
  const jenkins = connect(options);
  const patience = { clock: lazyClock, patienceMs: options.patienceMs };
  return {
    ...jenkins,
    startBuild: (job, { parameters, onQueue, signal } = {}) =>
      startBuild(jenkins, { job, parameters }, { ...patience, signal, onQueue }),
    followBuild: (id, { signal } = {}) => followBuild(jenkins, id, { ...patience, signal }),
  };
}

function connect({ url, auth, proxy, ca, maxSockets }: JenkinsOptions): Jenkins {
  if (/^ssh:/i.test(url)) return connectSsh(url, auth);
  if (auth?.kind === 'ssh-key') {
    throw new JenkinsError('jenkins-bad-address', 'An SSH key needs an ssh:// address', {
      hint: 'Write ssh://host:port, or give an API token.',
    });
  }
  const { http, release } = lazyHttp({ proxy, ca, maxSockets });
  const login = auth === undefined ? undefined : { user: auth.user, secret: auth.token };
  const jenkins = createRestJenkins({ http, url, login });
  return {
    ...jenkins,
    async close() {
      await jenkins.close();
      await release();
    },
  };
}

function connectSsh(url: string, auth: JenkinsAuth | undefined): Jenkins {
  const { hostname = '', port = '' } = URL.canParse(url) ? new URL(url) : {};
  if (hostname === '' || auth?.kind !== 'ssh-key') {
    throw new JenkinsError('jenkins-bad-address', 'An ssh:// address needs a host and an SSH key', {
      hint: 'Write ssh://host:port, and auth of the kind ssh-key.',
    });
  }
  const { kind: _kind, ...key } = auth;
  return createSshJenkins({ ...key, host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 22 : Number(port) });
}

/** What loads a library loads it when it is used: who imports this package may want a pipeline and no Jenkins. */
const lazyClock: Clock = {
  now: Date.now,
  sleep: async (milliseconds, signal) =>
    (await import('@towline/shared/process')).systemClock.sleep(milliseconds, signal),
};

/** A client whose libraries are loaded by its first request. */
function lazyHttp(options: ConnectionOptions): { readonly http: HttpClient; release(): Promise<void> } {
  let made: Promise<{ readonly http: HttpClient; readonly agents: AgentPool }> | undefined;
  const make = async () => {
    const { createAgentPool, createHttpClient } = await import('@towline/shared/http');
    const agents = createAgentPool(options);
    return { agents, http: createHttpClient({ agents }) };
  };
  const get = () => {
    made ??= make();
    return made;
  };
  return {
    http: { request: async (request) => (await get()).http.request(request) },
    release: async () => (await made)?.agents.close(),
  };
}
