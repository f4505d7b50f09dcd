import { CliError, type Invocation, type OptionSpec, textOption } from '@towline/shared/cli';
import { createEnvironmentResolver, createFileResolver, createSecretStore } from '@towline/shared/config';
import { isSecretError, parseSecretReference } from '@towline/shared/secret';
import { createUpdaterApi, type UpdaterApi } from '../../adapters/updater-api/updater-api.js';
import type { Base } from '../compose/compose-base.js';

/** Where a running argo-updater is asked. */
export const updaterOptions: readonly OptionSpec[] = [
  {
    flag: 'server',
    value: 'url',
    meaning: 'ask this argo-updater, and neither the cluster nor a repository (variable TOWLINE_SERVER)',
  },
  {
    flag: 'token',
    value: 'reference',
    meaning: 'where the token for it is kept, such as file:/run/secrets/towline (default: env:TOWLINE_TOKEN)',
  },
];

/** The argo-updater that an invocation asks; undefined where it names none. Only the token is read, and it goes to nobody else. */
export function updaterOf(
  invocation: Invocation,
  { http, clock }: Pick<Base, 'http' | 'clock'>,
): UpdaterApi | undefined {
  const { environment } = invocation;
  const server = textOption(invocation, 'server') ?? environment.TOWLINE_SERVER;
  if (server === undefined || server === '') return undefined;
  if (!/^https?:\/\/[^/@]+(?:\/[^@?#]*)?$/.test(server)) {
    throw new CliError('cli-usage', '--server is not an http or https address without user and query');
  }
  const reference = readReference(textOption(invocation, 'token') ?? 'env:TOWLINE_TOKEN');
  const secrets = createSecretStore({
    resolvers: [createEnvironmentResolver(environment), createFileResolver()],
    clock,
  });
  return createUpdaterApi(http, { server, token: (waiting) => secrets.get(reference, waiting) });
}

/** The text itself may be the token, and is not repeated. */
function readReference(text: string): string {
  try {
    return parseSecretReference(text).text;
  } catch (error) {
    throw new CliError('cli-usage', '--token is not a reference to a secret', {
      hint: isSecretError(error) ? error.hint : undefined,
    });
  }
}
