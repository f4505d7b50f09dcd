import { describe } from '@jest/globals';
import { type DockerRegistryOptions, describeReal, startDockerRegistry } from '@towline/test-kit/real';
import { type RegistryOptions, startRegistry } from '@towline/test-kit/registry';
import { startBeforeReal } from './oci-before-real.js';
import { type OciTarget, ociContract } from './oci-suite.js';

const login = { username: 'AWS', password: 'towline' };
const basic = ({ username, password }: typeof login) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

async function fake(options: RegistryOptions): Promise<OciTarget> {
  const registry = await startRegistry(options);
  const authorization = options.access?.kind === 'basic' ? basic(login) : undefined;
  return { url: registry.url, ca: registry.ca, authorization, stop: registry.stop };
}

async function real(options: DockerRegistryOptions): Promise<OciTarget> {
  const { url, ca, login, stop } = await startDockerRegistry(options);
  return { url, ca, authorization: login === undefined ? undefined : basic(login), stop };
}

describe("the kit's registry keeps the distribution contract", () => {
  describe('plain', () => ociContract(() => fake({})));
  describe('without redirects of blobs', () => ociContract(() => fake({ redirectBlobs: false })));
  describe('with a login and TLS', () => ociContract(() => fake({ tls: true, access: { kind: 'basic', login } })));
});

describeReal('docker-registry', 'docker-registry keeps the distribution contract', () => {
  describe('plain', () => ociContract(() => real({})));
  describe('behind the registry of the kit', () => ociContract(startBeforeReal));
  describe('with htpasswd', () => ociContract(() => real({ auth: true })));
  describe('with htpasswd and TLS', () => ociContract(() => real({ auth: true, tls: true })));
});
