import type { Secret } from '../secret/index.js';

/** A place where a secret is kept, by the scheme of its reference: `env:NAME`, `file:PATH`, `aws-sm://ID#field` … */
export interface SecretResolver {
  /** The scheme it answers for, without the colon: `env`, `file`, `aws-sm`, `ssm`, `k8s`. */
  readonly scheme: string;
  /** The secret behind `reference` (the whole text, scheme included). Throws a `SecretError` that names the reference, never a value. */
  resolve(reference: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<Secret>;
}
