import { startDockerRegistry } from '@towline/test-kit/real';
import { type ImageToPush, pushImage, startRegistry } from '@towline/test-kit/registry';
import { ask, readBody, send, serve } from '@towline/test-kit/serve';

/** A registry that images are pushed to as a builder does. */
export interface ImageRegistry {
  /** As it stands in image references. */
  readonly host: string;
  /** Where the updater asks. */
  readonly url: string;
  /** What the updater finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gives the digest. */
  push(image: ImageToPush): Promise<string>;
  stop(): Promise<void>;
}

/** The fake as an OCI registry or as ECR, or the real docker-registry. */
export type RegistryKind = 'fake' | 'ecr' | 'real';

/** Something to do before each request of the updater is answered: when it has read the Applications, and written nothing. */
export type BeforeAnswer = () => Promise<void>;

/** Starts a registry. */
export async function startImageRegistry(kind: RegistryKind, beforeAnswer?: BeforeAnswer): Promise<ImageRegistry> {
  if (kind === 'ecr') return startEcr();
  const registry = kind === 'real' ? await startDockerRegistry() : await startRegistry();
  const gate = beforeAnswer && (await startGate(registry.url, beforeAnswer));
  return {
    host: registry.host,
    url: gate?.url ?? registry.url,
    environment: {},
    push: (image) => pushImage(registry.url, image),
    async stop() {
      await Promise.all([registry.stop(), gate?.stop()]);
    },
  };
}

async function startEcr(): Promise<ImageRegistry> {
  const registry = await startRegistry({ access: { kind: 'ecr' }, createOnPush: true });
  const { accountId, region, url } = registry;
  return {
    host: `${accountId}.dkr.ecr.${region}.amazonaws.com`,
    url,
    environment: {
      AWS_ENDPOINT_URL_ECR: url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    push(image) {
      const login = Buffer.from(`AWS:${registry.issuePassword()}`).toString('base64');
      return pushImage(url, { ...image, authorization: `Basic ${login}` });
    },
    stop: () => registry.stop(),
  };
}

function startGate(url: string, beforeAnswer: BeforeAnswer) {
  return serve({
    kindOf: () => 'any',
    async handler(request, response) {
      await beforeAnswer();
      const { method, headers } = request;
      const accept = { accept: String(headers.accept ?? '*/*') };
      const reply = await ask(`${url}${request.url}`, { method, headers: accept, body: await readBody(request) });
      const { 'content-type': type = '' } = reply.headers;
      send(response, { status: reply.status, headers: { 'content-type': type }, body: reply.body });
    },
  });
}
