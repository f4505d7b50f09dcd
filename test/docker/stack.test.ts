import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readYaml } from '@towline/shared/yaml';
import { z } from 'zod';
import { parseDockerfile } from '../../packages/jenkins-bridge/src/core/dockerfile/parse-dockerfile.js';
import { checkPipeline } from '../../packages/jenkins-bridge/src/core/pipeline/check-pipeline.js';
import { requiredPlugins } from '../../packages/jenkins-bridge/src/core/setup/required-plugins.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const docker = join(root, 'docker');
const read = (path: string): string => readFileSync(join(docker, path), 'utf8');
const yamlOf = (path: string): unknown => readYaml(read(path))[0]?.value;
/** The variables that a text takes from its environment. */
const variablesOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/\$\{(\w+)[^}]*\}/g)].map(([, name = '']) => name));

const service = z.strictObject({
  image: z.string().optional(),
  build: z.union([z.string(), z.strictObject({ context: z.string(), dockerfile: z.string() })]).optional(),
  profiles: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  security_opt: z.array(z.enum(['seccomp=unconfined', 'apparmor=unconfined'])).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  healthcheck: z.strictObject({ test: z.array(z.string()), interval: z.string(), retries: z.number() }).optional(),
});
const compose = z
  .strictObject({
    name: z.string(),
    services: z.record(z.string(), service),
    volumes: z.record(z.string(), z.object({})),
  })
  .parse(yamlOf('compose.yaml'));
const services = Object.entries(compose.services);

describe('the stack of Compose', () => {
  it.each(services)('%s has an image that is pinned, or a Dockerfile that is there', (_name, { image, build }) => {
    if (image !== undefined) expect(image).toMatch(/^[\w./-]+:\d+\.\d+\.\d+$/);
    const file = typeof build === 'string' ? join(build, 'Dockerfile') : build && join(build.context, build.dockerfile);
    if (file !== undefined) expect(existsSync(join(docker, file))).toBe(true);
    expect([image, build].filter((each) => each !== undefined)).toHaveLength(1);
  });

  it.each(services)(
    '%s listens on this machine only, and keeps what it keeps in a volume that is declared',
    (_name, { ports = [], volumes = [] }) => {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      for (const volume of volumes) {
        const source = volume.split(':')[0] ?? '';
        if (/^[a-z-]+$/.test(source)) expect(Object.keys(compose.volumes)).toContain(source);
      }
    },
  );

  it('waits for services that tell when they are ready', () => {
    for (const [, { depends_on: needed = {} }] of services) {
      for (const name of Object.keys(needed)) expect(compose.services[name]?.healthcheck).toBeDefined();
    }
  });

  it('lets the agent make user namespaces, and nobody else', () => {
    const freed = services.filter(([, { security_opt: options }]) => options !== undefined).map(([name]) => name);
    expect(freed).toEqual(['agent']);
  });

  it('gives Jenkins every variable that its configuration reads, and no other', () => {
    const given = Object.keys(compose.services.jenkins?.environment ?? {});
    expect(new Set(given)).toEqual(variablesOf(read('jenkins/casc.yaml')));
  });
});

const casc = z.strictObject({
  jenkins: z.strictObject({
    systemMessage: z.string(),
    numExecutors: z.literal(0),
    mode: z.enum(['NORMAL', 'EXCLUSIVE']),
    securityRealm: z.strictObject({
      local: z.strictObject({
        allowsSignup: z.literal(false),
        users: z.array(z.strictObject({ id: z.string(), password: z.string() })),
      }),
    }),
    authorizationStrategy: z.strictObject({
      loggedInUsersCanDoAnything: z.strictObject({ allowAnonymousRead: z.literal(false) }),
    }),
  }),
  unclassified: z.strictObject({
    location: z.strictObject({ url: z.string() }),
    globalLibraries: z.strictObject({
      libraries: z.array(
        z.strictObject({
          name: z.string(),
          defaultVersion: z.string(),
          retriever: z.strictObject({
            modernSCM: z.strictObject({
              libraryPath: z.string(),
              scm: z.strictObject({ git: z.strictObject({ remote: z.string() }) }),
            }),
          }),
        }),
      ),
    }),
  }),
  credentials: z.strictObject({
    system: z.strictObject({
      domainCredentials: z.array(
        z.strictObject({
          credentials: z.array(
            z.union([
              z.strictObject({
                basicSSHUserPrivateKey: z.strictObject({
                  scope: z.literal('GLOBAL'),
                  id: z.string(),
                  description: z.string(),
                  username: z.string(),
                  privateKeySource: z.strictObject({ directEntry: z.strictObject({ privateKey: z.string() }) }),
                }),
              }),
              z.strictObject({
                aws: z.strictObject({
                  scope: z.literal('GLOBAL'),
                  id: z.string(),
                  description: z.string(),
                  accessKey: z.string(),
                  secretKey: z.string(),
                }),
              }),
            ]),
          ),
        }),
      ),
    }),
  }),
  jobs: z.array(z.strictObject({ script: z.string() })),
});

describe('the configuration of Jenkins', () => {
  const configuration = casc.parse(yamlOf('jenkins/casc.yaml'));

  it('has the library where this repository has it', () => {
    const [library] = configuration.unclassified.globalLibraries.libraries;
    const path = library?.retriever.modernSCM.libraryPath ?? '';
    expect(library?.name).toBe('towline');
    expect(existsSync(join(root, path, 'vars', 'towlinePipeline.groovy'))).toBe(true);
  });

  it('has the credentials that pipelines ask for where they name none, and takes their secrets from the environment', () => {
    const all = configuration.credentials.system.domainCredentials.flatMap(({ credentials }) => credentials);
    const ids = all.map((each) => ('aws' in each ? each.aws.id : each.basicSSHUserPrivateKey.id));
    expect(ids).toEqual(['gitUser', 'ecrUser']);
    const secrets = all.map((each) =>
      'aws' in each ? each.aws.secretKey : each.basicSSHUserPrivateKey.privateKeySource.directEntry.privateKey,
    );
    for (const secret of [
      ...secrets,
      ...configuration.jenkins.securityRealm.local.users.map((user) => user.password),
    ]) {
      expect(secret).toMatch(/^\$\{\w+(?::-)?\}$/);
    }
  });

  it('has a job that reads its Jenkinsfile with that credential', () => {
    expect(configuration.jobs[0]?.script).toContain("credentials('gitUser')");
    expect(configuration.jobs[0]?.script).toContain("scriptPath('Jenkinsfile')");
  });
});

describe('the plugins of Jenkins', () => {
  const lines = read('jenkins/plugins.txt')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const names = lines.map((line) => line.split(':')[0] ?? '');

  it('each have a version, once, in order', () => {
    for (const line of lines) expect(line).toMatch(/^[a-z][\w-]*:\d[\w.-]*$/);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('are all that a pipeline needs where it says nothing, and what its configuration is read by', () => {
    const reading = checkPipeline({
      images: [{ name: 'app' }],
      publication: { registry: { kind: 'ecr', account: '123456789012', region: 'eu-west-1' } },
    });
    if (reading.kind !== 'pipeline') throw new Error('no pipeline');
    const use = { folder: true, library: true, sshKey: true };
    const required = requiredPlugins(reading.pipeline, use).filter(({ need }) => need === 'required');
    expect(names).toEqual(expect.arrayContaining(required.map(({ name }) => name)));
    expect(names).toEqual(expect.arrayContaining(['configuration-as-code', 'job-dsl', 'swarm']));
  });
});

describe.each(['jenkins/Dockerfile', 'jenkins-bridge/Dockerfile', 'argo-updater/Dockerfile'])('%s', (path) => {
  const { stages, globals } = parseDockerfile(read(path));

  it('begins with an image that is pinned', () => {
    const bases = globals.flatMap(({ names }) => names.map(({ fallback }) => fallback ?? ''));
    expect(bases.length).toBeGreaterThan(0);
    for (const base of bases) expect(base).toMatch(/:\d+\.\d+\.\d+[\w.-]*$/);
    for (const { from } of stages) expect(from.image).toMatch(/^\$\{\w+\}$/);
  });

  it('copies what is there, or what it has built', () => {
    const context = path.startsWith('jenkins/') ? join(docker, 'jenkins') : root;
    for (const { instructions } of stages) {
      for (const each of instructions) {
        if (each.kind !== 'copy' || each.from !== undefined) continue;
        for (const source of each.sources) {
          expect([source, existsSync(join(context, source))]).toEqual([source, true]);
        }
      }
    }
  });
});
