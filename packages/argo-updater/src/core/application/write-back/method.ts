import type { GitCredentials } from './write-target.js';

/** A write-back method, or why the text is none. */
export type MethodReading =
  | { readonly kind: 'argocd' }
  | { readonly kind: 'git'; readonly credentials: GitCredentials }
  | {
      readonly kind: 'refused';
      readonly code: 'write-back-method' | 'write-back-credentials' | 'write-back-credentials-namespace';
      readonly message: string;
    };

/**
 * Reads `argocd`, `git`, or `git:` and the source of credentials. A secret is only taken from the namespace of the Application: else
 * whoever may write an Application could use the credentials of all others.
 */
export function parseMethod(text: string, applicationNamespace: string): MethodReading {
  const trimmed = text.trim();
  if (trimmed === 'argocd') return { kind: 'argocd' };
  const [method = '', credentials] = cut(trimmed, ':');
  if (method !== 'git') {
    return {
      kind: 'refused',
      code: 'write-back-method',
      message: `${JSON.stringify(trimmed)} is no write-back method`,
    };
  }
  return readCredentials(credentials ?? 'repocreds', applicationNamespace);
}

function readCredentials(text: string, applicationNamespace: string): MethodReading {
  if (text === 'repocreds') return { kind: 'git', credentials: { kind: 'repocreds' } };
  const [scheme, rest] = cut(text, ':');
  if (scheme === 'secret' && rest !== undefined) return readSecret(rest, applicationNamespace);
  if (isReference(text)) return { kind: 'git', credentials: { kind: 'reference', reference: text } };
  return {
    kind: 'refused',
    code: 'write-back-credentials',
    message: `${JSON.stringify(text)} names no Git credentials`,
  };
}

function readSecret(text: string, applicationNamespace: string): MethodReading {
  const parts = text.split('/');
  const [namespace, name] = parts.length === 1 ? [applicationNamespace, text] : parts;
  if (parts.length > 2 || !namespace || !name) {
    const message = `${JSON.stringify(text)} is no secret: it is written as name or namespace/name`;
    return { kind: 'refused', code: 'write-back-credentials', message };
  }
  if (namespace !== applicationNamespace) {
    const message = `the secret ${text} is not in the namespace ${applicationNamespace} of the Application`;
    return { kind: 'refused', code: 'write-back-credentials-namespace', message };
  }
  return { kind: 'git', credentials: { kind: 'secret', namespace, name } };
}

/** `env:NAME`, `file:PATH`, or anything with `://`. */
function isReference(text: string): boolean {
  return /^(?:env|file):[^/:]|^file:\/|^[a-z][a-z0-9-]*:\/\/./.test(text);
}

function cut(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
