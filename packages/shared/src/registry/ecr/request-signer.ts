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
  let derived: { readonly from: Credentials; readonly scope: string; readonly key: Buffer } | undefined;
  return ({ path, headers, body }, { credentials, region, date }) => {
    const time = date.toISOString().replace(/[-:]|\.\d+/g, '');
    const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
    if (derived?.from !== credentials || derived.scope !== scope) {
      derived = { from: credentials, scope, key: deriveKey(credentials.secretAccessKey, scope) };
    }
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
    const toSign = [algorithm, time, scope, sha256(`POST\n${path}\n\n${lines}\n${names}\n${sha256(body)}`)].join('\n');
    const signature = hmac(derived.key, toSign).toString('hex');
    const authorization = `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    return { ...dated, authorization };
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
