/** Where credentials are, in the words of registries.conf. */
export type CredentialReference =
  /** A Secret of Kubernetes that holds a docker config. */
  | { readonly kind: 'pull-secret'; readonly namespace: string; readonly name: string }
  /** A field of a Secret of Kubernetes that holds `user:password`. */
  | { readonly kind: 'secret'; readonly namespace: string; readonly name: string; readonly field: string }
  /** A variable that holds `user:password`. */
  | { readonly kind: 'environment'; readonly variable: string }
  /** A program that prints `user:password`. */
  | { readonly kind: 'program'; readonly path: string }
  /** A reference for a resolver of secrets, which gives `user:password`. */
  | { readonly kind: 'resolver'; readonly scheme: string; readonly reference: string };

/** What became of a text that should be a {@link CredentialReference}. */
export type CredentialReading = CredentialReference | { readonly kind: 'invalid'; readonly problem: string };

const forms = 'pullsecret:ns/name, secret:ns/name#field, env:NAME, ext:/absolute/path, aws-sm://id or ssm://name';
const kubernetesName = /^([^/#\s]+)\/([^/#\s]+)$/;
const kubernetesField = /^([^/#\s]+)\/([^/#\s]+)#(\S+)$/;

/** Reads the `credentials` of a registry or the pull secret of an image. */
export function readCredentialReference(text: string): CredentialReading {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/i.exec(text.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'pullsecret': {
      const [, namespace, name] = kubernetesName.exec(rest) ?? [];
      if (namespace === undefined || name === undefined) return invalid('pullsecret: wants namespace/name');
      return { kind: 'pull-secret', namespace, name };
    }
    case 'secret': {
      const [, namespace, name, field] = kubernetesField.exec(rest) ?? [];
      if (namespace === undefined || name === undefined || field === undefined) {
        return invalid('secret: wants namespace/name#field');
      }
      return { kind: 'secret', namespace, name, field };
    }
    case 'env':
      return rest === '' ? invalid('env: wants the name of a variable') : { kind: 'environment', variable: rest };
    case 'ext':
      return rest.startsWith('/')
        ? { kind: 'program', path: rest }
        : invalid('ext: wants the absolute path of a program');
    case '':
      return invalid(`it is none of ${forms}`);
    default:
      return { kind: 'resolver', scheme: scheme.toLowerCase(), reference: text.trim() };
  }
}

function invalid(problem: string): CredentialReading {
  return { kind: 'invalid', problem };
}
