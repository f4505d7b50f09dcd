import { ask } from '../serve/index.js';

/** Where to call: a registry of the kit. */
type Registry = { readonly url: string };

const signature = 'AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/ecr/aws4_request, Signature=0';

/** One call of the ECR API without its SDK, for tests that look at headers and errors. */
export async function callEcr({ url }: Registry, operation: string, input: object = {}) {
  const { status, headers, body } = await ask(url, {
    method: 'POST',
    headers: { 'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`, authorization: signature },
    body: JSON.stringify(input),
  });
  return { status, headers, body: JSON.parse(body.toString('utf8')) };
}

/** One GET of the distribution API; a body that is no JSON object stays text. */
export async function getOci({ url }: Registry, path: string, headers: Readonly<Record<string, string>> = {}) {
  const reply = await ask(`${url}${path}`, { headers });
  const text = reply.body.toString('utf8');
  return { status: reply.status, headers: reply.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

/** The header of a login. */
export function basicHeader(username: string, password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}
