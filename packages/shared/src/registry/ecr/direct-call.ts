import type { ECRClient } from '@aws-sdk/client-ecr';
import { createRequestSigner } from './request-signer.js';
import type { SdkCall } from './sdk-call.js';

/** The first try of a call: an answer whose body is not read yet, or what kept it from coming. */
export type FirstTry =
  | { readonly kind: 'answer'; readonly answer: EcrAnswer }
  | { readonly kind: 'failed'; readonly error: unknown };

type RequestHandler = ECRClient['config']['requestHandler'];
type SentRequest = Parameters<RequestHandler['handle']>[0];
/** What a request handler of the SDK answers. */
export type EcrAnswer = Awaited<ReturnType<RequestHandler['handle']>>['response'];

/** Sends one operation of ECR. It never throws: what goes wrong is for the SDK to judge. */
export type DirectCall<Input> = (input: Input, signal: AbortSignal | undefined) => Promise<FirstTry>;

/** What is true of one try only. */
const ofOneTry = new Set([
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'authorization',
  'content-length',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
]);

/** An answer that the SDK takes for an empty page. */
export const emptyAnswer = { statusCode: 200, headers: {}, body: new TextEncoder().encode('{}') };

/**
 * An operation past the middleware of the SDK, which takes 0.8 ms of CPU where signing and sending take a quarter of that; a pass lists
 * thousands of repositories. The address and the headers are those of the SDK, asked for once; its credentials and its connections are used.
 * See docs/decisions/direct-ecr-calls.md.
 */
export function createDirectCall<Input>(client: ECRClient, call: SdkCall<Input>, anyInput: Input): DirectCall<Input> {
  let template: Promise<SentRequest> | undefined;
  const sign = createRequestSigner();
  const { config } = client;
  return async (input, signal) => {
    try {
      template ??= catchRequest(call, anyInput);
      const [request, credentials, region] = await Promise.all([template, config.credentials(), config.region()]);
      const body = JSON.stringify(input);
      const date = new Date(Date.now() + config.systemClockOffset);
      const headers = {
        ...sign({ path: request.path, headers: request.headers, body }, { credentials, region, date }),
        'content-length': String(Buffer.byteLength(body)),
      };
      const options = signal === undefined ? {} : { abortSignal: signal };
      const { response } = await config.requestHandler.handle({ ...request, headers, body }, options);
      return { kind: 'answer', answer: response };
    } catch (error) {
      template = undefined;
      return { kind: 'failed', error };
    }
  };
}

/** The request that the SDK would send, caught before it is sent. */
async function catchRequest<Input>(call: SdkCall<Input>, input: Input): Promise<SentRequest> {
  let caught: unknown;
  await call(input, async (request) => {
    caught = request;
    return emptyAnswer;
  });
  if (!isRequest(caught)) throw new Error('The SDK made no request');
  const headers = Object.entries(caught.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { ...caught, headers: Object.fromEntries(headers.filter(([name]) => !ofOneTry.has(name))) };
}

function isRequest(value: unknown): value is SentRequest {
  return typeof value === 'object' && value !== null && 'headers' in value && 'hostname' in value;
}
