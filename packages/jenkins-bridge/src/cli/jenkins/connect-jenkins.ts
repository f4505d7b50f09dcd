import { homedir } from 'node:os';
import { join } from 'node:path';
import { createAws, createSecretsManagerResolver, createSsmResolver } from '@towline/shared/aws';
import { CliError, type Invocation, readOptionalFile, readTextFile, textOption } from '@towline/shared/cli';
import {
  createEnvironmentResolver,
  createFileResolver,
  createSecretStore,
  type SecretStore,
} from '@towline/shared/config';
import { type AgentPool, createAgentPool, createHttpClient, readProxySettings } from '@towline/shared/http';
import { type Environment, systemClock } from '@towline/shared/process';
import { Secret } from '@towline/shared/secret';
import type { JenkinsLogin } from '../../adapters/rest/auth.js';
import { createRestJenkins } from '../../adapters/rest/rest-jenkins.js';
import type { Jenkins } from '../../core/jenkins/jenkins.js';
import { readPair } from './read-pair.js';

/** A Jenkins that a command line names, and what was needed to find it. */
export interface ConnectedJenkins extends AsyncDisposable {
  readonly jenkins: Jenkins;
  /** Its address for people; that of the SSH server where it is asked by SSH. */
  readonly url: string;
  readonly secrets: SecretStore;
}

/** Connects to the Jenkins that the options and the environment name. Nothing is sent yet. */
export async function connectJenkins(invocation: Invocation): Promise<ConnectedJenkins> {
  const agents = await agentsOf(invocation);
  const secrets = secretStore(invocation.environment, agents);
  const { jenkins, url } = await open(invocation, { agents, secrets });
  return {
    jenkins,
    url,
    secrets,
    async [Symbol.asyncDispose]() {
      await jenkins.close();
      agents.close();
    },
  };
}

interface Means {
  readonly agents: AgentPool;
  readonly secrets: SecretStore;
}

async function open(invocation: Invocation, { agents, secrets }: Means): Promise<{ jenkins: Jenkins; url: string }> {
  const ssh = textOption(invocation, 'ssh');
  if (ssh !== undefined) return { jenkins: await openSsh(invocation, ssh, secrets), url: `ssh://${ssh}` };
  const url = textOption(invocation, 'url') ?? invocation.environment.JENKINS_URL;
  if (url === undefined || url === '') {
    throw new CliError('cli-usage', 'Nothing says where Jenkins is', { hint: 'Give --url, or set JENKINS_URL.' });
  }
  const login = await findLogin(invocation, secrets);
  return { jenkins: createRestJenkins({ http: createHttpClient({ agents }), url, login }), url };
}

async function openSsh(invocation: Invocation, address: string, secrets: SecretStore): Promise<Jenkins> {
  const [, user, host, port = '22'] = /^([^@\s]+)@([^@:\s]+|\[[^\]]+\])(?::(\d{1,5}))?$/.exec(address) ?? [];
  const key = textOption(invocation, 'ssh-key');
  if (user === undefined || host === undefined || key === undefined) {
    throw new CliError('cli-usage', '--ssh needs a user, a host and a key', {
      hint: 'Write --ssh ada@jenkins.example.com:2222 --ssh-key file:/home/ada/.ssh/id_ed25519.',
    });
  }
  const named = textOption(invocation, 'known-hosts');
  const usual = join(invocation.environment.HOME ?? homedir(), '.ssh', 'known_hosts');
  const knownHosts = named === undefined ? ((await readOptionalFile(usual)) ?? '') : await readTextFile(named);
  const privateKey = await secrets.get(key, { signal: invocation.signal });
  const { createSshJenkins } = await import('../../adapters/ssh/ssh-jenkins.js');
  return createSshJenkins({ host: host.replace(/^\[|\]$/g, ''), port: Number(port), user, privateKey, knownHosts });
}

/** Who signs in, as `--auth` says, or the variables that Jenkins' own command line reads. */
async function findLogin(invocation: Invocation, secrets: SecretStore): Promise<JenkinsLogin | undefined> {
  const { environment, signal } = invocation;
  const auth = textOption(invocation, 'auth');
  if (auth === undefined) {
    const { JENKINS_USER_ID: user, JENKINS_API_TOKEN: token } = environment;
    return user && token ? { user, secret: new Secret(token) } : undefined;
  }
  return readPair(auth, secrets, signal);
}

async function agentsOf(invocation: Invocation): Promise<AgentPool> {
  const { environment } = invocation;
  const ca = textOption(invocation, 'ca');
  const extra = environment.NODE_EXTRA_CA_CERTS;
  return createAgentPool({
    proxy: readProxySettings(environment),
    ...(ca === undefined ? {} : { ca: [await readTextFile(ca)] }),
    ...(ca === undefined || !extra ? {} : { nodeExtraCa: await readOptionalFile(extra) }),
  });
}

function secretStore(environment: Environment, agents: AgentPool): SecretStore {
  const aws = createAws({ clock: systemClock, agents }, { region: environment.AWS_REGION });
  return createSecretStore({
    resolvers: [
      createEnvironmentResolver(environment),
      createFileResolver(),
      createSecretsManagerResolver(aws),
      createSsmResolver(aws),
    ],
  });
}
