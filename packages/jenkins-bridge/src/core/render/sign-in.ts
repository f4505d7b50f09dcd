import { parseDuration } from '@towline/shared/text';
import type { Builder } from '../pipeline/model/builder.js';
import type { Registry } from '../pipeline/model/registry.js';
import { hostOf, urlOf } from './address.js';
import { block, type Code, tryFinally } from './code.js';
import { groovyArguments, groovyLine } from './groovy-text.js';
import { registryTool } from './registry-tool.js';
import type { Shell } from './shell.js';

/** By what is signed in. */
export interface SignIn {
  readonly builder: Builder;
  readonly shell: Shell;
}

/** Whether `docker.withRegistry` signs in: it takes what Jenkins keeps, and the docker command must be there. */
export function signsInByDocker(registry: Registry, builder: string): boolean {
  const { kind } = registry.auth;
  return (builder === 'docker' || builder === 'buildx') && (kind === 'ecr-credential' || kind === 'credential');
}

/** Code within `docker.withRegistry`. */
export function withRegistry(registry: Registry, body: Code): Code {
  const id = credentialsIdOf(registry);
  const credential = id === undefined ? '' : `, ${groovyLine(id)}`;
  return [block(`docker.withRegistry(${groovyLine(urlOf(registry))}${credential})`, body)];
}

/** Code that is signed in to registries by commands, in a folder that is gone when it ends. */
export function signedIn(registries: readonly Registry[], by: SignIn, body: Code): Code {
  if (registries.every(({ auth }) => auth.kind === 'none')) return body;
  const folder = `\${pwd(tmp: true)}/towline-registry`;
  const remove = by.shell.step === 'sh' ? 'rm -rf "$DOCKER_CONFIG"' : 'rmdir /s /q "%DOCKER_CONFIG%"';
  const helped = registries.filter(({ auth }) => auth.kind === 'credential-helper');
  const helpers = Object.fromEntries(helped.map((registry) => [hostOf(registry), 'ecr-login']));
  const config = JSON.stringify(helped.length === 0 ? {} : { credHelpers: helpers });
  return [
    block(`withEnv(["DOCKER_CONFIG=${folder}", "REGISTRY_AUTH_FILE=${folder}/config.json"])`, [
      ...tryFinally(
        [
          `writeFile file: "\${env.DOCKER_CONFIG}/config.json", text: ${groovyLine(config)}`,
          ...registries.flatMap((registry) => login(registry, by)),
          ...body,
        ],
        [`${by.shell.step} ${groovyLine(remove)}`],
      ),
    ]),
  ];
}

function login(registry: Registry, { builder, shell }: SignIn): Code {
  switch (registry.auth.kind) {
    case 'none':
    case 'credential-helper':
      return [];
    case 'aws-cli':
    case 'with-aws':
      return withAwsAccess(registry, [`${shell.step} ${groovyLine(ecrLogin(registry, { builder, shell }))}`]);
    case 'ecr-credential':
    case 'credential': {
      const binding = groovyArguments({
        credentialsId: groovyLine(credentialsIdOf(registry) ?? ''),
        usernameVariable: "'REGISTRY_USER'",
        passwordVariable: "'REGISTRY_PASSWORD'",
      });
      const print = shell.step === 'sh' ? 'printf %s "$REGISTRY_PASSWORD"' : '<nul set /p="%REGISTRY_PASSWORD%"';
      const command = `${print} | ${registryTool({ builder, registry }).login(shell.variable('REGISTRY_USER'))}`;
      return [block(`withCredentials([usernamePassword(${binding})])`, [`${shell.step} ${groovyLine(command)}`])];
    }
  }
}

function ecrLogin(registry: Registry, { builder, shell }: SignIn): string {
  const service = registry.kind === 'ecr-public' ? 'ecr-public' : 'ecr';
  const profile =
    registry.auth.kind === 'aws-cli' && registry.auth.profile !== undefined
      ? ` --profile ${shell.word(registry.auth.profile)}`
      : '';
  const password = `aws ${service} get-login-password --region ${regionOf(registry)}${profile}`;
  return `${password} | ${registryTool({ builder, registry }).login('AWS')}`;
}

/** Code that may speak to AWS by its command line, as the registry's credential or role. */
export function withAwsAccess(registry: Registry, body: Code): Code {
  const { auth } = registry;
  if (auth.kind === 'with-aws') {
    const duration = auth.duration === undefined ? undefined : (parseDuration(auth.duration) ?? 0) / 1000;
    const settings = groovyArguments({
      role: groovyLine(auth.role),
      roleAccount: optionalLine(auth.roleAccount),
      region: groovyLine(regionOf(registry)),
      credentials: optionalLine(auth.credentialsId),
      externalId: optionalLine(auth.externalId),
      duration: duration?.toString(),
    });
    return [block(`withAWS(${settings})`, body)];
  }
  const id = auth.kind === 'ecr-credential' || auth.kind === 'aws-cli' ? auth.credentialsId : undefined;
  if (id === undefined) return body;
  const binding = groovyArguments({
    credentialsId: groovyLine(id),
    accessKeyVariable: "'AWS_ACCESS_KEY_ID'",
    secretKeyVariable: "'AWS_SECRET_ACCESS_KEY'",
  });
  return [block(`withCredentials([aws(${binding})])`, body)];
}

/** The region in which ECR is asked. */
export function regionOf(registry: Registry): string {
  return registry.kind === 'ecr' ? registry.region : 'us-east-1';
}

/** The id by which Jenkins finds what signs in; undefined where it keeps nothing. */
function credentialsIdOf(registry: Registry): string | undefined {
  const { auth } = registry;
  if (auth.kind === 'ecr-credential') return `ecr:${regionOf(registry)}:${auth.credentialsId}`;
  return auth.kind === 'credential' ? auth.credentialsId : undefined;
}

function optionalLine(text: string | undefined): string | undefined {
  return text === undefined ? undefined : groovyLine(text);
}
