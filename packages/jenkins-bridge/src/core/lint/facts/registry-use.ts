import type { GroovyNode } from '../../groovy/syntax-tree.js';
import { type Call, closureOf, isDockerCall, isStep, named, positional } from './call.js';
import { enclosingCalls } from './scope.js';
import { type Constants, templateOf } from './template.js';

/** A registry that a file logs in to. */
export interface RegistryUse {
  readonly call: Call;
  readonly url: GroovyNode;
  /** The URL as far as it is known; what is not stands as `${…}`. */
  readonly urlText: string;
  readonly credentials: GroovyNode | undefined;
  readonly credentialsText: string | undefined;
}

/** The registries of `docker.withRegistry`, of `withDockerRegistry` and of `agent { docker { registryUrl … } }`. */
export function registryUses(calls: readonly Call[], constants: Constants): readonly RegistryUse[] {
  return calls
    .filter(({ name }) => logins.has(name))
    .flatMap((call) => {
      const { url, credentials } = argumentsOf(call, calls);
      const urlText = templateOf(url, constants);
      if (url === undefined || urlText === undefined) return [];
      return [{ call, url, urlText, credentials, credentialsText: templateOf(credentials, constants) }];
    });
}

const logins = new Set(['withRegistry', 'withDockerRegistry', 'registryUrl']);

interface Login {
  readonly url?: GroovyNode | undefined;
  readonly credentials?: GroovyNode | undefined;
}

function argumentsOf(call: Call, calls: readonly Call[]): Login {
  if (isDockerCall(call) && call.name === 'withRegistry') {
    const [url, credentials] = positional(call);
    return { url, credentials };
  }
  if (isStep(call, 'withDockerRegistry')) return { url: named(call, 'url'), credentials: named(call, 'credentialsId') };
  if (!isStep(call, 'registryUrl')) return {};
  const [agent] = enclosingCalls(call.scope);
  const other = calls.find((each) => isStep(each, 'registryCredentialsId') && enclosingCalls(each.scope)[0] === agent);
  return { url: positional(call)[0], credentials: other === undefined ? undefined : positional(other)[0] };
}

/** Whether something stands in the closure of one of these. */
export function isInside(use: RegistryUse, call: Call): boolean {
  return closureOf(use.call) !== undefined && enclosingCalls(call.scope).includes(use.call);
}

/** The host of a registry's URL, with or without its scheme. */
export function hostOf(url: string): string {
  return url.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/s, '');
}

/** The region of an ECR host: `us-east-1` for the public registry, which has no other. Undefined where it is none, or unknown. */
export function ecrRegionOf(host: string): string | undefined {
  if (host === 'public.ecr.aws') return 'us-east-1';
  return /\.dkr[.-]ecr(?:-fips)?\.([a-z]{2,4}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/.exec(host)?.[1];
}

/** Whether a host is one of ECR, whatever its account and region. */
export function isEcrHost(host: string): boolean {
  return host === 'public.ecr.aws' || /\.dkr[.-]ecr(?:-fips)?\./.test(host);
}
