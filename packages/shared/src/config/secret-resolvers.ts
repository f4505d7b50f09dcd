import { open } from 'node:fs/promises';
import { errorCode, errorMessage } from '../errors/index.js';
import type { SecretResolver } from '../ports/index.js';
import type { Environment } from '../process/index.js';
import { parseSecretReference, Secret, SecretError } from '../secret/index.js';

/** Answers for `env:NAME` from the variables that are passed. One that is empty counts as absent. */
export function createEnvironmentResolver(environment: Environment): SecretResolver {
  return {
    scheme: 'env',
    async resolve(text) {
      const reference = parseSecretReference(text);
      const value = reference.kind === 'env' ? environment[reference.name] : undefined;
      if (value === undefined || value === '') {
        throw new SecretError('secret-not-found', text, { what: 'is not set', hint: 'Set the environment variable.' });
      }
      return new Secret(value);
    },
  };
}

/** The most that a file may hold: a key or a token, not a log that was named by mistake. */
const largestFile = 64 * 1024;

/** Answers for `file:PATH`. One line break at the end of the file is not part of the secret. */
export function createFileResolver(): SecretResolver {
  return {
    scheme: 'file',
    async resolve(text, options) {
      options?.signal?.throwIfAborted();
      const reference = parseSecretReference(text);
      if (reference.kind !== 'file') throw new SecretError('secret-reference-invalid', text, { what: 'is not a file' });
      const content = await readBounded(reference.path, text);
      const value = content.replace(/\r?\n$/, '');
      if (value === '') throw new SecretError('secret-not-found', text, { what: 'is empty' });
      return new Secret(value);
    },
  };
}

async function readBounded(path: string, reference: string): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    await using file = await open(path, 'r');
    for await (const chunk of file.createReadStream({ end: largestFile, autoClose: false })) chunks.push(chunk);
  } catch (error) {
    const code = errorCode(error) === 'ENOENT' ? 'secret-not-found' : 'secret-unreadable';
    throw new SecretError(code, reference, { what: `cannot be read: ${errorMessage(error)}`, cause: error });
  }
  const content = Buffer.concat(chunks);
  if (content.length <= largestFile) return content.toString('utf8');
  throw new SecretError('secret-unreadable', reference, { what: `is larger than ${largestFile} bytes` });
}
