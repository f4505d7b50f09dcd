import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { type Answer, readBody } from '../serve/index.js';
import { AwsError } from './aws-error.js';

/** What an operation knows besides its input. */
export interface Call {
  /** Access key of the signature; undefined where the request is not signed. The signature itself is not checked. */
  readonly accessKey: string | undefined;
  readonly signal: AbortSignal;
}

/** One operation of a service: takes the parsed input and gives the output, or throws an {@link AwsError}. */
export type Operation = (input: unknown, call: Call) => unknown;

/** A service that speaks AWS JSON. */
export interface JsonService {
  /** What `X-Amz-Target` begins with, before the dot. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  /** Put before the names of errors, as `com.amazonaws.sqs#`. */
  readonly errorPrefix?: string | undefined;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** An operation whose input is checked by a schema first; what does not fit is refused in AWS's words. */
export function operation<Input>(
  schema: z.ZodType<Input>,
  run: (input: Input, call: Call) => unknown,
  invalid = 'InvalidParameterException',
): Operation {
  return (input, call) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return run(parsed.data, call);
    const [issue] = parsed.error.issues;
    throw new AwsError(invalid, `Invalid parameter at '${issue?.path.join('.')}': ${issue?.message}`);
  };
}

/** The operation that a request names, as `Service.Operation`; undefined where it names none. */
export function targetOf(
  request: IncomingMessage,
): { readonly service: string; readonly operation: string } | undefined {
  const target = request.headers['x-amz-target'];
  const [, service, operation] = /^([^.]+)\.(\w+)$/.exec(typeof target === 'string' ? target : '') ?? [];
  return service === undefined || operation === undefined ? undefined : { service, operation };
}

/** Answers a request to one of these services; undefined where it is for none of them. */
export async function answerJson(
  services: readonly JsonService[],
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const target = targetOf(request);
  const service = services.find((candidate) => candidate.target === target?.service);
  if (target === undefined || service === undefined) return undefined;
  const accessKey = accessKeyOf(request);
  try {
    if (accessKey === undefined)
      throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
    const run = Object.hasOwn(service.operations, target.operation) ? service.operations[target.operation] : undefined;
    if (run === undefined) throw new AwsError('UnknownOperationException', `The fake has no ${target.operation}`);
    return jsonAnswer(service, 200, await run(await readInput(request), { accessKey, signal }));
  } catch (error) {
    if (!AwsError.is(error)) throw error;
    return errorAnswer(service, error);
  }
}

/** The error that a service answers; useful as a fault too. */
export function errorAnswer(service: Pick<JsonService, 'version' | 'errorPrefix'>, error: AwsError): Answer {
  const { code, message, status, members } = error;
  const answer = jsonAnswer(service, status, { __type: `${service.errorPrefix ?? ''}${code}`, message, ...members });
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': code } };
}

function jsonAnswer({ version }: Pick<JsonService, 'version'>, status: number, value: unknown): Answer {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() };
  return { status, headers, body: JSON.stringify(value ?? {}) };
}

async function readInput(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString('utf8');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is no JSON');
  }
}

/** The access key of a request that is signed with version 4. */
export function accessKeyOf(request: IncomingMessage): string | undefined {
  return /^AWS4-HMAC-SHA256 .*Credential=([^/,]+)\//.exec(request.headers.authorization ?? '')?.[1];
}
