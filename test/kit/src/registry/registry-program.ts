import { readFileSync } from 'node:fs';
import { deliverToUrl } from '../aws/index.js';
import type { KitProgram, ProgramValues } from '../standalone/index.js';
import type { Login } from './access/access.js';
import { type RegistryAccess, startRegistry } from './start-registry.js';

/** `towline-kit registry`: an ECR-compatible registry. */
export const registryProgram: KitProgram = {
  summary:
    'A registry with the OCI and the ECR API: --access open|ecr|basic|bearer, the login of the last two as user:password in --login-file; ' +
    '--upstream puts it before a real registry, --events sends pushes to the SQS queue at that URL.',
  options: {
    access: { type: 'string' },
    'login-file': { type: 'string' },
    folder: { type: 'string' },
    upstream: { type: 'string' },
    tls: { type: 'boolean' },
    account: { type: 'string' },
    region: { type: 'string' },
    'create-on-push': { type: 'boolean' },
    events: { type: 'string' },
  },
  async start(values, port) {
    const registry = await startRegistry({
      port,
      control: true,
      tls: values.tls === true,
      access: accessOf(values),
      folder: text(values.folder),
      upstream: typeof values.upstream === 'string' ? { url: values.upstream } : undefined,
      accountId: text(values.account),
      region: text(values.region),
      createOnPush: values['create-on-push'] === true ? true : undefined,
      onEvent: typeof values.events === 'string' ? deliverToUrl(values.events, complain) : undefined,
    });
    const { url, host, accountId, region, layers } = registry;
    return { ready: { url, host, accountId, region, layers: layers.url }, stop: registry.stop };
  },
};

function accessOf(values: ProgramValues): RegistryAccess {
  const kind = values.access ?? 'open';
  switch (kind) {
    case 'open':
    case 'ecr':
      return { kind };
    case 'basic':
      return { kind, login: loginOf(values) };
    case 'bearer':
      return { kind, login: loginOf(values), anonymousPull: true };
    default:
      throw new RangeError(`--access ${kind} is none of open, ecr, basic, bearer`);
  }
}

function loginOf(values: ProgramValues): Login {
  const file = text(values['login-file']);
  if (file === undefined) throw new RangeError(`--access ${values.access} needs --login-file`);
  const [username = '', ...password] = readFileSync(file, 'utf8').trim().split(':');
  return { username, password: password.join(':') };
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function complain(error: unknown): void {
  process.stderr.write(`towline-kit registry: an event was not delivered: ${String(error)}\n`);
}
