import { Secret } from '@towline/shared/secret';
import { parseXml } from '../xml/parse-xml.js';
import { printXml } from '../xml/print-xml.js';
import { child, element, type XmlElement } from '../xml/xml-element.js';

/** A credential that Jenkins is to keep. */
export type WantedCredential =
  | {
      readonly kind: 'ssh-key';
      readonly id: string;
      readonly user: string;
      readonly privateKey: Secret;
      readonly passphrase: Secret | undefined;
      /** `SHA256:…` of the public key. */
      readonly fingerprint: string;
    }
  | {
      readonly kind: 'aws';
      readonly id: string;
      /** Both undefined where the role of the machine is used. */
      readonly accessKeyId: string | undefined;
      readonly secretKey: Secret | undefined;
      readonly role: string | undefined;
    };

const classes = {
  'ssh-key': 'com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey',
  aws: 'com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl',
} as const;

/**
 * A credential as XML, with its secret. Its description says by which key it is known again: Jenkins shows no secret, so that nothing else
 * could tell whether the key has changed.
 */
export function credentialXml(wanted: WantedCredential): Secret {
  const description = descriptionOf(wanted);
  const head = [element('scope', 'GLOBAL'), element('id', wanted.id), element('description', description)];
  return new Secret(printXml(element(classes[wanted.kind], [...head, ...secretFields(wanted)])));
}

function secretFields(wanted: WantedCredential): readonly XmlElement[] {
  if (wanted.kind === 'aws') {
    return [
      element('accessKey', wanted.accessKeyId ?? ''),
      element('secretKey', wanted.secretKey?.reveal() ?? ''),
      ...(wanted.role === undefined ? [] : [element('iamRoleArn', wanted.role)]),
    ];
  }
  // Jenkins hands the key to ssh as it is, which takes none without a line break at its end.
  const key = `${wanted.privateKey.reveal().replaceAll('\r\n', '\n').trimEnd()}\n`;
  const source = `${classes['ssh-key']}$DirectEntryPrivateKeySource`;
  return [
    element('username', wanted.user),
    ...(wanted.passphrase === undefined ? [] : [element('passphrase', wanted.passphrase.reveal())]),
    element('privateKeySource', [element('privateKey', key)], { class: source }),
  ];
}

function descriptionOf(wanted: WantedCredential): string {
  if (wanted.kind === 'ssh-key') return `Git access by Towline: ${wanted.fingerprint}`;
  return `ECR access by Towline: ${wanted.accessKeyId ?? 'the role of the machine'}`;
}

/** How a credential that Jenkins keeps differs, in words; empty where it is the one that is wanted. */
export function credentialDifferences(xml: string, wanted: WantedCredential): readonly string[] {
  const kept = parseXml(xml);
  const text = (name: string): string => child(kept, name)?.text ?? '';
  if (kept.name !== classes[wanted.kind]) return [`is of another kind: ${kept.name.split('.').at(-1)}`];
  const changed = (what: string, from: string, to: string) =>
    from === to ? [] : [`${what}: ${from || 'none'} → ${to || 'none'}`];
  const scope = changed('scope', text('scope') || 'GLOBAL', 'GLOBAL');
  if (wanted.kind === 'ssh-key') {
    const [fingerprint = 'unknown'] = /SHA256:[A-Za-z0-9+/]{43}/.exec(text('description')) ?? [];
    return [
      ...scope,
      ...changed('user', text('username'), wanted.user),
      ...changed('key', fingerprint, wanted.fingerprint),
    ];
  }
  return [
    ...scope,
    ...changed('access key', text('accessKey'), wanted.accessKeyId ?? ''),
    ...changed('role', text('iamRoleArn'), wanted.role ?? ''),
  ];
}
