/*
 * Who imports this package may want a pipeline and no Jenkins: what speaks to Jenkins is loaded by the first call.
 */
import type { ConnectionOptions } from '@towline/shared/http';
import type { Secret } from '@towline/shared/secret';
import { checkAddress } from './adapters/rest/check-address.js';
import type { FollowedBuild } from './app/builds/followed-build.js';
import type { Patience } from './app/builds/patiently.js';
import type { BuildId, CallOptions, Jenkins } from './core/jenkins/jenkins.js';
import { JenkinsError } from './core/jenkins/jenkins-error.js';
import { lazyJenkins } from './lazy-jenkins.js';

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
  const patience = async (signal: AbortSignal | undefined): Promise<Patience> => {
    const { systemClock } = await import('@towline/shared/process');
    return { clock: systemClock, patienceMs: options.patienceMs, signal };
  };
  return {
    ...jenkins,
    async startBuild(job, { parameters, onQueue, signal } = {}) {
      const { startBuild } = await import('./app/builds/start-build.js');
      return startBuild(jenkins, { job, parameters }, { ...(await patience(signal)), onQueue });
    },
    followBuild: (id, { signal } = {}) =>
      lazyBuild(id, async () => {
        const { followBuild } = await import('./app/builds/followed-build.js');
        return followBuild(jenkins, id, await patience(signal));
      }),
  };
}

function connect(options: JenkinsOptions): Jenkins {
  const { url, auth } = options;
  if (/^ssh:/i.test(url)) return connectSsh(url, auth);
  if (auth?.kind === 'ssh-key') {
    throw new JenkinsError('jenkins-bad-address', 'An SSH key needs an ssh:// address', {
      hint: 'Write ssh://host:port, or give an API token.',
    });
  }
  checkAddress(url);
  const login = auth === undefined ? undefined : { user: auth.user, secret: auth.token };
  return lazyJenkins(async () => {
    const { createAgentPool, createHttpClient } = await import('@towline/shared/http');
    const { createRestJenkins } = await import('./adapters/rest/rest-jenkins.js');
    const { proxy, ca, maxSockets } = options;
    const agents = createAgentPool({ proxy, ca, maxSockets });
    const jenkins = createRestJenkins({ http: createHttpClient({ agents }), url, login });
    return {
      ...jenkins,
      async close() {
        await jenkins.close();
        agents.close();
      },
    };
  });
}

function connectSsh(url: string, auth: JenkinsAuth | undefined): Jenkins {
  const { hostname = '', port = '' } = URL.canParse(url) ? new URL(url) : {};
  if (hostname === '' || auth?.kind !== 'ssh-key') {
    throw new JenkinsError('jenkins-bad-address', 'An ssh:// address needs a host and an SSH key', {
      hint: 'Write ssh://host:port, and auth of the kind ssh-key.',
    });
  }
  const { kind: _kind, ...key } = auth;
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 22 : Number(port) };
  return lazyJenkins(async () =>
    (await import('./adapters/ssh/ssh-jenkins.js')).createSshJenkins({ ...key, ...place }),
  );
}

/** A build that is followed once somebody asks for it. */
function lazyBuild({ job, number }: BuildId, follow: () => Promise<FollowedBuild>): FollowedBuild {
  let followed: Promise<FollowedBuild> | undefined;
  const get = (): Promise<FollowedBuild> => {
    followed ??= follow();
    return followed;
  };
  return {
    job,
    number,
    async *log() {
      yield* (await get()).log();
    },
    finished: async () => (await get()).finished(),
    stop: async () => (await get()).stop(),
  };
}
