import * as z from 'zod';
import type { SecretResolver } from '../ports/index.js';
import { parseSecretReference, Secret, SecretError } from '../secret/index.js';
import type { Aws } from './aws.js';
import { type AwsFailure, describeAwsFailure } from './aws-failure.js';

/** Answers for `aws-sm://ID` and `aws-sm://ID#field`: a secret of Secrets Manager, whole or one field of its JSON. */
export function createSecretsManagerResolver(aws: Aws): SecretResolver {
  return {
    scheme: 'aws-sm',
    async resolve(text, { signal } = {}) {
      const reference = parseSecretReference(text);
      if (reference.kind !== 'aws-sm')
        throw new SecretError('secret-reference-invalid', text, { what: 'is not of Secrets Manager' });
      const { id, field } = reference;
      const value = await translated({ reference: text, action: 'secretsmanager:GetSecretValue', signal }, async () => {
        const [client, sdk] = await Promise.all([
          aws.secretsManager({ region: regionOfArn(id) }),
          import('@aws-sdk/client-secrets-manager'),
        ]);
        const { SecretString } = await client.send(new sdk.GetSecretValueCommand({ SecretId: id }), options(signal));
        return SecretString;
      });
      if (value === undefined) throw new SecretError('secret-unreadable', text, { what: 'holds bytes and no text' });
      return field === undefined ? new Secret(value) : fieldOf(value, field, text);
    },
  };
}

/** Answers for `ssm://NAME`: a parameter of the Parameter Store, decrypted. */
export function createSsmResolver(aws: Aws): SecretResolver {
  return {
    scheme: 'ssm',
    async resolve(text, { signal } = {}) {
      const reference = parseSecretReference(text);
      if (reference.kind !== 'ssm')
        throw new SecretError('secret-reference-invalid', text, { what: 'is not of the Parameter Store' });
      const { name } = reference;
      const value = await translated({ reference: text, action: 'ssm:GetParameter', signal }, async () => {
        const [client, sdk] = await Promise.all([
          aws.ssm({ region: regionOfArn(name) }),
          import('@aws-sdk/client-ssm'),
        ]);
        const command = new sdk.GetParameterCommand({ Name: name, WithDecryption: true });
        return (await client.send(command, options(signal))).Parameter?.Value;
      });
      if (value === undefined) throw new SecretError('secret-not-found', text, { what: 'has no value' });
      return new Secret(value);
    },
  };
}

/** An ARN names its region; a name is looked for in the client's own. */
function regionOfArn(id: string): string | undefined {
  return /^arn:[^:]+:[^:]+:([^:]+):/.exec(id)?.[1];
}

function options(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { abortSignal: signal };
}

const fields = z.record(z.string(), z.unknown());

function fieldOf(json: string, field: string, reference: string): Secret {
  const document = fields.safeParse(parseJson(json));
  if (!document.success)
    throw new SecretError('secret-unreadable', reference, { what: 'is no JSON object, so it has no fields' });
  const value = Object.hasOwn(document.data, field) ? document.data[field] : undefined;
  if (value === undefined) throw new SecretError('secret-not-found', reference, { what: 'has no such field' });
  if (typeof value === 'string') return new Secret(value);
  if (typeof value === 'number' || typeof value === 'boolean') return new Secret(String(value));
  throw new SecretError('secret-unreadable', reference, { what: 'has a field that is no text' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the secret.
    return undefined;
  }
}

const notFound = new Set(['ResourceNotFoundException', 'ParameterNotFound', 'ParameterVersionNotFound']);

/** What is asked for, by which action of IAM. */
interface Question {
  readonly reference: string;
  readonly action: string;
  readonly signal: AbortSignal | undefined;
}

async function translated<Value>({ reference, action, signal }: Question, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (cause) {
    signal?.throwIfAborted();
    const failure = describeAwsFailure(cause);
    if (notFound.has(failure.name)) {
      throw new SecretError('secret-not-found', reference, { what: `does not exist: ${failure.name}`, cause });
    }
    const what = `could not be had: ${failure.name} ${failure.message}`;
    throw new SecretError('secret-unreadable', reference, { what, hint: hintFor(failure, action), cause });
  }
}

function hintFor({ kind }: AwsFailure, action: string): string | undefined {
  if (kind === 'denied') return `Allow ${action} on it, and kms:Decrypt where it has a key of its own.`;
  if (kind === 'no-credentials')
    return 'No AWS credentials were found: in a cluster give the service account a role (IRSA or Pod Identity).';
  return undefined;
}
