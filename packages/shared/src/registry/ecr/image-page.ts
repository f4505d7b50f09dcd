import type { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { RegistryError } from '../registry-error.js';

/** One image of a page, as far as it is used. */
export interface PageImage {
  readonly digest: string | undefined;
  readonly tags: readonly string[];
  /** Milliseconds since the epoch. */
  readonly pushedAt: number | undefined;
}

/** A page of DescribeImages. */
export interface ImagePage {
  readonly images: readonly PageImage[];
  readonly nextToken: string | undefined;
}

/** A thousand images with a hundred tags each. */
const maxPageBytes = 32 * 1024 * 1024;
const nothing = new TextEncoder().encode('{}');

/**
 * Lets a command hand its page over as it was sent, read once and only as far as it is used: the SDK's own reading goes through every
 * field of every image by its schema, and was three quarters of the work of a listing. All else stays the SDK's: signing, addresses,
 * retries and the reading of errors. The function that is returned gives the page after the command was sent.
 */
export function takeImagePage(command: DescribeImagesCommand): () => ImagePage {
  let page: ImagePage | undefined;
  command.middlewareStack.addRelativeTo(
    <Args, Result extends { readonly response: unknown }>(next: (args: Args) => Promise<Result>) =>
      async (args: Args) => {
        const result = await next(args);
        const { response } = result;
        if (isAnswer(response) && response.statusCode === 200) {
          page = readPage(JSON.parse(await readText(response.body)));
          response.body = nothing;
        }
        return result;
      },
    { relation: 'after', toMiddleware: 'deserializerMiddleware', name: 'towlineImagePage' },
  );
  return () => {
    if (page === undefined) throw new RegistryError('registry-bad-response', 'ECR DescribeImages sent no page');
    return page;
  };
}

function isAnswer(response: unknown): response is { readonly statusCode: number; body: unknown } {
  return typeof response === 'object' && response !== null && 'statusCode' in response && 'body' in response;
}

async function readText(body: unknown): Promise<string> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return '{}';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<unknown>) {
    if (!(chunk instanceof Uint8Array)) throw bad('a body that is no bytes');
    size += chunk.length;
    if (size > maxPageBytes) throw bad(`a page of more than ${maxPageBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Checked field by field by hand: a schema costs more here than all else that is done with a page. */
function readPage(data: unknown): ImagePage {
  const { imageDetails = [], nextToken } = recordOf(data);
  if (!Array.isArray(imageDetails)) throw bad('imageDetails that is no list');
  return { images: imageDetails.map(readImage), nextToken: optionalText(nextToken, 'nextToken') };
}

function readImage(data: unknown): PageImage {
  const { imageDigest, imageTags = [], imagePushedAt } = recordOf(data);
  if (!isTexts(imageTags)) throw bad('imageTags that is no list of texts');
  if (imagePushedAt !== undefined && typeof imagePushedAt !== 'number') throw bad('imagePushedAt that is no number');
  return {
    digest: optionalText(imageDigest, 'imageDigest'),
    tags: imageTags,
    pushedAt: imagePushedAt === undefined ? undefined : Math.round(imagePushedAt * 1_000),
  };
}

function recordOf(data: unknown): Readonly<Record<string, unknown>> {
  if (typeof data === 'object' && data !== null) return data as Readonly<Record<string, unknown>>;
  throw bad('something else than an object');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function optionalText(value: unknown, field: string): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw bad(`${field} that is no text`);
}

function bad(what: string): RegistryError {
  return new RegistryError('registry-bad-response', `ECR DescribeImages sent ${what}`);
}
