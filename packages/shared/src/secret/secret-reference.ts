import { SecretError } from './secret-error.js';

/** Where a secret is kept. */
export type SecretReference =
  | { readonly kind: 'env'; readonly text: string; readonly name: string }
  | { readonly kind: 'file'; readonly text: string; readonly path: string }
  /** `id` is a name or an ARN; `field` one field of a JSON document. */
  | { readonly kind: 'aws-sm'; readonly text: string; readonly id: string; readonly field: string | undefined }
  | { readonly kind: 'ssm'; readonly text: string; readonly name: string }
  | {
      readonly kind: 'k8s';
      readonly text: string;
      readonly namespace: string;
      readonly name: string;
      readonly key: string;
    };

const dnsName = '[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?';
const forms: { readonly [Kind in SecretReference['kind']]: { readonly pattern: RegExp; readonly form: string } } = {
  env: { pattern: /^env:(?<name>[A-Za-z_]\w*)$/, form: 'env:NAME' },
  file: { pattern: /^file:(?:\/\/)?(?<path>\/[^\0]+|[A-Za-z]:[\\/][^\0]+)$/, form: 'file:/absolute/path' },
  'aws-sm': { pattern: /^aws-sm:\/\/(?<id>[^#\s]+)(?:#(?<field>[^\s]+))?$/, form: 'aws-sm://ID or aws-sm://ID#field' },
  ssm: { pattern: /^ssm:\/\/(?<name>[\w./:-]+)$/, form: 'ssm://NAME' },
  k8s: {
    pattern: new RegExp(`^k8s://(?<namespace>${dnsName})/(?<name>${dnsName})#(?<key>[-\\w.]+)$`),
    form: 'k8s://namespace/name#key',
  },
};

/**
 * Reads a reference to a secret. A value that is no reference is refused without being repeated in the error, for it may be the secret itself.
 */
export function parseSecretReference(text: string): SecretReference {
  const kind = kindOf(text);
  if (kind === undefined) {
    throw new SecretError('secret-reference-invalid', '[not a reference]', {
      what: 'is named by nothing that we know',
      hint: `Write ${Object.values(forms)
        .map(({ form }) => form)
        .join(', ')}.`,
    });
  }
  const parts = forms[kind].pattern.exec(text)?.groups;
  if (parts === undefined) {
    throw new SecretError('secret-reference-invalid', `${kind}:…`, {
      what: 'is not named as it should be',
      hint: `Write ${forms[kind].form}.`,
    });
  }
  const part = (name: string): string => parts[name] ?? '';
  switch (kind) {
    case 'env':
      return { kind, text, name: part('name') };
    case 'file':
      return { kind, text, path: part('path') };
    case 'aws-sm':
      return { kind, text, id: part('id'), field: parts.field };
    case 'ssm':
      return { kind, text, name: part('name') };
    case 'k8s':
      return { kind, text, namespace: part('namespace'), name: part('name'), key: part('key') };
  }
}

function kindOf(text: string): SecretReference['kind'] | undefined {
  const scheme = text.split(':', 1)[0];
  return Object.keys(forms).find((kind): kind is SecretReference['kind'] => kind === scheme && text.includes(':'));
}
