import { ask } from '../../serve/index.js';
import { buildImage, type Content, type ImageRecipe } from './build-image.js';

/** An image to put together, and where it goes. */
export interface ImageToPush extends ImageRecipe {
  readonly repository: string;
  readonly tags: readonly string[];
  /** The whole Authorization header. */
  readonly authorization?: string | undefined;
  /** The certificate to trust. */
  readonly ca?: string | undefined;
}

interface Target {
  readonly registry: string;
  readonly repository: string;
  readonly authorization: string | undefined;
  readonly ca: string | undefined;
}

/** Puts an image together and pushes it by the distribution API, to any registry. Gives the digest that the tags name. */
export async function pushImage(registry: string, image: ImageToPush): Promise<string> {
  const { repository, tags, authorization, ca, ...recipe } = image;
  const { blobs, children, root } = buildImage(recipe);
  const target = { registry, repository, authorization, ca };
  for (const blob of blobs) await pushBlob(target, blob);
  for (const child of children) await pushManifest(target, child, child.digest);
  for (const tag of tags.length === 0 ? [root.digest] : tags) await pushManifest(target, root, tag);
  return root.digest;
}

async function pushBlob(target: Target, { digest, bytes }: Content): Promise<void> {
  const begun = await send(target, { method: 'POST', path: 'blobs/uploads/', expect: 202 });
  const location = new URL(begun.location ?? '', target.registry);
  location.searchParams.set('digest', digest);
  await send(target, { method: 'PUT', path: location, expect: 201, type: 'application/octet-stream', body: bytes });
}

async function pushManifest(target: Target, { mediaType, bytes }: Content, reference: string): Promise<void> {
  await send(target, { method: 'PUT', path: `manifests/${reference}`, expect: 201, type: mediaType, body: bytes });
}

interface Message {
  readonly method: string;
  readonly path: string | URL;
  readonly expect: number;
  readonly type?: string;
  readonly body?: Buffer;
}

async function send({ registry, repository, authorization, ca }: Target, message: Message) {
  const { method, path, expect, type, body } = message;
  const url = typeof path === 'string' ? new URL(`/v2/${repository}/${path}`, registry) : path;
  const headers = {
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(authorization === undefined ? {} : { authorization }),
  };
  const reply = await ask(url, { method, headers, body, ca });
  if (reply.status !== expect) {
    throw new Error(`${method} ${url.pathname} was answered ${reply.status}: ${reply.body.toString('utf8')}`);
  }
  return reply.headers;
}
