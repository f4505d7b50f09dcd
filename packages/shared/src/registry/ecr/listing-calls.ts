import { Readable } from 'node:stream';
import type { ECRClient } from '@aws-sdk/client-ecr';
import { collectBytes } from '../../http/index.js';
import { RegistryError } from '../registry-error.js';
import { createDirectCall, emptyAnswer, type FirstTry } from './direct-call.js';
import { type ImagePage, type ReadPage, readDescribedImages, readListedImages } from './image-page.js';
import { createSdkCalls, type ListingInput, type ListingOperation, type SdkCall } from './sdk-call.js';
import { createUnchangedPages } from './unchanged-pages.js';

/** The operations that list images. Each throws what the SDK throws, or a `registry-bad-response`. */
export type ListingCalls = {
  readonly [Operation in ListingOperation]: (
    input: ListingInput[Operation],
    signal: AbortSignal | undefined,
  ) => Promise<ImagePage>;
};

/** A thousand images with a hundred tags each. */
const maxPageBytes = 32 * 1024 * 1024;

/** {@link ListingCalls} of a client. */
export function createListingCalls(client: ECRClient, sdk: typeof import('@aws-sdk/client-ecr')): ListingCalls {
  const { DescribeImages, ListImages } = createSdkCalls(client, sdk);
  return {
    DescribeImages: createCall(client, DescribeImages, readDescribedImages),
    ListImages: createCall(client, ListImages, readListedImages),
  };
}

/**
 * A direct call whose answer is read once, and only as far as it is used: the SDK's own reading goes through every field of every image by its
 * schema. A first try that brings no page is handed to the SDK as its own first try: errors, the clock's difference and repetitions are its
 * business.
 */
function createCall<Operation extends ListingOperation>(
  client: ECRClient,
  call: SdkCall<ListingInput[Operation]>,
  read: ReadPage,
): ListingCalls[Operation] {
  const direct = createDirectCall<ListingInput[Operation]>(client, call, { repositoryName: 'any' });
  const readAnswer = createUnchangedPages(read);
  return async (input, signal) => {
    const question = JSON.stringify(input);
    let tried: FirstTry | undefined = await direct(input, signal);
    if (tried.kind === 'answer' && isPage(tried.answer)) {
      try {
        return readAnswer(question, await readBytes(tried.answer.body));
      } catch (error) {
        tried = { kind: 'failed', error };
      }
    }
    let page: ImagePage | undefined;
    await call(
      input,
      async (_request, send) => {
        const first = tried;
        tried = undefined;
        if (first?.kind === 'failed') throw first.error;
        const answer = first === undefined ? await send() : first.answer;
        if (!isPage(answer)) return answer;
        page = readAnswer(question, await readBytes(answer.body));
        return emptyAnswer;
      },
      signal,
    );
    if (page === undefined) throw bad('no page');
    return page;
  };
}

function isPage(answer: unknown): answer is { readonly body: unknown } {
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) return false;
  return answer.statusCode === 200 && 'body' in answer;
}

function readBytes(body: unknown): Promise<Buffer> {
  if (!(body instanceof Readable)) throw bad('no body');
  return collectBytes(body, {
    maxBytes: maxPageBytes,
    tooLarge: () => bad(`a page of more than ${maxPageBytes} bytes`),
    // The SDK tells by it whether to ask again.
    translate: (error) => error,
  });
}

function bad(what: string): RegistryError {
  return new RegistryError('registry-bad-response', `ECR sent ${what}`);
}
