import { createHash, createHmac } from 'node:crypto';
import type { ECRClient } from '@aws-sdk/client-ecr';

type Credentials = Awaited<ReturnType<ECRClient['config']['credentials']>>;

/** A POST without a query, as all of ECR's requests are. */
export interface UnsignedRequest {
  /** `/`, unless ECR is behind something that has other paths too. */
  readonly path: string;
  /** With lower-case names; `host` is among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Who signs what, for when. */
export interface SigningScope {
  readonly credentials: Credentials;
  readonly region: string;
  readonly date: Date;
}

/** The headers of the request, and those that prove who sent it. */
export type RequestSigner = (request: UnsignedRequest, scope: SigningScope) => Readonly<Record<string, string>>;

const service = 'ecr';
const algorithm = 'AWS4-HMAC-SHA256';
const alwaysSigned = new Set(['content-type', 'host']);

/**
 * Signs by Signature Version 4. The SDK's signer derives its key, and goes through every header, for every request; a pass lists thousands of
 * repositories with the same ones. What this signs wrong the SDK sends again with its own signature.
 */
export function createRequestSigner(): RequestSigner {
  let last: Prepared | undefined;
  return (request, scope) => {
    const time = scope.date.toISOString().replace(/[-:]|\.\d+/g, '');
    // All requests of a second that have the same headers share all but their body.
    if (last === undefined || !isFor(last, { request, scope, time })) last = prepare(request, scope, time);
    const { headers, start, end, key, proof } = last;
    const signature = hmac(key, `${end}${sha256(`${start}${sha256(request.body)}`)}`).toString('hex');
    return { ...headers, authorization: `${proof}${signature}` };
  };
}

/** What is the same for all requests of a second. */
interface Prepared {
  readonly of: Pick<UnsignedRequest, 'path' | 'headers'> & Pick<SigningScope, 'credentials' | 'region'>;
  readonly time: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The request as it is hashed, without the hash of its body. */
  readonly start: string;
  /** What is signed, without the hash of the request. */
  readonly end: string;
  readonly key: Buffer;
  /** The header, without the signature. */
  readonly proof: string;
}

function isFor(
  { of, time: then }: Prepared,
  { request, scope, time }: { readonly request: UnsignedRequest; readonly scope: SigningScope; readonly time: string },
): boolean {
  return (
    then === time &&
    of.headers === request.headers &&
    of.path === request.path &&
    of.credentials === scope.credentials &&
    of.region === scope.region
  );
}

function prepare({ path, headers }: UnsignedRequest, { credentials, region }: SigningScope, time: string): Prepared {
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const dated = {
    ...headers,
    'x-amz-date': time,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const signed = Object.entries(dated)
    .filter(([name]) => alwaysSigned.has(name) || name.startsWith('x-amz-'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}\n`).join('');
  return {
    of: { path, headers, credentials, region },
    time,
    headers: dated,
    start: `POST\n${path}\n\n${lines}\n${names}\n`,
    end: `${algorithm}\n${time}\n${scope}\n`,
    key: deriveKey(credentials.secretAccessKey, scope),
    proof: `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=`,
  };
}

function deriveKey(secret: string, scope: string): Buffer {
  const [date = '', ...rest] = scope.split('/');
  return rest.reduce((key, part) => hmac(key, part), hmac(`AWS4${secret}`, date));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
