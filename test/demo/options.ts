import { parseArgs } from 'node:util';
import { CliError } from '@towline/shared/cli';
import { errorCode, errorMessage, isCodedError } from '@towline/shared/errors';
import { parseEcrHost } from '@towline/shared/image';

/** What is there already, and stands in the place of an embedded part. */
export interface DemoOptions {
  readonly output: 'text' | 'json';
  /** Leave everything running in the end. */
  readonly keep: boolean;
  /** Wait for a line on standard input before each scene. */
  readonly step: boolean;
  /** A kubeconfig file: the Application is made in that cluster. */
  readonly kubeconfig: string | undefined;
  readonly registry: DemoRegistry;
  /** A registries.conf that says how a registry is reached which is not embedded. */
  readonly registriesConf: string | undefined;
  /** A Jenkins that builds instead of `jenkins-bridge run`. */
  readonly jenkins: { readonly url: string; readonly job: string } | undefined;
}

/** Where images go. */
export type DemoRegistry =
  /** The embedded one, which is like ECR. */
  | { readonly kind: 'embedded' }
  /** Amazon's, by the AWS identity of the environment. */
  | { readonly kind: 'ecr'; readonly host: string; readonly account: string; readonly region: string }
  /** Any other, with the credentials of docker's config. */
  | { readonly kind: 'oci'; readonly url: string; readonly host: string };

/** What the command line came to. */
export type DemoArguments =
  | { readonly kind: 'run'; readonly options: DemoOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly problem: string };

/** The text of `--help`. */
export const helpText = `npm run demo -- [options]

Brings a commit from git push to a running web page and back, on this machine: a Git server, a registry like ECR, a Kubernetes API and a
miniature of Argo CD are embedded, jenkins-bridge and argo-updater are the real programs. Everything listens on 127.0.0.1. The web page
runs as a process of this machine, without any isolation.

  --keep               leave everything running in the end, until Ctrl-C
  --step               wait for Enter before each scene
  -o, --output FORMAT  text, or json: one line of JSON for each hop
  --registry URL       push to this registry, with docker's credentials, instead of the embedded one
  --ecr HOST           push to this private ECR registry, 123456789012.dkr.ecr.eu-west-1.amazonaws.com, by the AWS identity of the
                       environment; its repository shop/web must exist
  --registries-conf FILE
                       what there is to say of the registry that --registry or --ecr names: an address inside a VPC, a CA, credentials
  --kubeconfig FILE    make the Application in this cluster (token in the kubeconfig, Argo CD's definitions installed) instead of the
                       embedded one, in the namespace towline-demo, which must exist
  --jenkins URL        let this Jenkins build instead of jenkins-bridge run, with --registry or --ecr. It runs on this machine, its agent has
                       Node and jenkins-bridge. JENKINS_USER_ID and JENKINS_API_TOKEN say who signs in
  --jenkins-job NAME   the job that is made there (default: shop-web)
  -h, --help           this text
`;

/** Reads the command line. */
export function readArguments(args: readonly string[]): DemoArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        keep: { type: 'boolean', default: false },
        step: { type: 'boolean', default: false },
        output: { type: 'string', short: 'o', default: 'text' },
        registry: { type: 'string' },
        ecr: { type: 'string' },
        'registries-conf': { type: 'string' },
        kubeconfig: { type: 'string' },
        jenkins: { type: 'string' },
        'jenkins-job': { type: 'string', default: 'shop-web' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const { output, keep, step, kubeconfig, jenkins } = values;
    if (output !== 'text' && output !== 'json')
      throw new CliError('cli-usage', `--output ${output} is neither text nor json`);
    const job = values['jenkins-job'];
    const registry = registryOf(values);
    if (jenkins !== undefined && registry.kind === 'embedded') {
      throw new CliError('cli-usage', '--jenkins needs a registry that it can reach: give --registry or --ecr too');
    }
    const registriesConf = values['registries-conf'];
    if (registriesConf !== undefined && registry.kind === 'embedded') {
      throw new CliError('cli-usage', '--registries-conf is for a registry that --registry or --ecr names');
    }
    return {
      kind: 'run',
      options: {
        output,
        keep,
        step,
        kubeconfig,
        registry,
        registriesConf,
        jenkins: jenkins === undefined ? undefined : { url: httpUrl('--jenkins', jenkins), job },
      },
    };
  } catch (error) {
    const isWrongUsage = isCodedError(error) || errorCode(error)?.startsWith('ERR_PARSE_ARGS') === true;
    if (isWrongUsage) return { kind: 'refused', problem: errorMessage(error) };
    throw error;
  }
}

function registryOf({ registry, ecr }: { registry?: string | undefined; ecr?: string | undefined }): DemoRegistry {
  if (registry !== undefined && ecr !== undefined)
    throw new CliError('cli-usage', '--registry and --ecr exclude each other');
  if (ecr !== undefined) {
    const host = parseEcrHost(ecr);
    if (host?.kind !== 'private') throw new CliError('cli-usage', `--ecr ${ecr} is no host of a private ECR registry`);
    return { kind: 'ecr', host: ecr, account: host.accountId, region: host.region };
  }
  if (registry === undefined) return { kind: 'embedded' };
  const url = httpUrl('--registry', registry);
  return { kind: 'oci', url, host: new URL(url).host };
}

function httpUrl(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new CliError('cli-usage', `${option} ${text} is no http address`);
  if (url.username !== '' || url.password !== '') throw new CliError('cli-usage', `${option} must not hold a password`);
  return url.href.replace(/\/$/, '');
}
