import { startDockerRegistry } from '@towline/test-kit/real';
import { type ImageToPush, pushImage, startRegistry } from '@towline/test-kit/registry';
import { ask, readBody, send, serve } from '@towline/test-kit/serve';

/** A registry that images are pushed to as a builder does. */
export interface ImageRegistry {
  readonly host: string;
  /** Where the updater asks. */
  readonly url: string;
  /** Gives the digest. */
  push(image: ImageToPush): Promise<string>;
  stop(): Promise<void>;
}

/** Something to do before each request of the updater is answered: when it has read the Applications, and written nothing. */
export type BeforeAnswer = () => Promise<void>;

/** Starts the fake, or the real docker-registry. */
export async function startImageRegistry(kind: 'fake' | 'real', beforeAnswer?: BeforeAnswer): Promise<ImageRegistry> {
  const registry = kind === 'real' ? await startDockerRegistry() : await startRegistry();
  const gate = beforeAnswer && (await startGate(registry.url, beforeAnswer));
  return {
    host: registry.host,
    url: gate?.url ?? registry.url,
    push: (image) => pushImage(registry.url, image),
    async stop() {
      await Promise.all([registry.stop(), gate?.stop()]);
    },
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
